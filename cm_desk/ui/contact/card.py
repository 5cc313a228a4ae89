"""The person beside the conversation: facts with evidence only, and what one can do for them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from cm_desk.actions import allowances, touch
from cm_desk.actions.doors import WayTo, doors_of
from cm_desk.actions.touch import Line
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.known import About
from cm_desk.insight.allowance import Item as Gift
from cm_desk.store import contacts, gestures, notes, promises
from cm_desk.store import known as knowing
from cm_desk.store.contacts import Person
from cm_desk.store.gestures import Gesture
from cm_desk.store.known import Known
from cm_desk.store.notes import Note
from cm_desk.store.promises import Promise
from cm_desk.text import show
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.contact.doors import TICK_MS, has_clock, open_doors
from cm_desk.ui.contact.essentials import essentials
from cm_desk.ui.format import count, date
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.gestures.offer import signer_of
from cm_desk.ui.gestures.unasked import UnaskedLine
from cm_desk.ui.gestures.words import gesture_title, what_for
from cm_desk.ui.keys import context
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.touch import words
from cm_desk.ui.widgets.buttons import Button, LinkLine
from cm_desk.ui.widgets.cards import IconRow, section
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.flow import Flow
from cm_desk.ui.widgets.layout import Item, box, clear, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.marks import Avatar, ServiceMark
from cm_desk.ui.widgets.text import Label

CALM_MS = 500
OnUndo = Callable[[Undo], object]
SHOWN = 4  # of each kind; the story has them all


@dataclass(frozen=True)
class Facts:
    person: Person
    promises: tuple[Promise, ...]
    gestures: tuple[Gesture, ...]
    notes: tuple[Note, ...]
    known: Known
    touch: Line | None = None
    ways: tuple[WayTo, ...] = ()
    unasked: tuple[Gift, ...] = ()


async def facts(desk: Desk, contact_id: int) -> Facts | None:
    """None: that person is not here any more."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    found = await desk.store.read(promises.of, contact_id)
    waiting = tuple(each for each in found if each.state == "open")
    given = tuple(await desk.store.read(gestures.of, contact_id))
    written = tuple(await desk.store.read(notes.of, contact_id))
    known = await desk.store.read(knowing.of, contact_id)
    near, ways = await touch.of(desk, contact_id), await doors_of(desk, contact_id)
    unasked = await allowances.unasked(desk, await signer_of(desk))
    return Facts(person, waiting, given, written, known, near, ways, unasked)


