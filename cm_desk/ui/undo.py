"""The last changes that can still be undone, newest first."""

from collections import deque

from cm_desk.actions.undo import Undo

KEPT = 50


class UndoStack:
    """`pop` hands out the newest change; the 51st push forgets the oldest."""

    def __init__(self) -> None:
        self._done: deque[Undo] = deque(maxlen=KEPT)

    def push(self, undo: Undo) -> None:
        self._done.append(undo)

    def pop(self, undo: Undo | None = None) -> Undo | None:
        """The newest, or `undo` itself while it can still be undone."""
        if undo is None:
            return self._done.pop() if self._done else None
        if undo not in self._done:
            return None
        self._done.remove(undo)
        return undo

    def __len__(self) -> int:
        return len(self._done)
