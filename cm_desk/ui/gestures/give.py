"""Give a gesture: what kind, from whom, why, and what it cost. Works without a network."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLayout, QWidget

from cm_desk.actions import gestures as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.known import About
from cm_desk.store import accounts, contacts, gestures, known, messages, river
from cm_desk.store.known import Known
from cm_desk.store.messages import Message
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import date
from cm_desk.ui.gestures.amounts import cents, currency
from cm_desk.ui.gestures.tiles import Tiles
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.dialog import LARGE, Sheet, labelled
from cm_desk.ui.widgets.fields import Field, Select
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.tabs import Segmented
from cm_desk.ui.widgets.text import Label, Text

RECENT = 30
WHY_CHARS = 500  # of the message that are kept as the reason


@dataclass(frozen=True, slots=True)
class Offer:
    """What the dialog knows before it opens; the newest message first."""

    contact_id: int
    name: str
    messages: tuple[Message, ...]
    chosen: int | None
    voices: tuple[str, ...]
    currency: str = "EUR"
    known: Known = field(default_factory=Known)


async def give_to(
    desk: Desk, parent: QWidget | None, contact_id: int, message_id: int | None = None
) -> Undo | None:
    """Ask, then write it down. None: the person thought better of it."""
    offer = await _offer(desk, contact_id, message_id)
    if offer is None:
        return None
    dialog = GiveDialog(desk, offer, parent)
    try:
        if not await answer(dialog):
            return None
        return await dialog.give()
    finally:
        dismiss(dialog)


async def _offer(desk: Desk, contact_id: int, message_id: int | None) -> Offer | None:
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    kinds = frozenset({"message"})
    recent = await desk.store.read(river.page, contact_id, kinds, None, RECENT)
    theirs = [e.message for e in recent.items if e.message and not e.message.outgoing]
    if message_id is not None and message_id not in [each.id for each in theirs]:
        asked = await desk.store.read(messages.get, message_id)
        theirs = [asked, *theirs] if asked else theirs
    past = await desk.store.read(gestures.page)
    signers = [each.signer for each in await desk.store.read(accounts.all)]
    voices = tuple(dict.fromkeys(v for v in [*(g.voice for g in past.items), *signers] if v))
    usual = next((g.currency for g in past.items if g.currency), "EUR")
    found = await desk.store.read(known.of, contact_id)
    return Offer(contact_id, person.name, tuple(theirs), message_id, voices, usual, found)


class GiveDialog(Sheet):
    def __init__(self, desk: Desk, offer: Offer, parent: QWidget | None = None) -> None:
        self._desk, self._offer = desk, offer
        self.kind = Tiles()
        self.voice = Field(offer.voices[0] if offer.voices else "", "A name and role", "From")
        self.voice.setCompleter(_completer(offer.voices))
        self.why = Select(["No message", *(_choice(m, desk) for m in offer.messages)], name="Why")
        self.quote = Text("", "ui", "text.secondary", max_lines=3)
        self.cost = Field("", "0", "Cost")
        self.minutes = Field("", "0", "Minutes it took")
        self.note = Field("", "What it was, in a few words", "Note")
        self.public = Segmented(["In private", "In public"], 0, "Who can see it")
        title = f"Give a gesture to {show.line(offer.name, 60)}"
        super().__init__(parent, title, self._body(), "Record it", 620)
        self.why.currentIndexChanged.connect(self._show_quote)
        self.why.setCurrentIndex(self._preselected())
        self._show_quote()
        self.kind.setFocus()

    def _body(self) -> QLayout:
        t = theme.now()
        self.why.setFixedWidth(t.px(572 if t.scale < LARGE else 556))  # a scroll bar beside it
        for each in (self.cost, self.minutes):
            each.setFixedWidth(t.px(90))
        sign = Label(self._offer.currency, "ui", "text.muted")
        cost = labelled("Cost", hbox(self.cost, sign, gap=6))
        row = hbox(
            cost,
            labelled("Time", hbox(self.minutes, Label("min", "ui", "text.muted"), gap=6)),
            labelled("Who can see it", self.public),
            None,
            gap=16,
        )
        return vbox(
            self.kind,
            labelled("Why", vbox(self.why, self.quote, gap=6)),
            labelled(
                "From", self.voice, "An unexpected voice is the best one: founder, repair bench …"
            ),
            labelled("Note", self.note),
            row,
            *self._heed(),
            gap=14,
        )

    def _heed(self) -> list[QWidget]:
        """What they asked of us; nothing is blocked."""
        found = []
        if self._offer.known.one(About.ALONE):
            found.append(IconRow("bell-off", "They are to be left alone.", "wait.base"))
        if self._offer.known.one(About.PRIVATE):
            found.append(IconRow("lock", "They prefer thanks in private.", "wait.base"))
        return list(found)

    def _preselected(self) -> int:
        """The message it was opened from, else their newest."""
        ids = [each.id for each in self._offer.messages]
        return ids.index(self._offer.chosen) + 1 if self._offer.chosen in ids else min(1, len(ids))

    def _reason(self) -> Message | None:
        number = self.why.currentIndex() - 1
        return self._offer.messages[number] if number >= 0 else None

    def _show_quote(self) -> None:
        reason = self._reason()
        self.quote.setVisible(reason is not None)
        if reason:
            self.quote.set_text(f"“{show.line(reason.text, 400)}”")

    def accept(self) -> None:
        if cents(self.cost.text()) is None:
            self.cost.mark_error(True)
            self.say_problem("Write the cost as a number, 4 or 4.50.", self.cost)
            return
        if not (self.minutes.text().strip() or "0").isdecimal():
            self.minutes.mark_error(True)
            self.say_problem("Write the time as a number of minutes.", self.minutes)
            return
        super().accept()

    async def give(self) -> Undo:
        reason = self._reason()
        return await actions.give(
            self._desk,
            self._offer.contact_id,
            self.kind.kind.key,
            voice=self.voice.text().strip(),
            why=reason.text[:WHY_CHARS] if reason else "",
            message_id=reason.id if reason else None,
            conversation_id=reason.conversation_id if reason else None,
            cost_cents=cents(self.cost.text()) or 0,
            currency=currency(self.cost.text(), self._offer.currency),
            minutes=int(self.minutes.text().strip() or "0"),
            note=self.note.text().strip(),
            public=self.public.current == 1,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Its letter chooses a kind wherever nothing is being typed."""
        if not event.modifiers() and self.kind.choose(event.text()):
            return
        super().keyPressEvent(event)


def _choice(message: Message, desk: Desk) -> str:
    when = date(message.sent_at, desk.now())
    return f"{when}: {show.line(message.text, 90)}" if message.text.strip() else f"{when}: no words"


def _completer(voices: Sequence[str]) -> QCompleter:
    completer = QCompleter(list(voices))
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return completer
