"""People as a table that loads as it is scrolled."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
from cm_desk.store.people import ContactRow
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.everybody.columns import COLUMNS
from cm_desk.ui.format import ago
from cm_desk.ui.gestures.words import counted

Index = QModelIndex | QPersistentModelIndex


class PeopleModel(QAbstractTableModel):
    """`wanted` asks for the next page; the answer comes by `extend`. `marked` are ids of people who
    are chosen together, also of those who are not loaded."""

    wanted = Signal()
    marks = Signal()

    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self._rows: list[ContactRow] = []
        self._more, self._asked = False, False
        self.marked: set[int] = set()
        self.order = ("", True)  # the sort, and whether it goes down

    def replace(self, rows: Sequence[ContactRow], more: bool) -> None:
        self.beginResetModel()
        self._rows, self._more, self._asked = list(rows), more, False
        self.endResetModel()

    def extend(self, rows: Sequence[ContactRow], more: bool) -> None:
        known = {row.id for row in self._rows}  # somebody may have moved down meanwhile
        rows = [row for row in rows if row.id not in known]
        self._more, self._asked = more, False
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def update(self, rows: Mapping[int, ContactRow]) -> None:
        """What changed about people who stay where they are."""
        for number, row in enumerate(self._rows):
            if (new := rows.get(row.id)) is not None and new != row:
                self._rows[number] = new
                ends = self.index(number, 0), self.index(number, len(COLUMNS) - 1)
                self.dataChanged.emit(*ends)

    def mark(self, ids: Iterable[int], on: bool) -> None:
        before = len(self.marked)
        self.marked = self.marked | {*ids} if on else self.marked - {*ids}
        if len(self.marked) != before:
            if self._rows:
                ends = self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1)
                self.dataChanged.emit(*ends)
            self.marks.emit()

    @property
    def more(self) -> bool:
        return self._more

    def row(self, number: int) -> ContactRow:
        return self._rows[number]

    def number_of(self, contact_id: int | None) -> int | None:
        return next((n for n, row in enumerate(self._rows) if row.id == contact_id), None)

    def among(self, ids: Collection[int]) -> list[int]:
        return [row.id for row in self._rows if row.id in ids]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            sort, down = self.order
            way = "from high to low" if down else "from low to high"
            return f"{column.title}, sorted {way}" if sort and sort == column.sort else column.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return column.says
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        id = COLUMNS[index.column()].id
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, id)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row) if id == "person" else self._words(row, id)
        return None

    def _words(self, row: ContactRow, id: str) -> str:
        numbers = {
            "closeness": row.turns,
            "received": row.received,
            "sent": row.sent,
            "signals": row.signals,
            "waiting": row.waiting,
            "gestures": row.gestures,
            "promises": row.open_promises,
        }
        if id in numbers:
            return f"{numbers[id]:,}" if numbers[id] else ""
        last = row.last_at if row.last_at > EPOCH else None
        times = {"heard": row.heard_at, "last": last, "first": row.first_at, "given": row.given_at}
        if id in times:
            moment = times[id]
            return ago(moment, self._now()) if moment else ""
        if id == "channels":
            return ", ".join(service_name(each) for each in row.services)
        return ", ".join(e.name for e in row.labels) if id == "labels" else show.line(row.name, 120)

    def spoken(self, row: ContactRow) -> str:
        """The whole row as one sentence."""
        last = "last contact " + ago(row.last_at, self._now()) if row.last_at > EPOCH else ""
        parts = [
            "selected" if row.id in self.marked else "",
            show.line(row.name, 120),
            "on " + self._words(row, "channels") if row.services else "",
            "left alone" if row.alone else "",
            counted(row.turns, "{} turn back and forth", "{} turns back and forth"),
            counted(row.received, "{} message from them", "{} messages from them"),
            f"{row.sent:,} from us",
            last,
            _some(row.waiting, "{} conversation waits", "{} conversations wait"),
            _some(row.gestures, "{} gesture", "{} gestures"),
            _some(row.open_promises, "{} open promise", "{} open promises"),
            *(f"label {each.name}" for each in row.labels),
        ]
        return ", ".join(part for part in parts if part)

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not self._asked and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.wanted.emit()


def _some(number: int, one: str, many: str) -> str:
    return counted(number, one, many) if number else ""
