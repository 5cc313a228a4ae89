"""Everybody, as a table that loads as it is scrolled."""

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

from cm_desk.domain.times import EPOCH
from cm_desk.store.contacts import ContactRow
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.format import ago
from cm_desk.ui.gestures.words import counted

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Person", "On", "From them", "From us", "Last contact", "Gestures", "Promises")
PERSON, ON, RECEIVED, SENT, LAST, GESTURES, PROMISES = range(len(COLUMNS))


class PeopleModel(QAbstractTableModel):
    """`wanted` asks for the next page; the answer comes by `extend`."""

    wanted = Signal()

    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self._rows: list[ContactRow] = []
        self._more, self._asked = False, False

    def replace(self, rows: Sequence[ContactRow], more: bool) -> None:
        self.beginResetModel()
        self._rows, self._more, self._asked = list(rows), more, False
        self.endResetModel()

    def extend(self, rows: Sequence[ContactRow], more: bool) -> None:
        self._more, self._asked = more, False
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def row(self, number: int) -> ContactRow:
        return self._rows[number]

    def number_of(self, contact_id: int | None) -> int | None:
        return next((n for n, row in enumerate(self._rows) if row.id == contact_id), None)

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
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = self._words(row, index.column())
            return self._spoken(row) if index.column() == PERSON else words
        return None

    def _words(self, row: ContactRow, column: int) -> str:
        last = ago(row.last_at, self._now()) if row.last_at > EPOCH else ""
        return {
            PERSON: show.line(row.name, 120),
            ON: ", ".join(service_name(each) for each in row.services),
            RECEIVED: f"{row.received:,}",
            SENT: f"{row.sent:,}",
            LAST: last,
            GESTURES: str(row.gestures) if row.gestures else "",
            PROMISES: str(row.open_promises) if row.open_promises else "",
        }[column]

    def _spoken(self, row: ContactRow) -> str:
        """The whole row as one sentence."""
        parts = [
            show.line(row.name, 120),
            "on " + self._words(row, ON),
            counted(row.received, "{} message from them", "{} messages from them"),
            f"{row.sent:,} from us",
        ]
        if row.last_at > EPOCH:
            parts.append("last contact " + ago(row.last_at, self._now()))
        if row.open_promises:
            parts.append(counted(row.open_promises, "{} open promise", "{} open promises"))
        return ", ".join(parts)

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not self._asked and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.wanted.emit()
