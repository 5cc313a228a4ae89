"""Small questions: how often, not before when, and what was spoken."""

from datetime import date, datetime, time

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from cm_desk.actions import touch
from cm_desk.actions.touch import HOW
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import cadence
from cm_desk.store import cadences, contacts
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.gestures.promise import DayField
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.choices import Choice, Choices
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.tabs import Segmented

OFFERED = (7, 14, 30, 60, 90, 180, 365)  # days
LATER = (("In a week", 7), ("In two weeks", 14), ("In a month", 30), ("In three months", 90))


async def how_often(desk: Desk, parent: QWidget, contact_id: int) -> Undo | None:
    """One number chooses; the first is what is usual between us, where that is known."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    now = await desk.store.read(cadences.of, contact_id)
    usual = await touch.usual(desk, contact_id)
    days = [*([usual] if usual else []), *OFFERED][:8]
    rows = [Choice("repeat-2", cadence.words(n).capitalize(), _hint(n, usual)) for n in days]
    if now:
        rows = [*rows[:8], Choice("x", "No reminders", f"Now {cadence.words(now.ideal_days)}")]
    dialog = Choices(parent, f"Stay in touch with {show.line(person.name, 40)}", rows)
    try:
        number = await answer(dialog)
    finally:
        dismiss(dialog)
    if not number:
        return None
    chosen = cadence.words(days[number - 1]) if number <= len(days) else ""
    return await touch.wish(desk, contact_id, chosen)


def _hint(days: int, usual: int | None) -> str:
    return "as you spoke until now" if days == usual else ""


async def not_before(desk: Desk, parent: QWidget, contact_id: int) -> Undo | None:
    """Put a reminder off."""
    wish = await desk.store.read(cadences.of, contact_id)
    if wish is None:
        return None
    dialog = Choices(parent, "Remind me", [Choice("alarm-clock", name) for name, _ in LATER])
    try:
        number = await answer(dialog)
    finally:
        dismiss(dialog)
    return await touch.later(desk, wish, LATER[number - 1][1]) if number else None


async def we_spoke(desk: Desk, parent: QWidget | None, contact_id: int) -> Undo | None:
    """Note a call or a meeting: it stands in their story, and counts as a word between us."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    dialog = SpokeDialog(parent, show.line(person.name, 60), desk.now())
    try:
        if not await answer(dialog):
            return None
        return await touch.log(desk, contact_id, dialog.how, dialog.words, dialog.at)
    finally:
        dismiss(dialog)


class SpokeDialog(Sheet):
    def __init__(self, parent: QWidget | None, name: str, now: datetime) -> None:
        self._now = now
        self.ways = Segmented(list(HOW.values()), 0, "How you spoke")
        self.day = DayField()
        self.day.setAccessibleName("The day")
        today = now.astimezone().date()
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.editor = Editor("", "What it was about", "What it was about")
        self.editor.setFixedHeight(theme.now().px(84))
        ground = vbox(self.editor, margins=(12, 10, 12, 10))
        paper = Card(ground, fill="note.bg", line="note.line")
        body = vbox(
            labelled("How", hbox(self.ways, None)),
            labelled("When", hbox(self.day, None)),
            labelled("What it was about", paper, "Private, as a note. Ctrl+Return saves."),
            gap=14,
        )
        super().__init__(parent, f"You spoke with {name}", body, "Note it", 500)
        self.ok.key = "Ctrl+Return"
        self.ok.updateGeometry()
        self.editor.setFocus()

    @property
    def how(self) -> str:
        return list(HOW)[self.ways.current]

    @property
    def words(self) -> str:
        return self.editor.toPlainText()

    @property
    def at(self) -> datetime:
        """Now, or noon of a day before."""
        chosen = self.day.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        if day == self._now.astimezone().date():
            return self._now
        return datetime.combine(day, time(12)).astimezone()
