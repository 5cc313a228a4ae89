"""What one does with conversations in the list: done, snooze, label, back; one undo for all."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtWidgets import QWidget

from cm_desk.actions import triage
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.views import State
from cm_desk.store import conversations, labels
from cm_desk.store.conversations import InboxRow
from cm_desk.ui.aio import Tasks
from cm_desk.ui.compose.composer import OnUndo
from cm_desk.ui.inbox import snooze
from cm_desk.ui.inbox.listing import ConversationList
from cm_desk.ui.widgets import labelling


class Moves:
    """Acts on the marked conversations, or on the one under the cursor, or, where the list has
    neither, on the open one (`row`).

    `moved` are those that the person put somewhere else, until the list has seen it.
    """

    def __init__(
        self,
        desk: Desk,
        listing: ConversationList,
        tasks: Tasks,
        undo: OnUndo,
        row: Callable[[], InboxRow | None],
        window: QWidget,
    ) -> None:
        self._desk, self._list, self._tasks = desk, listing, tasks
        self._undo, self._open, self._window = undo, row, window
        self.moved: set[int] = set()

    def _row(self) -> InboxRow | None:
        return self._list.current() or self._open()

    def _targets(self) -> list[int]:
        row = self._row()
        return self._list.targets() or ([row.id] if row else [])

    def done(self) -> bool:
        """Done; or back, for what is done or snoozed already."""
        row = self._row()
        ids = self._targets()
        back = row is not None and row.state is not State.OPEN
        move = triage.reopen if back else triage.done
        return self._start(ids, move(self._desk, ids))

    def unread(self) -> bool:
        row = self._row()
        if row is None:
            return False
        return self._start([row.id], triage.mark_unread(self._desk, row.id))

    def snooze(self) -> bool:
        ids, row = self._targets(), self._row()
        if ids:
            who = "them" if len(ids) > 1 or row is None else row.who
            self._tasks.start(self._ask_snooze(ids, who))
        return bool(ids)

    async def _ask_snooze(self, ids: list[int], who: str) -> None:
        until = await snooze.ask(self._window, who, self._desk.now())
        if until is not None:
            await self._finish(ids, triage.snooze(self._desk, ids, until))

    def label(self) -> bool:
        ids = self._targets()
        if ids:
            self._tasks.start(self._ask_label(ids))
        return bool(ids)

    async def _ask_label(self, ids: list[int]) -> None:
        known = await self._desk.store.read(labels.all)
        row = await self._desk.store.read(conversations.row, ids[0])
        on = row.labels if row and len(ids) == 1 else ()
        name = await labelling.ask(self._window, known, on)
        if name is None:
            return
        has = next((each for each in on if each.name == name), None)
        if has is not None:
            await self._finish(ids, triage.unlabel(self._desk, ids, has.id))
        else:
            await self._finish(ids, triage.label(self._desk, ids, name))

    def _start(self, ids: list[int], work: Coroutine[Any, Any, Undo]) -> bool:
        if not ids:
            work.close()
            return False
        self._tasks.start(self._finish(ids, work))
        return True

    async def _finish(self, ids: list[int], work: Coroutine[Any, Any, Undo]) -> None:
        self.moved.update(ids)
        undo = await work
        self._list.rows.mark(ids, False)
        self._undo(undo)
