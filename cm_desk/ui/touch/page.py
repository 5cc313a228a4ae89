"""The tab of staying in touch: whom we wanted to hear from by now, and all the others."""

from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from cm_desk.actions import touch as actions
from cm_desk.actions.touch import Line
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.touch.ask import how_often, not_before, we_spoke
from cm_desk.ui.touch.model import TouchDelegate, TouchModel
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, hbox, pane, rule, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.table import Table
from cm_desk.ui.widgets.tabs import Tabs

CALM_MS = 500  # while mail pours in, two looks a second are enough
NARROW = 640  # px at 100 % text
DUE, ALL = "Due", "Everybody"
VIEWS = (DUE, ALL)
EMPTY = {
    DUE: ("Nobody is due", "You have spoken with everybody as often as you wanted to."),
    ALL: ("No wishes yet", "On somebody’s page press Shift+C and say how often you want to speak."),
}


class TouchTab(QWidget):
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
        self._found: tuple[Line, ...] = ()
        self._stale = True
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(lambda: self._changed(frozenset()))
        self.tabs = Tabs(list(VIEWS), name="Stay in touch")
        self.model = TouchModel(self, desk.now)
        self.table = Table("Whom to stay in touch with, who is due first", (112, 0, 170, 110, 170))
        self.table.setModel(self.model)
        self.table.setItemDelegate(TouchDelegate(self.table))
        self.table.dress()
        self._lay_out()
        keys.context(self, "touch")
        self._connect(news)

    def _lay_out(self) -> None:
        self.write = Button("Write", "primary", "pencil-line", key="R")
        self.spoke = Button("You spoke", "default", "phone-call", key="Shift+L")
        self.write.clicked.connect(lambda: self._person(self._go.write_to))
        self.spoke.clicked.connect(lambda: self._ask(we_spoke))
        self.buttons = [self.spoke, self.write]
        for each in self.buttons:
            each.setParent(self)  # until the head of the page takes them
        self.nothing = Empty("repeat-2", *EMPTY[DUE], tone="calm")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        pane(self.stack, "pane_surface")
        head = box(hbox(self.tabs, None, margins=(28, 4, 24, 0)))
        self.setLayout(vbox(head, rule(), (self.stack, 1), gap=0))

    def _connect(self, news: News) -> None:
        self.tabs.currentChanged.connect(lambda _n: self.refresh())
        self.table.opened.connect(lambda: self._person(self._go.open_person))
        self.table.doubleClicked.connect(lambda _index: self._person(self._go.open_person))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(lambda _spot: self._menu())
        news.contacts.connect(self._changed)
        news.conversations.connect(lambda _ids: self._calm.start())

    # -- reading
    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        self._found = tuple(await actions.everybody(self._desk))
        self.refresh()

    def refresh(self) -> None:
        """The rows of the view, the selection kept by the person."""
        was, rows = self.current(), self._of(self.view)
        self.model.replace(rows)
        self.nothing.say(*EMPTY[self.view if self._found else ALL])
        self.stack.setCurrentWidget(self.table if rows else self.nothing)
        if rows:
            ids = [each.contact_id for each in rows]
            self.table.selectRow(ids.index(was.contact_id) if was and was.contact_id in ids else 0)
        for each in self.buttons:
            each.setVisible(bool(rows))
        self.tabs.set_counts({view: len(self._of(view)) for view in VIEWS})

    @property
    def view(self) -> str:
        return VIEWS[self.tabs.currentIndex()]

    def _of(self, view: str) -> list[Line]:
        return [each for each in self._found if view == ALL or each.is_due]

    # -- what can be done
    def current(self) -> Line | None:
        number = self.table.currentIndex().row()
        return self.model.rows[number] if 0 <= number < len(self.model.rows) else None

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "table.next": lambda: self.table.move_by(1),
            "table.prev": lambda: self.table.move_by(-1),
            "table.open": lambda: self._person(self._go.open_person),
            "table.remove": self._forget,
            "touch.write": lambda: self._person(self._go.write_to),
            "touch.gesture": lambda: self._person(self._go.give_to),
            "touch.often": lambda: self._ask(how_often),
            "touch.later": lambda: self._ask(not_before),
            "touch.spoke": lambda: self._ask(we_spoke),
            "touch.more": self._menu,
        }

    def _person(self, do: Callable[[int], object]) -> None:
        if line := self.current():
            do(line.contact_id)

    def _ask(self, ask: Callable[[Desk, QWidget, int], Awaitable[Undo | None]]) -> None:
        if line := self.current():
            self._tasks.start(self._with_undo(ask(self._desk, self.window(), line.contact_id)))

    def _forget(self) -> None:
        if line := self.current():
            self._tasks.start(self._with_undo(actions.wish(self._desk, line.contact_id, "")))

    async def _with_undo(self, work: Awaitable[Undo | None]) -> None:
        if done := await work:
            self._undo(done)

    def _menu(self) -> None:
        if self.current() is None:
            return
        menu = QMenu(self)
        for words, action in (
            ("Write\tR", "touch.write"),
            ("Give a gesture\tT", "touch.gesture"),
            ("You spoke …\tShift+L", "touch.spoke"),
            ("Remind me later …\tH", "touch.later"),
            ("How often …\tShift+C", "touch.often"),
            ("No reminders any more\tDel", "table.remove"),
        ):
            menu.addAction(words, partial(self._run, action))
        at = self.table.visualRect(self.table.currentIndex()).center()
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _run(self, action: str) -> None:
        self.commands[action]()

    def panes(self) -> list[QWidget]:
        return [self.table]

    def selection(self) -> str:
        line = self.current()
        return line.who if line else ""

    def _changed(self, _ids: frozenset[int]) -> None:
        """A page nobody sees waits until it is shown."""
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= theme.now().px(NARROW)
        self.table.show_columns([True, True, True, wide, True])
        super().resizeEvent(event)
