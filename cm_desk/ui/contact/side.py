"""Beside the story: first and last contact, counts by month, promises, gestures, notes."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cm_desk.domain.times import EPOCH
from cm_desk.store.activity import Active
from cm_desk.store.contacts import Person
from cm_desk.store.gestures import Gesture
from cm_desk.store.notes import Note
from cm_desk.store.promises import Promise
from cm_desk.text import show
from cm_desk.ui.contact.chart import MonthChart, last_months
from cm_desk.ui.format import ago, date
from cm_desk.ui.gestures import words
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.gestures.promise_row import PromiseRow
from cm_desk.ui.widgets.buttons import Button, LinkLine
from cm_desk.ui.widgets.cards import Card, IconRow
from cm_desk.ui.widgets.layout import VBox, clear, hbox, vbox
from cm_desk.ui.widgets.text import Label, Text

SHOWN = 4  # of each kind; the tabs show all


class Side(QWidget):
    """Facts with their evidence; no scores. `promise_done` carries (promise, what to do)."""

    promise_done = Signal(object, str)
    asked = Signal(str)  # give, promise, note, or the name of a tab

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.chart = MonthChart()
        self.legend = Label("Messages a month: theirs above, ours below", "small", "text.muted")
        self.facts = vbox(gap=7)
        self.promises = vbox(gap=10)
        self.gestures = vbox(gap=7)
        self.notes = vbox(gap=7)
        column = vbox(
            _card("Contact", self.facts, self.chart, self.legend),
            self._card("Promises", self.promises, "promise", "Promise something (Alt+P)", "flag"),
            self._card("Gestures given", self.gestures, "give", "Give a gesture (T)", "gift"),
            self._card("Notes", self.notes, "note", "Write a note (Shift+N)", "pencil-line"),
            None,
            gap=12,
            margins=(0, 14, 18, 14),
        )
        self.setLayout(column)

    def _card(self, title: str, body: VBox, ask: str, name: str, icon: str) -> Card:
        add = Button("", "quiet", "plus", name=name, small=True)
        add.clicked.connect(lambda: self.asked.emit(ask))
        head = hbox(Label(title, "heading"), None, add)
        return Card(vbox(head, body, gap=7, margins=(14, 8, 10, 12)))

    def show_person(
        self,
        person: Person,
        promises: Sequence[Promise],
        gestures: Sequence[Gesture],
        notes: Sequence[Note],
        months: Sequence[Active],
    ) -> None:
        now = self._now()
        self._show_facts(person, now)
        self.chart.show_months(last_months(months, now))
        for part in (self.chart, self.legend):
            part.setVisible(bool(person.received + person.sent))
        self._show_promises(promises, now)
        self._show_gestures(gestures, now)
        self._show_notes(notes, now)

    def _show_facts(self, person: Person, now: datetime) -> None:
        clear(self.facts)
        if person.first_at > EPOCH:
            first = words.long_day(person.first_at)
            self.facts.addWidget(IconRow("sprout", f"First contact {first}"))
        if person.last_at > EPOCH:
            last = ago(person.last_at, now)
            self.facts.addWidget(IconRow("clock", f"Last contact {last}"))
        both = f"{person.received:,} from them, {person.sent:,} from us"
        self.facts.addWidget(IconRow("message-circle", both))
        if person.signals:
            liked = words.counted(
                person.signals, "{} like, boost or follow", "{} likes, boosts and follows"
            )
            self.facts.addWidget(IconRow("heart", liked))

    def _show_promises(self, promises: Sequence[Promise], now: datetime) -> None:
        clear(self.promises)
        opens = sorted((each for each in promises if each.state == "open"), key=lambda p: p.due)
        for promise in opens[:SHOWN]:
            row = PromiseRow(promise, now)
            row.done.connect(self.promise_done)
            self.promises.addWidget(row)
        for promise in [each for each in promises if each.state != "open"][:SHOWN]:
            said, tone = words.promise_state(promise, now)
            icon = "check" if promise.state == "kept" else "x"
            text = f"{show.line(promise.text, 120)}. {said}."
            self.promises.addWidget(IconRow(icon, text, tone + ".base"))
        if not promises:
            self.promises.addWidget(Text("No open promises.", "ui", "text.muted"))

    def _show_gestures(self, gestures: Sequence[Gesture], now: datetime) -> None:
        clear(self.gestures)
        for gesture in gestures[:SHOWN]:
            title = show.line(words.gesture_title(gesture), 160)
            by = f"{show.line(gesture.voice, 60)} · " if gesture.voice.strip() else ""
            text = f"{title}\n{by}{date(gesture.at, now)}"
            self.gestures.addWidget(IconRow(kind(gesture.kind).icon, text, "joy.base"))
        if len(gestures) > SHOWN:
            self.gestures.addWidget(self._all("gestures", len(gestures)))
        if not gestures:
            first = "No gestures yet. The first one can be a thank-you that costs nothing."
            self.gestures.addWidget(Text(first, "ui", "text.muted"))

    def _show_notes(self, notes: Sequence[Note], now: datetime) -> None:
        clear(self.notes)
        for note in notes[:SHOWN]:
            text = vbox(
                Text(show.line(note.text, 240), "ui", max_lines=4),
                Label(date(note.at, now), "small", "text.muted"),
                gap=2,
                margins=(10, 7, 10, 7),
            )
            self.notes.addWidget(Card(text, fill="note.bg", line="note.line"))
        if len(notes) > SHOWN:
            self.notes.addWidget(self._all("notes", len(notes)))
        if not notes:
            self.notes.addWidget(Text("No notes. They stay on this computer.", "ui", "text.muted"))

    def _all(self, tab: str, number: int) -> LinkLine:
        link = LinkLine(f"All {number} {tab}")
        link.clicked.connect(lambda: self.asked.emit(tab))
        return link


def _card(title: str, *parts: QWidget | QVBoxLayout) -> Card:
    return Card(vbox(Label(title, "heading"), *parts, gap=7, margins=(14, 12, 14, 10)))
