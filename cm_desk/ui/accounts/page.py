"""The accounts page: every account with its state, and what can be done with one."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QListView, QStackedWidget, QWidget

from cm_desk.actions import accounts as actions
from cm_desk.actions.progress import Progress
from cm_desk.actions.sync import history_stopped, resume_history, stop_history, sync
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.store import accounts
from cm_desk.ui import keys, theme
from cm_desk.ui.accounts.add import add_account
from cm_desk.ui.accounts.detail import Detail
from cm_desk.ui.accounts.folders import open_folders
from cm_desk.ui.accounts.model import AccountDelegate, AccountsModel, Line
from cm_desk.ui.accounts.remove import ask_to_remove
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.importing.dialog import open_import
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import PageHead
from cm_desk.ui.widgets.layout import box, hbox, pane, scroll, vbox
from cm_desk.ui.widgets.messages import Empty

NARROW = 760  # px at 100 % text
MOST = 16_777_215  # of Qt, for any height
LOOK_MS = 30_000  # "2 min ago" grows older while it is looked at


class AccountsPage(QWidget):
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
        self._brought: dict[int, Progress] = {}
        self.model = AccountsModel(self, desk.now)
        self.list = QListView()
        self.detail = Detail(desk.now)
        self._lay_out()
        keys.context(self, "table")
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.detail.asked.connect(self._asked)
        self.detail.named.connect(self._rename)
        self.detail.signed.connect(self._sign)
        news.brought.connect(self._fetched)
        news.accounts.connect(lambda _ids: self.reload())
        aging = QTimer(self, interval=LOOK_MS)
        aging.timeout.connect(self.list.viewport().update)
        aging.start()
        self.reload()

    def _lay_out(self) -> None:
        self.add = Button("Add an account", "primary", "plus", key="N")
        self.add.clicked.connect(self.add_account)
        bring = Button("Import an archive", "default", "file-archive")
        bring.clicked.connect(self._import)
        watch = Button("", "default", "eye", name="Watched folders")
        watch.clicked.connect(self._watch)
        words = "Keys stay in your system keychain, messages on this computer."
        head = PageHead("Accounts", words, [watch, bring, self.add])
        self.list.setModel(self.model)
        self.list.setItemDelegate(AccountDelegate(self.list, self._desk.now))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName("Accounts")
        self.left = box(vbox(self.list), "pane_surface")
        connect = Button("Connect an account", "primary", "plus")
        connect.clicked.connect(self.add_account)
        self.none = Empty(
            "id-card",
            "No account connected",
            "Connect one, and everybody who wrote to it appears here with their history.",
            [connect],
        )
        self.stack = QStackedWidget()
        self.both = hbox(self.left, (scroll(self.detail), 1), gap=1)
        self.stack.addWidget(box(self.both))
        self.stack.addWidget(self.none)
        self.setLayout(vbox(head, (self.stack, 1), gap=0))
        pane(self, "pane_window")
        self.dress()

    def dress(self) -> None:
        self._make_room(self.width())
        self.list.scheduleDelayedItemsLayout()

    def _make_room(self, width: int) -> None:
        """Beside each other, or below where it is narrow."""
        t = theme.now()
        beside = width >= t.px(NARROW)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self.both.setDirection(way)
        self.left.setFixedWidth(t.px(300) if beside else max(1, width))
        self.left.setMaximumHeight(MOST if beside else t.px(90 * min(2, self.model.rowCount())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room(event.size().width())
        super().resizeEvent(event)

    def reload(self) -> None:
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        known = await self._desk.store.read(accounts.all)
        lines = [await self._line(each) for each in known]
        current = self.current()
        self.model.replace(lines)
        self.stack.setCurrentIndex(0 if lines else 1)
        self._make_room(self.width())
        if lines:
            number = self.model.number_of(current.account.id if current else None) or 0
            self.list.setCurrentIndex(self.model.index(number))
            self._show()

    async def _line(self, account: Account) -> Line:
        state = await actions.state(self._desk, account)
        stopped = await history_stopped(self._desk, account)
        going = None if state.history_done or stopped else self._brought.get(account.id)
        return Line(account, state, going, stopped)

    def current(self) -> Line | None:
        number = self.list.currentIndex().row()
        return self.model.line(number) if 0 <= number < self.model.rowCount() else None

    def _show(self) -> None:
        if line := self.current():
            self.detail.show_line(line)

    def _fetched(self, account_id: int, progress: Progress) -> None:
        """A page of history has come."""
        self._brought[account_id] = progress
        number = self.model.number_of(account_id)
        if number is not None and not self.model.line(number).stopped:
            self.model.change(number, replace(self.model.line(number), fetching=progress))
            self._show()

    # -- what can be done -------------------------------------------------------

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "table.next": lambda: self._move(1),
            "table.prev": lambda: self._move(-1),
            "table.new": self.add_account,
            "app.sync": lambda: self._asked("sync"),
        }

    def panes(self) -> list[QWidget]:
        return [self.list, self.detail]

    def _move(self, step: int) -> None:
        rows = self.model.rowCount()
        number = max(0, min(self.list.currentIndex().row() + step, rows - 1))
        self.list.setCurrentIndex(self.model.index(number))

    def add_account(self) -> None:
        self._tasks.start(self._add())

    async def _add(self, again: Account | None = None) -> None:
        added = await add_account(self._desk, self.window(), again)
        if added is None:
            return
        await self._reload()
        if (number := self.model.number_of(added.id)) is not None:
            self.list.setCurrentIndex(self.model.index(number))

    def _import(self) -> None:
        self._tasks.start(open_import(self._desk, self.window(), self._go))

    def _watch(self) -> None:
        self._tasks.start(open_folders(self._desk, self.window(), self._go, self._undo))

    def _asked(self, what: str) -> None:
        if (line := self.current()) is None:
            return
        account = line.account
        if what == "sync":
            self._tasks.start(sync(self._desk, account))
        elif what == "fetch":
            self._tasks.start(self._then_look(resume_history(self._desk, account)))
        elif what == "stop":
            self._tasks.start(self._then_look(stop_history(self._desk, account)))
        elif what == "sign-in":
            self._tasks.start(self._add(account))
        elif what == "remove":
            self._tasks.start(self._remove(account))

    async def _then_look(self, work: Awaitable[None]) -> None:
        await work
        await self._reload()

    async def _remove(self, account: Account) -> None:
        if await ask_to_remove(self._desk, self.window(), account):
            await actions.remove(self._desk, account)

    def _rename(self, name: str) -> None:
        if (line := self.current()) and name != line.account.name:
            self._tasks.start(self._with_undo(actions.rename(self._desk, line.account, name)))

    def _sign(self, signer: str) -> None:
        if (line := self.current()) and signer != line.account.signer:
            self._tasks.start(self._with_undo(actions.sign_as(self._desk, line.account, signer)))

    async def _with_undo(self, work: Awaitable[Undo]) -> None:
        self._undo(await work)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()
        self.list.setFocus()
