"""A person's story as a Qt model: what changes is told row by row, so that the rest stays put."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from cm_desk.ui.contact import words
from cm_desk.ui.contact.story import Happened, Mark, Row, key

Index = QModelIndex | QPersistentModelIndex
Key = tuple[object, ...]
SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class StoryModel(QAbstractListModel):
    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self._rows: list[Row] = []
        self._keys: list[Key] = []

    def show(self, rows: Sequence[Row]) -> None:
        """What is gone goes, what is new comes, and what says something else is told so."""
        keys = [key(row) for row in rows]
        self._remove(set(keys))
        known = set(self._keys)
        if [each for each in keys if each in known] != self._keys:  # the order changed
            self._reset(rows, keys)
            return
        self._insert(rows, keys, known)
        for number, row in enumerate(rows):
            if not _same(self._rows[number], row):
                self._rows[number] = row
                self.dataChanged.emit(self.index(number), self.index(number))

    def _reset(self, rows: Sequence[Row], keys: list[Key]) -> None:
        self.beginResetModel()
        self._rows, self._keys = list(rows), keys
        self.endResetModel()

    def _remove(self, wanted: set[Key]) -> None:
        gone = (n for n, each in enumerate(self._keys) if each not in wanted)
        for first, last in reversed(_runs(gone)):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1], self._keys[first : last + 1]
            self.endRemoveRows()

    def _insert(self, rows: Sequence[Row], keys: list[Key], known: set[Key]) -> None:
        fresh = (n for n, each in enumerate(keys) if each not in known)
        for first, last in _runs(fresh):
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = rows[first : last + 1]
            self._keys[first:first] = keys[first : last + 1]
            self.endInsertRows()

    def row(self, number: int) -> Row:
        return self._rows[number]

    def key_of(self, number: int) -> Key | None:
        return self._keys[number] if 0 <= number < len(self._keys) else None

    def number_of(self, wanted: Key | None) -> int | None:
        return self._keys.index(wanted) if wanted in self._keys else None

    def next_month(self, number: int, step: int) -> int | None:
        """The row of the next month marker below (`step` 1) or above (-1) a row."""
        span = range(number + step, len(self._rows) if step > 0 else -1, step)
        return next((n for n in span if isinstance(self._rows[n], Mark)), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = 0) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        return words.spoken(row, self._now()) if role in SPOKEN else None


def _same(old: Row, new: Row) -> bool:
    """Most entries are the very same: they need no look at each of their parts."""
    both = isinstance(old, Happened) and isinstance(new, Happened)
    return (both and old.entry is new.entry) or old == new  # type: ignore[union-attr]


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """(first, last) of numbers that follow each other."""
    found: list[tuple[int, int]] = []
    for each in numbers:
        if found and found[-1][1] == each - 1:
            found[-1] = (found[-1][0], each)
        else:
            found.append((each, each))
    return found
