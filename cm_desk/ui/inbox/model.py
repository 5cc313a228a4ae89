"""The conversations that are loaded, as a Qt model. Sorting and filtering are the store's work."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cm_desk.store.conversations import InboxRow
from cm_desk.ui.inbox import words

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
MARKED = Qt.ItemDataRole.UserRole + 1


class InboxModel(QAbstractTableModel):
    """`marked` are the ids chosen for one action on many; they outlive a reload."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = now
        self.rows: list[InboxRow] = []
        self.marked: set[int] = set()

    def replace(self, rows: Iterable[InboxRow]) -> None:
        """Change only what is different, so that an unchanged reload repaints nothing."""
        new = list(rows)
        if [row.id for row in new] == [row.id for row in self.rows]:
            changed = [n for n, row in enumerate(new) if row != self.rows[n]]
            self.rows = new
            self._repaint(changed)
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def extend(self, rows: Iterable[InboxRow]) -> None:
        known = {row.id for row in self.rows}
        new = [row for row in rows if row.id not in known]
        if new:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self.rows += new
            self.endInsertRows()

    def mark(self, ids: Iterable[int], on: bool = True) -> None:
        ids = set(ids)
        self.marked = self.marked | ids if on else self.marked - ids
        self._repaint([n for n, row in enumerate(self.rows) if row.id in ids])

    def number_of(self, conversation_id: int | None) -> int | None:
        return next((n for n, row in enumerate(self.rows) if row.id == conversation_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = 0) -> Any:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return row.who
            case Qt.ItemDataRole.AccessibleTextRole:
                return words.sentence(row, self.now(), row.id in self.marked)
        return row.id in self.marked if role == MARKED else None

    def _repaint(self, numbers: list[int]) -> None:
        if numbers:
            self.dataChanged.emit(self.index(numbers[0], 0), self.index(numbers[-1], 0))
