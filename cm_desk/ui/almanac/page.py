"""The calendar tab: a month of occasions, what each day holds, and a file for other calendars."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from cm_desk.actions import almanac, calendar
from cm_desk.actions.almanac import Span
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.almanac import Event, What
from cm_desk.text import show
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.almanac import words
from cm_desk.ui.almanac.agenda import AgendaDelegate, AgendaModel
from cm_desk.ui.almanac.grid import DAYS, WEEKS, MonthGrid, first_shown, turned
from cm_desk.ui.almanac.name_day import name_a_day
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, hbox, pane, rule, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.table import Table
from cm_desk.ui.widgets.text import Label, announce

CALM_MS = 500
BESIDE_FROM, SIDE = 760, 330  # px at 100 % text
NONE = "Birthdays that people tell you, years with you, releases they asked for come by themselves."


class AlmanacTab(QWidget):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._go = desk, undo, go
        self._tasks = Tasks(self, problem)
        self._stale, self._moving = True, False
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(lambda: self._changed(frozenset()))
        self.grid = MonthGrid(desk.now().astimezone().date())
        self.span: Span | None = None
        self.model = AgendaModel(self)
        self.agenda = Table("Occasions of the month", (108, 0))
        self.agenda.setModel(self.model)
        self.agenda.setItemDelegate(AgendaDelegate(self.agenda))
        self.agenda.dress()
        self._lay_out()
        keys.context(self, "calendar")
        self._connect(news)

    def _lay_out(self) -> None:
        self.name = Button("Name a day", "primary", "plus", key="N")
        self.file = Button("Calendar file", "default", "calendar", key="Shift+E")
        self.name.clicked.connect(self._name_day)
        self.file.clicked.connect(self._export)
        self.buttons = [self.file, self.name]
        for each in self.buttons:
            each.setParent(self)  # until the head of the page takes them
        self.month = Label("", "title")
        self.said = Label("", "small", "text.muted", elide=True)
        back = Button("", "quiet", "chevron-left", name="Month before (Page Up)", small=True)
        on = Button("", "quiet", "chevron-right", name="Next month (Page Down)", small=True)
        self.today = Button("Today", "default", key="Home", small=True)
        back.clicked.connect(lambda: self.grid.go(turned(self.grid.day, -1)))
        on.clicked.connect(lambda: self.grid.go(turned(self.grid.day, 1)))
        self.today.clicked.connect(lambda: self.grid.go(self.grid.today))
        bar = box(
            hbox(self.month, back, on, (self.said, 1), self.today, gap=6, margins=(28, 6, 16, 6))
        )
        self.nothing = Empty("calendar-heart", "Nothing this month", NONE, tone="calm", width=240)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.agenda)
        self.stack.addWidget(self.nothing)
        pane(self.stack, "pane_surface")
        self.line = rule(True)
        body = box(hbox((self.grid, 1), self.line, self.stack, gap=0))
        self.setLayout(vbox(bar, rule(), (body, 1), gap=0))
        self._show_month()
        self.dress()

    def dress(self) -> None:
        self.stack.setFixedWidth(theme.now().px(SIDE))
        self._make_room(self.width())

    def _make_room(self, width: int) -> None:
        """In a small window the month alone; Return on a day shows what is on it."""
        wide = width >= theme.now().px(BESIDE_FROM)
        self.stack.setVisible(wide)
        self.line.setVisible(wide)

    def _connect(self, news: News) -> None:
        self.grid.chosen.connect(self._day_chosen)
        self.grid.entered.connect(self._into_day)
        self.agenda.opened.connect(self.open_current)
        self.agenda.doubleClicked.connect(lambda _index: self.open_current())
        self.agenda.selectionModel().currentRowChanged.connect(lambda *_: self._row_chosen())
        news.contacts.connect(self._changed)
        news.settings.connect(self._changed)
        news.labels.connect(self._changed)
        news.conversations.connect(lambda _ids: self._calm.start())

    # -- reading
    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload(self.grid.day))

    async def _reload(self, day: date) -> None:
        first = first_shown(day)
        last = first + timedelta(days=WEEKS * DAYS - 1)
        span = await almanac.between(self._desk, first, last)
        if first == first_shown(self.grid.day):
            self.span = span
            self._show(span)

    def _show(self, span: Span) -> None:
        self.grid.show_events(span.events, span.given)
        now = self.grid.day
        rows = [e for e in span.events if (e.on.year, e.on.month) == (now.year, now.month)]
        self._moving = True
        self.model.replace(rows)
        self._moving = False
        self.stack.setCurrentWidget(self.agenda if rows else self.nothing)
        self._follow()

    def _show_month(self) -> None:
        self.month.set_text(words.month(self.grid.day.year, self.grid.day.month))

    # -- the day and its row
    def _day_chosen(self, day: date) -> None:
        self._show_month()
        inside = self.span is not None and self.span.first == first_shown(day)
        if inside and self.model.rows and self.model.rows[0].on.month == day.month:
            self._follow()
        else:
            self.reload()

    def _follow(self) -> None:
        """The row of the day, without moving the day again."""
        row = self.current()
        number = self.model.number_on(self.grid.day)
        if number is not None and (row is None or row.on != self.grid.day):
            self._moving = True
            self.agenda.selectRow(number)
            self._moving = False

    def _row_chosen(self) -> None:
        if not self._moving and (row := self.current()):
            self.grid.go(row.on, speak=False)

    def _into_day(self) -> None:
        """To what is on this day; in a small window it is opened at once."""
        if not self.grid.on(self.grid.day):
            announce(self.grid, self.grid.spoken())
        elif self.stack.isVisible():
            self.agenda.setFocus()
        else:
            self.open_current()

    # -- what can be done
    def current(self) -> Event | None:
        """The row, if it is of the day that is shown; else the first of that day."""
        number = self.agenda.currentIndex().row()
        return self.model.rows[number] if 0 <= number < len(self.model.rows) else None

    def about(self) -> Event | None:
        """What an action is about: the row while the list has the focus, else the day."""
        row, day = self.current(), self.grid.day
        if row is not None and (self.agenda.hasFocus() or row.on == day):
            return row
        return next(iter(self.grid.on(day)), None)

    def open_current(self) -> None:
        row = self.about()
        if row is None or row.contact_id is None:
            return
        if row.message_id:
            self._go.open_story(row.contact_id, row.message_id)
        else:
            self._go.open_person(row.contact_id)

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "calendar.nextEvent": lambda: self._step(1),
            "calendar.prevEvent": lambda: self._step(-1),
            "calendar.open": self.open_current,
            "calendar.name": self._name_day,
            "calendar.forget": self._forget,
            "calendar.gesture": self._give,
            "calendar.write": self._write,
            "calendar.next": lambda: self.grid.go(turned(self.grid.day, 1)),
            "calendar.prev": lambda: self.grid.go(turned(self.grid.day, -1)),
            "calendar.today": lambda: self.grid.go(self.grid.today),
            "calendar.file": self._export,
        }

    def _step(self, by: int) -> None:
        """To the next occasion, from the month or from the list."""
        self.agenda.move_by(by)
        self._row_chosen()

    def _give(self) -> None:
        row = self.about()
        if row is not None and row.contact_id is not None:
            self._go.give_to(row.contact_id, row.message_id)

    def _write(self) -> None:
        row = self.about()
        if row is not None and row.contact_id is not None:
            self._go.write_to(row.contact_id)

    def _name_day(self) -> None:
        day = f"{self.grid.day.day} {self.grid.day:%B}"
        self._do(name_a_day(self._desk, self.window(), day))

    def _forget(self) -> bool:
        """Only what we named goes by itself; a day of theirs is on their page."""
        row = self.about()
        if row is None or row.what not in (What.SEASON, What.RELEASE):
            return False
        self._do(almanac.forget(self._desk, int(row.key.split("-")[1])))
        return True

    def _export(self) -> None:
        dialog = QFileDialog(self.window(), "Calendar file")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Calendar (*.ics)")
        dialog.setDefaultSuffix("ics")
        dialog.selectFile("occasions.ics")
        dialog.fileSelected.connect(self.write_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_file(self, name: str) -> None:
        self._tasks.start(self._written(Path(name)))

    async def _written(self, file: Path) -> None:
        number = await calendar.export(self._desk, file)
        told = f"{number} entries written to {show.line(file.name, 60)}"
        self.said.set_text(told)
        announce(self, told)

    def _do(self, work: Awaitable[Undo | None]) -> None:
        self._tasks.start(self._with_undo(work))

    async def _with_undo(self, work: Awaitable[Undo | None]) -> None:
        if done := await work:
            self._undo(done)

    def panes(self) -> list[QWidget]:
        return [self.grid, self.agenda]

    def selection(self) -> str:
        row = self.about()
        return row.who if row else ""

    def _changed(self, _ids: frozenset[int]) -> None:
        """A page nobody sees waits until it is shown."""
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.grid.today = self._desk.now().astimezone().date()
        if self._stale:
            self.reload()
        self.grid.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room(event.size().width())
        super().resizeEvent(event)
