"""Whom to ask for their voice, with the reason for each, and what they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QLayout, QRadioButton, QSizePolicy, QWidget

from cm_desk.actions import voices as lending
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.known import About
from cm_desk.insight.voices import Deserves, Fit
from cm_desk.store import contacts, known, messages, requests, river, voices
from cm_desk.store.messages import Message
from cm_desk.store.requests import Request
from cm_desk.store.voices import Voice
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import date
from cm_desk.ui.gestures.kinds import kinds
from cm_desk.ui.voices.asking import show_page
from cm_desk.ui.voices.moment import Moment
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.cards import Card, IconRow
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Editor, Select
from cm_desk.ui.widgets.layout import box, hbox, scroll, vbox
from cm_desk.ui.widgets.text import Text

RECENT = 30
QUOTED = 500  # characters of their message that are shown


@dataclass(frozen=True, slots=True)
class Offer:
    """What the dialog knows before it opens; voices the least expected first."""

    who: str
    voices: tuple[tuple[Voice, Fit], ...]
    messages: tuple[Message, ...]
    context: str
    because: tuple[Deserves, ...]


async def ask_for(
    desk: Desk, parent: QWidget | None, moment: Moment
) -> tuple[Request, Undo] | None:
    """Choose a voice, make the request, show its page. None: nobody was asked."""
    offer = await offered(desk, moment)
    if offer is None:
        return None
    sheet = AskSheet(desk, parent, offer, moment)
    try:
        if not await answer(sheet):
            return None
        id, undo = await sheet.ask()
    finally:
        dismiss(sheet)
    request = await desk.store.read(requests.get, id)
    if request is None:
        return None
    await show_page(desk, parent, request)
    return request, undo


async def offered(desk: Desk, moment: Moment) -> Offer | None:
    read = desk.store.read
    person = await read(contacts.person, moment.contact_id)
    if person is None:
        return None
    page = await read(river.page, moment.contact_id, frozenset({"message"}), None, RECENT)
    theirs = [e.message for e in page.items if e.message and not e.message.outgoing]
    theirs = [each for each in theirs if each.text.strip()]
    if moment.message_id and moment.message_id not in {each.id for each in theirs}:
        asked = await read(messages.get, moment.message_id)
        theirs = [asked, *theirs] if asked and not asked.outgoing else theirs
    by_id = {each.id: each for each in await read(voices.all)}
    fits = await lending.for_person(desk, moment.contact_id, _words(theirs, moment))
    ways = tuple((by_id[each.voice_id], each) for each in fits)
    situation = (await read(known.of, moment.contact_id)).one(About.SITUATION)
    context = f"{situation.text}: “{situation.quote}”" if situation else ""
    because = await lending.deserving(desk, moment.contact_id)
    return Offer(person.name, ways, tuple(theirs), context, because)


def _words(theirs: Sequence[Message], moment: Moment) -> list[str]:
    """The words of the message it is about, to be compared with what a voice can speak for."""
    said = next((m.text for m in theirs if m.id == moment.message_id), "")
    return [each.strip(".,;:!?“”\"'()").casefold() for each in said.split()[:200]]


class VoiceChoice(QRadioButton):
    """A face, a name, and why this voice; one that rests says until when and cannot be chosen."""

    def __init__(self, voice: Voice, fit: Fit, until: str) -> None:
        super().__init__(show.line(voice.signature, 80))
        self.voice, self.tired = voice, fit.is_tired
        why = ["Asked twice this month"] if fit.is_tired else []
        why += [f"Rests until {until}"] if until else list(fit.because)
        self.why = "; ".join(why) or "Wrote to them before"
        self.setEnabled(not until)
        self.setAccessibleName(f"{self.text()}. {self.why}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.now().px(240), theme.now().px(46))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p, on = theme.now(), QPainter(self), self.isChecked()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        p.setPen(QPen(t.c("joy.base" if on else "line.subtle"), 1.8 if on else 1))
        p.setBrush(t.c("joy.tint" if on else "bg.surface"))
        p.drawRoundedRect(rect, t.radius("control"), t.radius("control"))
        side = t.px(28)
        spot = QRectF(t.px(9), (self.height() - side) / 2, side, side)
        art.paint_avatar(p, spot, self.voice.name, self.voice.face)
        grey = not self.isEnabled() or self.tired
        self._line(p, self.text(), "ui", "text.muted" if grey else "text.primary", 5, 600)
        self._line(p, self.why, "small", "text.muted" if grey else "text.secondary", 24, 400)
        if self.hasFocus():
            paint_focus(p, rect, t.radius("control"))

    def _line(self, p: QPainter, words: str, role: str, color: str, y: int, weight: int) -> None:
        t = theme.now()
        left, room = t.px(46), self.width() - t.px(56)
        cut = t.metrics(role, weight).elidedText(words, Qt.TextElideMode.ElideRight, room)
        p.setFont(t.font(role, weight))
        p.setPen(t.c(color))
        p.drawText(QRectF(left, t.px(y), room + 2, t.px(18)), theme.ALIGN_LEFT, cut)


class AskSheet(Sheet):
    def __init__(self, desk: Desk, parent: QWidget | None, offer: Offer, moment: Moment) -> None:
        self._desk, self._offer, self._moment = desk, offer, moment
        self.choices = [self._choice(voice, fit) for voice, fit in offer.voices]
        keys = [each.key for each in kinds()]
        at = keys.index(moment.kind) if moment.kind in keys else 0
        self.kind = Select([each.label for each in kinds()], at, "Kind of gesture")
        self.why = Select([self._said(m) for m in offer.messages] or ["Nothing was said"], 0, "Why")
        self.context = Editor(offer.context, "Their story in a line. No private notes.",
                              "What else they should know", "ui")  # fmt: skip
        self.draft = Editor(moment.draft, "What they could say", "Draft", "ui")
        who = show.line(offer.who, 50)
        super().__init__(parent, f"Whose voice for {who}?", self._body(), "Ask them", 620)
        group = QButtonGroup(self)
        for each in self.choices:
            group.addButton(each)
        ids = [each.id for each in offer.messages]
        self.why.setCurrentIndex(ids.index(moment.message_id) if moment.message_id in ids else 0)
        free = [each for each in self.choices if each.isEnabled()]
        wanted = [each for each in free if each.voice.id == moment.voice_id]
        for each in (*wanted, *free)[:1]:
            each.setChecked(True)
            each.setFocus()

    def _choice(self, voice: Voice, fit: Fit) -> VoiceChoice:
        until = date(fit.rests_until, self._desk.now()) if fit.rests_until else ""
        return VoiceChoice(voice, fit, until)

    def _said(self, message: Message) -> str:
        return f"{date(message.sent_at, self._desk.now())}: {show.line(message.text, 80)}"

    def _body(self) -> QLayout:
        self.why.setFixedWidth(theme.now().px(400))
        rows = [
            IconRow("sparkles", f"Worth it: {each.because}", "joy.base")
            for each in self._offer.because
        ]
        some = vbox(*self.choices, gap=6)
        if not self.choices:
            some.addWidget(Text("Nobody lends their voice yet. Add one under Gestures, Voices."))
        area = scroll(box(some))
        area.setFixedHeight(theme.now().px(min(164, 54 * max(1, len(self.choices)) + 4)))
        return vbox(
            *rows,
            labelled("Whose", area),
            hbox(
                labelled("Their words", self.why), labelled("What it is", self.kind), None, gap=12
            ),
            labelled("What else they should know", _framed(self.context)),
            labelled("Draft", _framed(self.draft), "They may say it in their own words."),
            gap=12,
        )

    def dress(self) -> None:
        super().dress()
        self.context.setFixedHeight(theme.now().px(40))
        self.draft.setFixedHeight(theme.now().px(96))

    def accept(self) -> None:
        if self._chosen() is None:
            self.say_problem("Nobody can be asked now.", self.cancel)
        elif not self._offer.messages:
            self.say_problem("A request needs words of theirs.", self.cancel)
        elif not self.draft.toPlainText().strip():
            self.say_problem("Write a draft; they may say it in their own words.", self.draft)
        else:
            super().accept()

    def _chosen(self) -> Voice | None:
        return next((each.voice for each in self.choices if each.isChecked()), None)

    async def ask(self) -> tuple[int, Undo]:
        message, voice = self._offer.messages[self.why.currentIndex()], self._chosen()
        return await lending.ask(
            self._desk,
            voice.id if voice else 0,
            self._moment.contact_id,
            kinds()[self.kind.currentIndex()].key,
            show.block(message.text, QUOTED).text,
            self.draft.toPlainText().strip(),
            message.id,
            self.context.toPlainText(),
        )


def _framed(editor: Editor) -> Card:
    return Card(vbox(editor, margins=(10, 8, 10, 8)), line="line.strong")