class PersonCard(QWidget):
    closed = Signal()

    def __init__(
        self, desk: Desk, news: News, problem: Problem, undo: OnUndo, go: Navigator
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._go = desk, undo, go
        self._tasks = Tasks(self, problem)
        self._id: int | None = None
        self._facts: Facts | None = None
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._reload)
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tell_time)
        self.close_button = Button("", "quiet", "x", name="Close the card (Esc)", small=True)
        self.close_button.clicked.connect(self.closed)
        self._drawer = False
        self._body = vbox(gap=10, margins=(16, 14, 14, 12))
        self._scroll = scroll(box(self._body), "Person card")
        self.setFocusProxy(self._scroll)
        self.setLayout(vbox(self._scroll, gap=0))
        pane(self, "pane_surface")
        self.setMinimumWidth(220)
        context(self, "thread")
        news.contacts.connect(self._changed)
        news.conversations.connect(self._soon)

    def show_contact(self, contact_id: int | None) -> None:
        """None: a post to nobody; the card is empty."""
        same = contact_id == self._id
        self._id = contact_id
        if contact_id is None:
            self._facts = None
            clear(self._body)
        elif not same:
            self._reload()

    def as_drawer(self, drawer: bool) -> None:
        """A drawer can be closed with a button."""
        self._drawer = drawer
        if self._facts:
            self._build(self._facts)

    def _changed(self, ids: frozenset[int]) -> None:
        if self._id in ids:
            self._reload()

    def _soon(self, _ids: object) -> None:
        """Counts may wait a moment while mail pours in."""
        if not self._calm.isActive():
            self._calm.start()

    def _reload(self) -> None:
        if self._id is not None:
            self._tasks.newest("facts", self._show(self._id))

    async def _show(self, contact_id: int) -> None:
        found = await facts(self._desk, contact_id)
        if contact_id == self._id and found is not None and found != self._facts:
            self._facts = found
            self._build(found)

    def _tell_time(self) -> None:
        """A way that closes: its minutes go by, and in the end it is closed."""
        if self._facts is not None and self.isVisible():
            self._facts = None
            self._reload()

    # -- what it shows
    def _build(self, found: Facts) -> None:
        clear(self._body)
        self._clock.stop()
        if has_clock(found.ways):
            self._clock.start()
        name = show.line(found.person.name, 80)
        self._scroll.setAccessibleName(f"Person card: {name}")
        for item in self._items(found, name):
            if isinstance(item, QWidget):
                self._body.addWidget(item)
            elif item is None:
                self._body.addStretch(1)

    def _items(self, found: Facts, name: str) -> list[Item]:
        now = self._desk.now()
        parts: list[Item] = [self._head(found, name, now), self._services(found.person)]
        parts += essentials(found.known, now)
        parts.append(box(vbox(*told(found.person, name, now), *_touch(found.touch, now), gap=6)))
        if (doors := open_doors(found.ways, now)) is not None:
            parts += [rule(), doors]
        parts += [rule(), self._buttons()]
        if found.unasked:
            parts.append(self._unasked(found.unasked))
        if found.promises:
            parts += [rule(), self._promised(found.promises, now)]
        if found.gestures:
            parts += [rule(), self._given(found.gestures, now)]
        if found.notes:
            parts += [rule(), self._noted(found.notes, now)]
        return [*parts, None]

    def _head(self, found: Facts, name: str, now: datetime) -> QWidget:
        person, pronouns = found.person, found.known.one(About.PRONOUNS)
        picture = next((each.avatar_url for each in person.identities if each.avatar_url), "")
        face = Avatar(person.name, picture, 44)
        face.setAccessibleName(name)
        title = Label(name, "heading", elide=True)
        said = f"{show.line(pronouns.text, 24)} · " if pronouns else ""
        since = Label(said + known_since(person, now), "small", "text.muted", elide=True)
        who = vbox(title, since, gap=0)
        row: list[Item] = [face, (who, 1)]
        if self._drawer:
            self.close_button = Button("", "quiet", "x", name="Close the card (Esc)", small=True)
            self.close_button.clicked.connect(self.closed)
            row.append(self.close_button)
        return box(hbox(*row, gap=10))

    def _services(self, person: Person) -> QWidget:
        marks = [ServiceMark(each.service, 18) for each in person.identities[:5]]
        story = LinkLine("Open the story")
        story.setToolTip("Everything ever exchanged (Shift+P)")
        story.clicked.connect(self._open_story)
        return box(hbox(*marks, 4, story, None, gap=4))

    def _buttons(self) -> QWidget:
        give = Button("Gesture", "default", "gift", "T", "Give a gesture", small=True)
        promise = Button("", "quiet", "flag", name="Promise something", small=True)
        note = Button("", "quiet", "file-pen", name="Write a note", small=True)
        give.clicked.connect(self._give)
        promise.clicked.connect(self._promise)
        note.clicked.connect(self._note)
        often = Button("", "quiet", "repeat-2", name="How often to speak (Shift+C)", small=True)
        often.clicked.connect(self.often)
        return box(Flow(give, promise, note, often))

    def _unasked(self, items: tuple[Gift, ...]) -> QWidget:
        line = UnaskedLine(items)
        line.chosen.connect(self._give_item)
        return line

    def _promised(self, waiting: tuple[Promise, ...], now: datetime) -> QWidget:
        rows = [IconRow("flag", due(each, now), "wait.base") for each in waiting[:SHOWN]]
        late = any(each.due < now for each in waiting)
        chip = Chip(str(len(waiting)), "risk" if late else "wait", tip="Open promises")
        return box(vbox(section("Promises open", chip), *rows, gap=6))

    def _given(self, given: tuple[Gesture, ...], now: datetime) -> QWidget:
        rows = []
        for each in given[:SHOWN]:
            by = f", from {show.line(each.voice, 40)}" if each.voice else ""
            text = f"{show.line(gesture_title(each), 120)}{by}. {date(each.at, now)}"
            rows.append(IconRow(kind(each.kind).icon, text, "joy.base"))
        number = Label(str(len(given)), "small", "text.muted", tabular=True)
        return box(vbox(section("Gestures given", number), *rows, gap=6))

    def _noted(self, written: tuple[Note, ...], now: datetime) -> QWidget:
        rows = [
            IconRow("file-pen", f"{show.line(each.text, 200)} {date(each.at, now)}")
            for each in written[:SHOWN]
        ]
        return box(vbox(section("Notes"), *rows, gap=6))

    # -- what it does
    def _open_story(self) -> None:
        if self._id is not None:
            self._go.open_person(self._id)

    def _promise(self) -> None:
        from cm_desk.ui.gestures.promise import promise_to  # not before the first paint

        self._ask(promise_to)

    def often(self) -> None:
        """How often we want to speak with them."""
        from cm_desk.ui.touch.ask import how_often

        self._ask(how_often)

    def spoke(self) -> None:
        """A call or a meeting is noted."""
        from cm_desk.ui.touch.ask import we_spoke

        self._ask(we_spoke)

    def _note(self) -> None:
        from cm_desk.ui.gestures.note import note_about

        self._ask(note_about)

    def _ask(self, ask: Callable[[Desk, QWidget, int], Awaitable[Undo | None]]) -> None:
        if self._id is not None:
            self._tasks.start(self._asked(ask(self._desk, self.window(), self._id)))

    async def _asked(self, answer: Awaitable[Undo | None]) -> None:
        undo = await answer
        if undo is not None:
            self._undo(undo)

    def _give_item(self, item: Gift) -> None:
        if self._id is not None:
            self._go.give_to(self._id, None, item.kind)

    def _give(self) -> None:
        if self._id is not None:
            self._go.give_to(self._id)


