"""What passed between us: counts by month, promises, gestures and notes."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cm_desk.actions.profile import Profile
from cm_desk.domain.times import EPOCH
from cm_desk.store.gestures import Gesture
from cm_desk.store.notes import Note
from cm_desk.store.promises import Promise
from cm_desk.text import show
from cm_desk.ui.contact.chart import MonthChart, last_months
from cm_desk.ui.contact.side.card import Hands, SideCard
from cm_desk.ui.format import ago, date
from cm_desk.ui.gestures import words
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.gestures.promise_row import PromiseRow
from cm_desk.ui.widgets.buttons import LinkLine
from cm_desk.ui.widgets.cards import Card, IconRow
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Label, Text

SHOWN = 4  # of each kind; the tabs show all


class ContactCard(SideCard):
    """First and last contact, and how much passed in each month."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Contact")

    def about(self, found: Profile) -> object:
        return found.person, found.active, self.hands.desk.now().date()

    def content(self, found: Profile) -> list[QWidget]:
        now, person, rows = self.hands.desk.now(), found.person, list[QWidget]()
        if person.first_at > EPOCH:
            rows.append(IconRow("sprout", f"First contact {words.long_day(person.first_at)}"))
        if person.last_at > EPOCH:
            rows.append(IconRow("clock", f"Last contact {ago(person.last_at, now)}"))
        both = f"{person.received:,} from them, {person.sent:,} from us"
        rows.append(IconRow("message-circle", both))
        if person.signals:
            one, many = "{} like, boost or follow", "{} likes, boosts and follows"
            rows.append(IconRow("heart", words.counted(person.signals, one, many)))
        if person.received + person.sent:
            chart = MonthChart()
            chart.show_months(last_months(found.active, now))
            told = "Messages a month: theirs above, ours below"
            rows += [chart, Label(told, "small", "text.muted")]
        return rows


class PromisesCard(SideCard):
    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Promises", "Promise something (Alt+P)")

    def about(self, found: Profile) -> object:
        return found.promises, self.hands.desk.now().date()

    def adding(self) -> None:
        self.hands.ask("promise")

    def content(self, found: Profile) -> list[QWidget]:
        now, rows = self.hands.desk.now(), list[QWidget]()
        waiting = (each for each in found.promises if each.state == "open")
        for promise in sorted(waiting, key=lambda each: each.due)[:SHOWN]:
            row = PromiseRow(promise, now)
            row.done.connect(self.hands.settle)
            rows.append(row)
        settled = [each for each in found.promises if each.state != "open"]
        rows += [self._settled(each) for each in settled[:SHOWN]]
        return rows or [Text("No open promises.", "ui", "text.muted")]

    def _settled(self, promise: Promise) -> QWidget:
        said, tone = words.promise_state(promise, self.hands.desk.now())
        icon = "check" if promise.state == "kept" else "x"
        return IconRow(icon, f"{show.line(promise.text, 120)}. {said}.", tone + ".base")


class GesturesCard(SideCard):
    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Gestures given", "Give a gesture (T)")

    def about(self, found: Profile) -> object:
        return found.gestures

    def adding(self) -> None:
        self.hands.ask("give")

    def content(self, found: Profile) -> list[QWidget]:
        rows: list[QWidget] = [self._row(each) for each in found.gestures[:SHOWN]]
        if len(found.gestures) > SHOWN:
            rows.append(all_of(self.hands, "gestures", found.gestures))
        first = "No gestures yet. The first one can be a thank-you that costs nothing."
        return rows or [Text(first, "ui", "text.muted")]

    def _row(self, gesture: Gesture) -> QWidget:
        title = show.line(words.gesture_title(gesture), 160)
        by = f"{show.line(gesture.voice, 60)} · " if gesture.voice.strip() else ""
        text = f"{title}\n{by}{date(gesture.at, self.hands.desk.now())}"
        return IconRow(kind(gesture.kind).icon, text, "joy.base")


class NotesCard(SideCard):
    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Notes", "Write a note (Shift+N)")

    def about(self, found: Profile) -> object:
        return found.notes

    def adding(self) -> None:
        self.hands.ask("note")

    def content(self, found: Profile) -> list[QWidget]:
        rows: list[QWidget] = [self._row(each) for each in found.notes[:SHOWN]]
        if len(found.notes) > SHOWN:
            rows.append(all_of(self.hands, "notes", found.notes))
        return rows or [Text("No notes. They stay on this computer.", "ui", "text.muted")]

    def _row(self, note: Note) -> QWidget:
        text = Text(show.line(note.text, 240), "ui", max_lines=4)
        when = Label(date(note.at, self.hands.desk.now()), "small", "text.muted")
        paper = vbox(text, when, gap=2, margins=(10, 7, 10, 7))
        return Card(paper, fill="note.bg", line="note.line")


def all_of(hands: Hands, tab: str, things: Sequence[object]) -> LinkLine:
    """Leads to the tab that shows them all."""
    link = LinkLine(f"All {len(things)} {tab}")
    link.clicked.connect(lambda: hands.ask(tab))
    return link
