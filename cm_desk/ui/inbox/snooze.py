"""Bring it back later: a short list of moments, each with its exact time."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QDateTimeEdit, QWidget

from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.inbox import words
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.choices import Choice, Choices
from cm_desk.ui.widgets.layout import box, hbox

AFTERNOON, EVENING, MORNING = time(15), time(20), time(9)


class Moment(NamedTuple):
    icon: str
    name: str
    at: datetime


def moments(now: datetime) -> list[Moment]:
    """What makes sense from here: an afternoon that is nearly over is not offered."""
    here = now.astimezone()

    def on(days: int, hour: time) -> datetime:
        return datetime.combine(here.date() + timedelta(days), hour).astimezone()

    monday = 7 - here.weekday()
    found = [
        Moment("sun", "This afternoon", on(0, AFTERNOON)),
        Moment("moon", "Tonight", on(0, EVENING)),
        Moment("coffee", "Tomorrow morning", on(1, MORNING)),
        Moment("calendar", "Next week", on(monday, MORNING)),
    ]
    if here.weekday() < 3:  # on Thursday that is tomorrow
        found.insert(3, Moment("calendar-clock", "Friday", on(4 - here.weekday(), MORNING)))
    return [each for each in found if each.at > here + timedelta(minutes=30)]


class Snooze(Choices):
    """The last row opens a field for any other time."""

    def __init__(self, parent: QWidget, who: str, now: datetime) -> None:
        self.moments = moments(now)
        choices = [Choice(each.icon, each.name, _hint(each.at, now)) for each in self.moments]
        choices.append(Choice("calendar-clock", "Choose a time…"))
        super().__init__(parent, f"Bring {who} back", choices, first=_tomorrow(self.moments))
        start = now.astimezone() + timedelta(days=2)
        self.time = QDateTimeEdit(_qt(datetime.combine(start.date(), MORNING)))
        self.time.setMinimumDateTime(_qt(now.astimezone()))
        self.time.setCalendarPopup(True)
        self.time.setAccessibleName("Time to come back")
        self.take = Button("Snooze", "primary", small=True)
        self.take.setDefault(True)
        self.take.clicked.connect(lambda: super(Snooze, self).done(len(self.rows)))
        self._own = box(hbox((self.time, 1), self.take, margins=(16, 6, 16, 8)))
        self._own.hide()
        self.below.addWidget(self._own)

    def done(self, result: int) -> None:
        if result == len(self.rows) and self._own.isHidden():
            self._own.show()
            self.adjustSize()
            self.time.setFocus()
        else:
            super().done(result)

    def chosen(self, result: int) -> datetime | None:
        """None: nothing was chosen."""
        if not result:
            return None
        if result <= len(self.moments):
            return self.moments[result - 1].at
        return datetime.fromtimestamp(self.time.dateTime().toSecsSinceEpoch(), UTC)


async def ask(parent: QWidget, who: str, now: datetime) -> datetime | None:
    """When it shall come back; None when the person changed their mind."""
    dialog = Snooze(parent, show.line(who, 40), now)
    result = await answer(dialog)
    dismiss(dialog)
    return dialog.chosen(result)


def _qt(at: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(at.timestamp()))


def _hint(at: datetime, now: datetime) -> str:
    text = words.moment(at, now)
    return text[0].upper() + text[1:]


def _tomorrow(found: list[Moment]) -> int:
    names = [each.name for each in found]
    return names.index("Tomorrow morning")
