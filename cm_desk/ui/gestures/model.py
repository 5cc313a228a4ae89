"""The ledger of gestures as a table that loads as it is scrolled."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from cm_desk.store.gestures import Given
from cm_desk.text import show
from cm_desk.ui.format import date
from cm_desk.ui.gestures.words import gesture_title, minutes, money

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Date", "Person", "Gesture and reason", "From", "Cost", "What came back")
NOTHING = "Nothing yet"
DATE, PERSON, WHAT, VOICE, COST, BACK = range(len(COLUMNS))


class LedgerModel(QAbstractTableModel):
    """`wanted` asks for the next page; the answer comes by `extend`."""

    wanted = Signal()

    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self._rows: list[Given] = []
        self._more, self._asked = False, False

    def replace(self, rows: Sequence[Given], more: bool) -> None:
        self.beginResetModel()
        self._rows, self._more, self._asked = list(rows), more, False
        self.endResetModel()

    def extend(self, rows: Sequence[Given], more: bool) -> None:
        self._more, self._asked = more, False
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def row(self, number: int) -> Given:
        return self._rows[number]

    def number_of(self, gesture_id: int | None) -> int | None:
        return next((n for n, row in enumerate(self._rows) if row.gesture.id == gesture_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        return COLUMNS[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == DATE:
            return ", ".join(filter(None, (self.words(row, each) for each in range(len(COLUMNS)))))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(row, index.column())
        return None

    def words(self, row: Given, column: int) -> str:
        it = row.gesture
        reason = f". “{show.line(it.why, 120)}”" if it.why.strip() else ""
        spent = minutes(it.minutes) if it.minutes else "Free"
        return {
            DATE: date(it.at, self._now()),
            PERSON: show.line(row.who, 120),
            WHAT: gesture_title(it) + reason,
            VOICE: show.line(it.voice, 120),
            COST: money(it.cost_cents, it.currency) or spent,
            BACK: show.line(it.back, 120) or "Something" if it.back_at else NOTHING,
        }[column]

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not self._asked and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.wanted.emit()
