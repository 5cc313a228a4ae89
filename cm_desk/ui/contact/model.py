"""A person's story as a Qt model that asks for older pages as it is read."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from cm_desk.store.river import Entry
from cm_desk.ui.contact import words
from cm_desk.ui.contact.story import Mark, Row, Story, key

Index = QModelIndex | QPersistentModelIndex
SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class StoryModel(QAbstractListModel):
    """`wanted` asks for the next page; the answer comes by `extend`."""

    wanted = Signal()

    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self._story = Story(now())
        self._more, self._asked = False, False

    def replace(self, story: Story, more: bool) -> None:
        self.beginResetModel()
        self._story, self._more, self._asked = story, more, False
        self.endResetModel()

    def extend(self, entries: Sequence[Entry], more: bool) -> None:
        """Rows are built aside first: Qt wants to know how many come."""
        old = len(self._story.rows)
        grown = self._story.copy()
        touched = grown.extend(entries, not more)
        if len(grown.rows) > old:
            self.beginInsertRows(QModelIndex(), old, len(grown.rows) - 1)
            self._story = grown
            self.endInsertRows()
        self._story, self._more, self._asked = grown, more, False
        if touched is not None:
            self.dataChanged.emit(self.index(touched), self.index(touched))

    @property
    def entries(self) -> int:
        return self._story.entries

    def row(self, number: int) -> Row:
        return self._story.rows[number]

    def number_of(self, wanted: tuple[object, ...] | None) -> int | None:
        return next((n for n, row in enumerate(self._story.rows) if key(row) == wanted), None)

    def next_month(self, number: int, step: int) -> int | None:
        """The row of the next month marker below (`step` 1) or above (-1) a row."""
        rows = self._story.rows
        span = range(number + step, len(rows) if step > 0 else -1, step)
        return next((n for n in span if isinstance(rows[n], Mark)), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._story.rows)

    def data(self, index: Index, role: int = 0) -> Any:
        row = self._story.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        return words.spoken(row, self._now()) if role in SPOKEN else None

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not self._asked and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.wanted.emit()
