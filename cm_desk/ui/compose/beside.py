"""What goes with the words of the composer: the promise in them, and the gesture."""

from collections.abc import Callable
from datetime import datetime, time

from PySide6.QtCore import QObject, Signal

from cm_desk.actions import promises
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.attached import Attached
from cm_desk.ui.aio import Tasks
from cm_desk.ui.compose.form import Form
from cm_desk.ui.compose.target import Target
from cm_desk.ui.gestures.give import attached
from cm_desk.ui.navigate import Navigator

DUE = time(17)  # a promised day ends with the working day


class Beside(QObject):
    """`changed`: another gesture goes with the words; `told`: a promise is tracked. `leaving`: a
    dialog opens, what was typed is to be saved first."""

    changed = Signal()
    told = Signal()
    leaving = Signal()

    def __init__(
        self, desk: Desk, form: Form, tasks: Tasks, undo: Callable[[Undo], object], go: Navigator
    ) -> None:
        super().__init__(form)
        self._desk, self._form, self._tasks, self._undo, self._go = desk, form, tasks, undo, go
        self.target: Target | None = None
        self.tracked = ""  # the words of the promise that is kept track of already

    def show_target(self, target: Target) -> None:
        self.target, self.tracked = target, ""

    def track(self) -> bool:
        """Keep the promise that was noticed; nothing is tracked by itself."""
        hint, target = self._form.promise.hint, self.target
        if self._form.promise.isHidden() or hint is None or target is None:
            return False
        if target.row.contact_id is None:
            return False
        due = datetime.combine(hint.due, DUE).astimezone()
        self.tracked = hint.text
        self.told.emit()
        self._tasks.start(self._promise(target.row.contact_id, hint.text, due))
        return True

    async def _promise(self, contact_id: int, text: str, due: datetime) -> None:
        self._undo(await promises.promise(self._desk, contact_id, text, due))

    def give(self) -> None:
        """A gesture that goes with what is written, or another one than does."""
        target, old = self.target, self._form.giving.gesture
        if old is not None:
            self._tasks.start(self._change(old))
        elif target and target.row.contact_id is not None:
            self.leaving.emit()
            self._go.give_to(target.row.contact_id, target.row.last_message_id)

    async def _change(self, old: Attached) -> None:
        new = await attached(self._desk, self._form.window(), old)
        if new is not None and self._form.giving.gesture == old:
            self._form.giving.show_gesture(new)
            self.changed.emit()