def _touch(line: Line | None, now: datetime) -> list[QWidget]:
    if line is None:
        return []
    said = f"Stay in touch {line.words}. {words.told(line, now)}."
    return [IconRow("repeat-2", said, f"{words.TONES[line.state]}.base")]


def known_since(person: Person, now: datetime) -> str:
    """ "With us 4 years · 3 channels"."""
    days = (now - person.first_at).days
    if days < 1:
        span = "New today"
    elif days < 60:
        span = f"With us {count(days, 'day', 'days')}"
    elif days < 730:
        span = f"With us {days // 30} months"
    else:
        span = f"With us {days // 365} years"
    channels = len({each.service for each in person.identities})
    return f"{span} · {count(channels, 'channel', 'channels')}"


def told(person: Person, name: str, now: datetime) -> list[QWidget]:
    """Sentences of plain counts."""
    whole = count(person.received + person.sent, "message", "messages")
    since = person.first_at.astimezone().strftime("%B %Y")
    first = name.split(" ")[0] or name
    said = f"{whole} since {since}, {person.received:,} from {first}."
    rows = [IconRow("message-circle", said)]
    if person.signals:
        often = "once" if person.signals == 1 else f"{person.signals:,} times"
        rows.append(IconRow("heart", f"Liked, shared or followed us {often}.", "love.base"))
    if bio := next((each.bio for each in person.identities if each.bio), ""):
        rows.append(IconRow("user", show.line(bio, 200)))
    return list(rows)


def due(promise: Promise, now: datetime) -> str:
    text, day = what_for(promise).rstrip(".…"), date(promise.due, now)
    return f"{text}. Was due {day}." if promise.due < now else f"{text}. Due {day}."
