"""The table of people: heads that sort, rows that are marked, and a place that is kept."""

from typing import NamedTuple

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent

from cm_desk.store.people import ContactRow
from cm_desk.ui.everybody.columns import COLUMNS
from cm_desk.ui.everybody.delegate import PeopleDelegate
from cm_desk.ui.everybody.header import SortHeader
from cm_desk.ui.everybody.model import PeopleModel
from cm_desk.ui.widgets.table import Index, Table
from cm_desk.ui.widgets.text import announce


class Anchor(NamedTuple):
    """Who stood where: the person under the cursor, and one in sight with their distance to the
    top in px."""

    current: int | None
    seen: int | None
    y: int


class PeopleTable(Table):
    """Left and Right go from head to head, `sort_here` sorts by the one where the keys are."""

    sorted = Signal(str)

    def __init__(self, model: PeopleModel) -> None:
        super().__init__("People", [column.width for column in COLUMNS])
        self.rows = model
        self.head = SortHeader(self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self.setItemDelegate(PeopleDelegate(model))
        self.dress()
        self.head.sorted.connect(self.sorted)
        self._from: int | None = None  # where Shift extends the marks from
        self._column = 0  # where the keys are, also while the rows are read anew

    # -- the place
    def anchor(self) -> Anchor:
        current = self.current()
        top = self.rowAt(0)
        if top < 0:
            return Anchor(current.id if current else None, None, 0)
        number = self.currentIndex().row()
        inside = 0 <= self.rowViewportPosition(number) < self.viewport().height()
        seen = number if number >= 0 and inside else top
        where = self.rowViewportPosition(seen)
        return Anchor(current.id if current else None, self.rows.row(seen).id, where)

    def return_to(self, anchor: Anchor) -> None:
        """Everybody where they were, as far as they are still there."""
        if not self.rows.rowCount():
            return
        number = self.rows.number_of(anchor.current)
        self.choose(0 if number is None else number)
        if (seen := self.rows.number_of(anchor.seen)) is not None:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(seen) - anchor.y)

    def choose(self, number: int) -> None:
        """The row, and the column where the keys were."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            self.rows.index(number, self._column), flags.ClearAndSelect | flags.Rows
        )

    def current(self) -> ContactRow | None:
        number = self.currentIndex().row()
        return self.rows.row(number) if 0 <= number < self.rows.rowCount() else None

    def move_by(self, step: int) -> None:
        count = self.rows.rowCount()
        if count:
            self.choose(max(0, min(self.currentIndex().row() + step, count - 1)))

    # -- the heads
    def sort_here(self) -> None:
        if sort := COLUMNS[self._column].sort:
            self.sorted.emit(sort)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.column() != self._column:
            self._column = current.column()
            role = Qt.ItemDataRole.AccessibleTextRole
            announce(self, self.rows.headerData(self._column, Qt.Orientation.Horizontal, role))
        self._light()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._light()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._light()

    def _light(self) -> None:
        """No ring on the first head: that is where one is without having gone anywhere."""
        self.head.light(self._column if self.hasFocus() and self._column else -1)

    # -- marks
    def mark_current(self, by: int = 0) -> None:
        """`by` 0 turns the mark of this row over; else it is marked, and the next one that way."""
        row = self.current()
        if row is None:
            return
        if by == 0:
            self.rows.mark([row.id], row.id not in self.rows.marked)
            self._from = self.currentIndex().row()
            return
        self.move_by(by)
        after = self.current()
        self.rows.mark([row.id, *([after.id] if after else [])], True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ctrl marks, Shift marks up to here."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            number, mods = index.row(), event.modifiers()
            if mods & Qt.KeyboardModifier.ShiftModifier:
                self._mark_up_to(number)
                return
            if mods & Qt.KeyboardModifier.ControlModifier:
                self.choose(number)
                self.mark_current()
                return
        super().mousePressEvent(event)

    def _mark_up_to(self, number: int) -> None:
        first = self.currentIndex().row() if self._from is None else self._from
        low, high = sorted((max(0, first), number))
        self.rows.mark([self.rows.row(n).id for n in range(low, high + 1)], True)
        self.choose(number)
