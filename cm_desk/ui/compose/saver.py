"""Keeps what is typed: saved half a second after typing stops, and each second while it goes on."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, QTimer

from cm_desk.store.drafts import Draft
from cm_desk.ui.aio import Tasks

QUIET_MS = 500  # after the last key
BUSY_MS = 900  # after the first key that is not saved yet


class Saver(QObject):
    """`read` gives the draft as it stands; `write` stores it.

    One write at a time and in order: what was read first is stored first, whatever is opened next.
    """

    def __init__(
        self,
        tasks: Tasks,
        read: Callable[[], Draft | None],
        write: Callable[[Draft], Awaitable[object]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._read, self._write = tasks, read, write
        self.dirty = False
        self._waiting: list[Draft] = []
        self._writing = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._busy = QTimer(self, singleShot=True, interval=BUSY_MS)
        self._quiet.timeout.connect(self.flush)
        self._busy.timeout.connect(self.flush)

    @property
    def saved(self) -> bool:
        """Nothing of what was typed is only in memory."""
        return not self.dirty and not self._waiting and not self._writing

    def touch(self) -> None:
        """Something was typed."""
        self.dirty = True
        self._quiet.start()
        if not self._busy.isActive():
            self._busy.start()

    def drop(self) -> None:
        """What was typed is somewhere else now: sent or thrown away."""
        self.dirty = False
        self._quiet.stop()
        self._busy.stop()

    def flush(self) -> None:
        """Save now what is not saved; before another conversation opens."""
        if not self.dirty:
            return
        draft = self._read()
        self.drop()
        if draft is not None:
            self._waiting.append(draft)
            if not self._writing:
                self._tasks.start(self._work())

    async def _work(self) -> None:
        self._writing = True
        try:
            while self._waiting:
                await self._write(self._waiting.pop(0))
        finally:
            self._writing = False
