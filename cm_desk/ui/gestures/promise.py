"""Promise something: what they can count on, and until when."""

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QDate
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDateEdit, QLayout, QWidget

from cm_desk.actions import promises as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import contacts
from cm_desk.store.promises import Promise
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.widgets.buttons import Check
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.tabs import Segmented

FRIDAY = 4
DUE_AT = time(18)  # the end of a working day


def choices(today: date) -> list[tuple[str, date]]:
    """The days people mean, soonest first, none twice."""
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7 or 7)
    tomorrow, week = today + timedelta(days=1), today + timedelta(days=7)
    if friday in (tomorrow, week):
        return [("Tomorrow", tomorrow), ("In a week", week)]
    return [("Tomorrow", tomorrow), ("Friday", friday), ("In a week", week)]


def due_on(day: date) -> datetime:
    """Six in the evening of that day, where the desk is."""
    return datetime.combine(day, DUE_AT).astimezone()


async def promise_to(
    desk: Desk, parent: QWidget | None, contact_id: int, message_id: int | None = None
) -> Undo | None:
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    title = f"Promise something to {show.line(person.name, 60)}"
    dialog = PromiseDialog(parent, title, "Promise it", desk.now().astimezone().date())
    dialog.theirs.show()
    try:
        if not await answer(dialog):
            return None
        words = dialog.text.text()
        theirs = dialog.theirs.isChecked()
        return await actions.promise(desk, contact_id, words, dialog.due, message_id, theirs=theirs)
    finally:
        dismiss(dialog)


async def move(
    desk: Desk, parent: QWidget | None, promise: Promise, go: Navigator | None = None
) -> Undo | None:
    """Ask for another day; with `go` the person is asked, too, in a draft that is opened."""
    today = desk.now().astimezone().date()
    dialog = PromiseDialog(parent, "Move the promise", "Move it", today, promise.text)
    dialog.tell.setVisible(go is not None and not promise.theirs)
    try:
        if not await answer(dialog):
            return None
        tell = dialog.tells
        undo = await actions.move(desk, promise, dialog.due, ask=tell)
        if go is not None and tell:
            go.write_to(promise.contact_id)
        return undo
    finally:
        dismiss(dialog)


class DayField(QDateEdit):
    """A day typed, stepped with the arrows, or picked from a calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.setCalendarPopup(True)
        self.setDisplayFormat("dddd d MMMM yyyy")
        self.setAccessibleName("Due day")
        self.dress()

    def dress(self) -> None:
        self.setFixedSize(theme.now().px(270), theme.now().size("control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t, side = theme.now(), theme.now().px(16)
        spot = (self.width() - side - t.px(9), (self.height() - side) / 2)
        art.paint_icon(QPainter(self), "calendar", *spot, side, t.c("text.secondary"))


class PromiseDialog(Sheet):
    """With `words` the promise stands and only its day is asked for."""

    def __init__(
        self, parent: QWidget | None, title: str, ok: str, today: date, words: str = ""
    ) -> None:
        self._choices = choices(today)
        self.text = Field(show.line(words), "Send the tracking number", "What they can count on")
        self.text.setReadOnly(bool(words))
        self.when = Segmented([label for label, _ in self._choices], 0, "Due")
        self.day = DayField()
        self.tell = Check("Ask them in a draft. The day counts once they agree.", checked=True)
        self.theirs = Check("They promised it to us")
        self.tell.hide()
        self.theirs.hide()
        super().__init__(parent, title, self._body(today), ok, 500)
        self.when.chosen.connect(lambda n: self.day.setDate(_qdate(self._choices[n][1])))
        self.day.setDate(_qdate(self._choices[0][1]))
        (self.when if words else self.text).setFocus()

    def _body(self, today: date) -> QLayout:
        self.day.setMinimumDate(_qdate(today))
        return vbox(
            labelled("What they can count on", self.text),
            labelled("Due", vbox(hbox(self.when, None), hbox(self.day, None), gap=8)),
            self.tell,
            self.theirs,
            gap=14,
        )

    @property
    def due(self) -> datetime:
        chosen = self.day.date()
        return due_on(date(chosen.year(), chosen.month(), chosen.day()))

    @property
    def tells(self) -> bool:
        return not self.tell.isHidden() and self.tell.isChecked()

    def accept(self) -> None:
        if not self.text.text().strip():
            self.say_problem("A promise needs words.", self.text)
            return
        super().accept()


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
