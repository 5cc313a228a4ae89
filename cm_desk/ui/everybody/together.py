"""What is done with several people at once. Nothing here speaks to them: thanks are for one."""

from collections.abc import Callable
from functools import partial
from zlib import crc32

from PySide6.QtWidgets import QWidget

from cm_desk.actions import tags
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import labels
from cm_desk.ui.aio import Tasks
from cm_desk.ui.everybody.model import PeopleModel
from cm_desk.ui.everybody.reading import Reading
from cm_desk.ui.everybody.table import PeopleTable
from cm_desk.ui.widgets import labelling
from cm_desk.ui.widgets.labels import COLORS


class Together:
    """About the marked people, or about the one under the cursor where nobody is marked."""

    def __init__(
        self,
        desk: Desk,
        model: PeopleModel,
        reading: Reading,
        tasks: Tasks,
        undo: Callable[[Undo], None],
        window: QWidget,
    ) -> None:
        self._desk, self._model, self._reading = desk, model, reading
        self._tasks, self._undo, self._window = tasks, undo, window

    def commands(self, table: PeopleTable) -> dict[str, Callable[[], object]]:
        return {
            "table.select": table.mark_current,
            "table.selectDown": partial(table.mark_current, 1),
            "table.selectUp": partial(table.mark_current, -1),
            "table.selectAll": self.mark_all,
            "table.selectNone": self.clear,
            "table.label": partial(self.label, table),
        }

    def mark_all(self) -> None:
        """All that are found, also those that are not loaded yet."""
        self._tasks.newest("mark", self._mark_all())

    async def _mark_all(self) -> None:
        self._model.mark(await self._reading.ids(), True)

    def clear(self) -> bool:
        """False when nobody is marked."""
        marked = set(self._model.marked)
        self._model.mark(marked, False)
        return bool(marked)

    def label(self, table: PeopleTable) -> bool:
        row = table.current()
        ids = sorted(self._model.marked) or ([row.id] if row else [])
        if ids:
            self._tasks.start(self._label(ids))
        return bool(ids)

    async def _label(self, ids: list[int]) -> None:
        read = self._desk.store.read
        known, worn = await read(labels.all), await read(labels.of_people, ids)
        on = [each for each in known if all(each in worn.get(id, ()) for id in ids)]
        name = await labelling.ask(self._window.window(), known, on)
        if name is None:
            return
        if found := next((each for each in on if each.name == name), None):
            undo = await tags.unlabel_all(self._desk, ids, found)
        else:
            paint = COLORS[crc32(name.encode("utf-8", "replace")) % len(COLORS)][0]
            undo = await tags.label_all(self._desk, ids, name, paint)
        self.clear()
        self._undo(undo)
