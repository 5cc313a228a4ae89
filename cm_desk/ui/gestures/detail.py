"""One gesture of the ledger, whole: why, by whom, what it cost, and what came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.desk import Desk
from cm_desk.store import contacts, gestures, ledger, requests
from cm_desk.store.gestures import Direction, Gesture, Given
from cm_desk.text import show
from cm_desk.ui.format import date
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.gestures.words import cost, gesture_title
from cm_desk.ui.widgets.buttons import Button, LinkLine
from cm_desk.ui.widgets.cards import Card, IconRow, Quote
from cm_desk.ui.widgets.layout import box, clear, hbox, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Detail:
    """`reasons` are (words, message or None); `signed` says who released its text."""

    given: Given
    reasons: tuple[tuple[str, int | None], ...]
    channel: str = ""
    other: str = ""
    signed: str = ""


async def read(desk: Desk, given: Given) -> Detail:
    g, ask = given.gesture, desk.store.read
    more = [(each.text, each.message_id) for each in await ask(gestures.quotes, g.id)]
    first = [(g.why, g.message_id)] if g.why.strip() else []
    channel = (await ask(ledger.channels)).get(g.account_id or 0, "")
    faces = await ask(contacts.faces, [g.other_id] if g.other_id else [])
    signed = (await ask(requests.signed, [g.id])).get(g.id)
    other = faces.get(g.other_id or 0, ("", ""))[0]
    return Detail(given, (*first, *more), channel, other, signed.words if signed else "")


class DetailCard(Card):
    """`message` opens one in its conversation, `asked` is what is to be done: person, change,
    back."""

    message = Signal(int)
    asked = Signal(str)

    def __init__(self) -> None:
        self.icon = Icon("gift", 18, "joy.base")
        self.title = Text("", "heading", max_lines=3)
        self.person = LinkLine("", "text.secondary", "smallStrong")
        self._facts, self._why = vbox(gap=5), vbox(gap=8)
        self.back = Button("What came back", "default", "heart-handshake", key="B", small=True)
        self.change = Button("", "quiet", "pencil-line", name="Change it (E)", small=True)
        buttons = hbox(self.back, self.change, None, gap=6)
        head = hbox((vbox(self.icon, None, gap=0), 0), (self.title, 1), gap=8)
        parts = (head, self.person, self._facts, self._why, buttons)
        super().__init__(vbox(*parts, gap=9, margins=(14, 12, 12, 12)))
        self.person.clicked.connect(lambda: self.asked.emit("person"))
        self.back.clicked.connect(lambda: self.asked.emit("back"))
        self.change.clicked.connect(lambda: self.asked.emit("change"))
        self.hide()

    def show_detail(self, found: Detail | None, now: datetime) -> None:
        self.setVisible(found is not None)
        if found is None:
            return
        g = found.given.gesture
        self.icon.show_as(kind(g.kind).icon, "joy.base")
        self.title.set_text(show.line(gesture_title(g), 200))
        self.person.set_words(f"{_way(g)} {show.line(found.given.who, 60)}, {date(g.at, now)}")
        self._show_facts(found, now)
        clear(self._why)
        for words, id in found.reasons:
            self._why.addWidget(self._quote(words, id))
        if not found.reasons:
            self._why.addWidget(Text("No reason was kept.", "small", "text.muted"))
        self.setAccessibleName(f"{self.title.words}. {self.person.text()}")

    def _show_facts(self, found: Detail, now: datetime) -> None:
        clear(self._facts)
        for icon, words in facts(found, now):
            row = IconRow(icon, words, "text.muted", "small", "text.secondary", 14)
            self._facts.addWidget(row)

    def _quote(self, words: str, id: int | None) -> QWidget:
        text = show.line(words, 500)
        if id is None:
            return box(vbox(Text(f"“{text}”", "ui", max_lines=6), margins=(12, 0, 0, 0)))
        quote = Quote(text, "Open where they said it", bar="joy.base", max_lines=6)
        quote.source.clicked.connect(lambda: self.message.emit(id))
        return quote


def facts(found: Detail, now: datetime) -> Sequence[tuple[str, str]]:
    """(icon, words): what is known of it, one line each."""
    g = found.given.gesture
    voice = found.signed or (f"from {show.line(g.voice, 80)}" if g.voice else "")
    rows = [("timer", "Leaves with a message that waits in the outbox")] if g.is_leaving else []
    rows += [("users-round", f"To {show.line(found.other, 60)}")] if found.other else []
    rows += [("feather", voice[0].upper() + voice[1:])] if voice else []
    rows += [("message-circle", f"Through {show.line(found.channel, 60)}")] if found.channel else []
    rows += [("coins", cost(g) or "Cost nothing")]
    seen = "In public" if g.public else "In private"
    rows += [("globe" if g.public else "lock", f"{seen}, {'asked for' if g.asked else 'unasked'}")]
    if g.back_at is None:
        return [*rows, ("circle-dashed", "Nothing came back yet, and that is fine")]
    return [
        *rows,
        ("heart-handshake", f"Came back {date(g.back_at, now)}: {show.line(g.back, 300)}"),
    ]


def _way(gesture: Gesture) -> str:
    return "From" if gesture.direction in (Direction.RECEIVED, Direction.BETWEEN) else "For"
