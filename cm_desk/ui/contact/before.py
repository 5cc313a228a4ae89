"""One sheet to read before answering: who they are, the last exchanges, what is owed and given."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cm_desk.domain import zones
from cm_desk.domain.known import CARE, About
from cm_desk.insight import exchanges
from cm_desk.insight.exchanges import Exchange
from cm_desk.insight.languages import languages
from cm_desk.store.facts import Fact
from cm_desk.store.gestures import Gesture
from cm_desk.store.messages import Message
from cm_desk.store.promises import Promise
from cm_desk.store.sheet import Sheet
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.contact.essentials import essentials
from cm_desk.ui.contact.head import LEFT, Handles
from cm_desk.ui.contact.side import words as known_words
from cm_desk.ui.contexts import context
from cm_desk.ui.format import ago, count, date
from cm_desk.ui.gestures import words as given
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card, IconRow, section
from cm_desk.ui.widgets.chips import KeyCap
from cm_desk.ui.widgets.layout import Item, box, clear, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.marks import Avatar, ServiceMark
from cm_desk.ui.widgets.text import Label, Text

SHOWN = 3  # of each kind; the story has them all
FIVE, HEARD = 5, 12  # lines; messages that say which language it is
UNKNOWN = "Not known yet. What they say of it themselves can be noted beside their story."


class Before(QWidget):
    """`page` asks for the whole story, `closed` for the place one came from."""

    closed = Signal()
    page = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._body = vbox(gap=12, margins=(18, 14, 16, 14))
        self.area = scroll(box(self._body), "Before you answer")
        hints = hbox(
            KeyCap("Return"),
            Label("Whole story", "small", "text.secondary"),
            8,
            KeyCap("Esc"),
            Label("Back", "small", "text.secondary"),
            None,
            gap=6,
            margins=(18, 8, 16, 8),
        )
        self.setLayout(vbox((self.area, 1), rule(), hints, gap=0))
        self.setFocusProxy(self.area)
        pane(self, "pane_surface")
        context(self, "dialog")  # its keys are few, and Esc closes it

    def show_sheet(self, sheet: Sheet) -> None:
        clear(self._body)
        name, now = show.line(sheet.person.name, 80), self._now()
        self.area.setAccessibleName(f"Before you answer {name}")
        close = Button("", "quiet", "x", name="Close (Esc)", small=True)
        close.clicked.connect(self.closed)
        self._body.addWidget(_head(sheet, name, close))
        for item in _parts(sheet, name, now):
            self._body.addWidget(item)
        self._body.addStretch(1)
        self.area.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.area.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_P:
                self.closed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.page.emit()
            case Qt.Key.Key_J:
                bar.setValue(bar.value() + bar.singleStep() * 3)
            case Qt.Key.Key_K:
                bar.setValue(bar.value() - bar.singleStep() * 3)
            case _:
                super().keyPressEvent(event)


def _parts(sheet: Sheet, name: str, now: datetime) -> list[QWidget]:
    facts = [IconRow(icon, text) for icon, text in five_lines(sheet, now)]
    must = [each for each in essentials(sheet.known, now, ()) if isinstance(each, QWidget)]
    said = [_exchange(each, name, now) for each in exchanges.last(sheet.recent, SHOWN)]
    return [
        *must,
        box(vbox(*facts, gap=6)),
        _part("What they care about", _care(sheet.known.facts)),
        _part("Last exchanges", said or _none("None yet.")),
        _part("Promises open", _promised(sheet.promises, now), len(sheet.promises)),
        _part("Gestures so far", _given(sheet.gestures, now), len(sheet.gestures)),
    ]


def _head(sheet: Sheet, name: str, close: QWidget) -> QWidget:
    person, pronouns = sheet.person, sheet.known.one(About.PRONOUNS)
    picture = next((each.avatar_url for each in person.identities if each.avatar_url), "")
    handles = Handles()
    handles.show_identities(person.identities)
    said = Label(show.line(pronouns.text, 24) if pronouns else "", "small", "text.muted")
    close = Button("", "quiet", "x", name="Close (Esc)", small=True)
    title = hbox((Label(name, "title", elide=True, align=LEFT), 1), said, gap=8)
    return box(
        hbox(Avatar(person.name, picture, 44), (vbox(title, handles, gap=2), 1), close, gap=10)
    )


def five_lines(sheet: Sheet, now: datetime) -> list[tuple[str, str]]:
    """(icon, sentence): who they are in five lines at most, what matters most first."""
    person, known = sheet.person, sheet.known
    lines = [("sprout", _since(sheet, now)), ("message-circle", _counts(sheet))]
    if fact := known.one(About.SITUATION):
        lines.append(("map-pin", f"{show.line(fact.text, 160)}. “{show.line(fact.quote, 160)}”"))
    if sheet.notes:
        note = sheet.notes[0]
        lines.append(("pencil-line", f"{show.line(note.text, 200)} ({date(note.at, now)})"))
    if tongue := _tongue(sheet, now):
        lines.append(("languages", tongue))
    if bio := next((each.bio for each in person.identities if each.bio), ""):
        lines.append(("user", f"“{show.line(bio, 200)}”"))
    return lines[:FIVE]


def _since(sheet: Sheet, now: datetime) -> str:
    person = sheet.person
    names = list(dict.fromkeys(service_name(each.service) for each in person.identities))
    where = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    first = given.long_day(person.first_at)
    return f"Since {first}, on {where}. Last word {ago(person.last_at, now)}."


def _counts(sheet: Sheet) -> str:
    person = sheet.person
    said = f"{person.received:,} from them, {person.sent:,} from us."
    if not person.signals:
        return said
    felt = count(person.signals, "like, boost or follow", "likes, boosts and follows")
    return f"{said} {felt}."


def _tongue(sheet: Sheet, now: datetime) -> str:
    """The language of their newest messages, and the time where they are, if they told us."""
    theirs = [(m.lang, m.text) for m in sheet.recent if not m.outgoing]
    spoken, _ = known_words.spoken(languages(theirs[:HEARD]))
    zone = sheet.known.one(About.ZONE)
    hours = zones.offset_h(zone.text, now) if zone else None
    there = f"{known_words.there(hours, now)} there" if hours is not None else ""
    return ". ".join(filter(None, (spoken, there)))


def _part(title: str, rows: Sequence[QWidget], number: int = 0) -> QWidget:
    trailing = Label(str(number), "small", "text.muted", tabular=True) if number else None
    return box(vbox(rule(), section(title, trailing), *rows, gap=7))


def _none(words: str) -> list[QWidget]:
    return [Text(words, "ui", "text.muted")]


def _care(facts: Sequence[Fact]) -> list[QWidget]:
    """In their own words, or nothing."""
    told = [each for each in facts if each.about in CARE and each.quote.strip()]
    if not told:
        return _none(UNKNOWN)
    rows: list[QWidget] = []
    for each in told[:SHOWN]:
        name, icon, tone = known_words.ABOUT[each.about]
        color = f"{tone}.base" if tone != "calm" else "text.secondary"
        quote = f"“{show.line(each.quote, 240)}”"
        rows.append(IconRow(icon, f"{show.line(each.text, 80)}\n{quote}", color))
        rows[-1].setAccessibleName(f"{name}: {show.line(each.text, 80)}. {quote}")
    return rows


def _exchange(each: Exchange[Message], name: str, now: datetime) -> QWidget:
    newest = each.ours or each.theirs
    service = newest.service if newest else ""
    head: list[Item] = [ServiceMark(service, 14), Label(date(each.at, now), "small", "text.muted")]
    if each.before:
        more = count(each.before, "message more before it", "messages more before it")
        head.append(Label(more, "small", "text.muted"))
    rows: list[Item] = [hbox(*head, None, gap=6)]
    if each.theirs:
        rows.append(Text(_said(show.line(name, 30), each.theirs), "ui", max_lines=4))
    if each.ours:
        who = show.line(each.ours.signer, 40) or "We"
        rows.append(Text(_said(who, each.ours), "ui", "accent.text", max_lines=3))
    else:
        rows.append(Text("Nobody has answered yet.", "small", "wait.text"))
    return Card(vbox(*rows, gap=3, margins=(12, 8, 12, 9)))


def _said(who: str, message: Message) -> str:
    if message.warning:
        return f"{who}: behind the warning “{show.line(message.warning, 80)}”"
    words = show.line(message.text, 400) or show.line(message.subject, 120)
    return f"{who}: {words or 'a message without words'}"


def _promised(waiting: Sequence[Promise], now: datetime) -> list[QWidget]:
    rows: list[QWidget] = []
    for each in waiting[:SHOWN]:
        said, tone = given.promise_state(each, now)
        rows.append(IconRow("flag", f"{given.what_for(each)}. {said}.", f"{tone}.base"))
    return rows or _none("None.")


def _given(gestures: Sequence[Gesture], now: datetime) -> list[QWidget]:
    rows: list[QWidget] = []
    for each in gestures[:SHOWN]:
        by = f", from {show.line(each.voice, 40)}" if each.voice else ""
        text = f"{show.line(given.gesture_title(each), 120)}{by}. {date(each.at, now)}."
        rows.append(IconRow(kind(each.kind).icon, text, "joy.base"))
    return rows or _none("None yet.")
