"""Rows of a table that are read whole: few, and each told in a sentence."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class Rows(QAbstractTableModel, Generic[T]):
    """`cell` is what stands in a column; `spoken` the row as a sentence."""

    def __init__(
        self,
        parent: QObject,
        heads: Sequence[str],
        cell: Callable[[T, int], str],
        spoken: Callable[[T], str],
    ) -> None:
        super().__init__(parent)
        self._heads, self._cell, self._spoken = tuple(heads), cell, spoken
        self.rows: tuple[T, ...] = ()

    def replace(self, rows: Sequence[T]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def at(self, number: int) -> T | None:
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> str | None:
        shown = orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole
        return self._heads[section] if shown else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row = self.at(index.row())
        if row is None:
            return None
        match role:
            case Role.DisplayRole:
                return self._cell(row, index.column())
            case Role.AccessibleTextRole:
                return self._spoken(row)
            case Role.UserRole:
                return row
        return None
