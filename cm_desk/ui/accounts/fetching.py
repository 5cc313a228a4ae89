"""History fetched from the services while the window is open, account by account."""

import asyncio
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from cm_desk.actions.progress import Progress
from cm_desk.actions.sync import history
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.ui.aio import Task, Tasks


class Fetching(QObject):
    """`changed` carries an account's id. Stopping keeps what is there; the next start goes on."""

    changed = Signal(int)

    def __init__(self, parent: QObject, desk: Desk, tasks: Tasks) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._running: dict[int, Task] = {}
        self._done: dict[int, Progress] = {}

    def of(self, account_id: int) -> Progress | None:
        """None: nothing is being fetched."""
        return self._done.get(account_id)

    def start(self, account: Account) -> None:
        if account.id not in self._running:
            self._tell(account.id, Progress(0))
            task = self._tasks.start(self._fetch(account))
            self._running[account.id] = task
            task.add_done_callback(partial(self._ended, account.id))

    def stop(self, account_id: int) -> None:
        if task := self._running.get(account_id):
            task.cancel()

    async def _fetch(self, account: Account) -> None:
        tell: Callable[[Progress], object] = partial(self._tell, account.id)
        await history(self._desk, account, tell)

    def _tell(self, account_id: int, progress: Progress) -> None:
        self._done[account_id] = progress
        self.changed.emit(account_id)

    def _ended(self, account_id: int, _task: "asyncio.Task[object]") -> None:
        self._running.pop(account_id, None)
        self._done.pop(account_id, None)
        self.changed.emit(account_id)
