"""The rows of those we want to stay in touch with."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)

from cm_desk.actions.touch import Line
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.touch import words
from cm_desk.ui.widgets.chips import paint_chip
from cm_desk.ui.widgets.table import Cell, RowDelegate

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Due", "Person", "Stay in touch", "Last spoke", "State")
DUE, PERSON, WISH, LAST, STATE = range(len(COLUMNS))
ICONS = {"red": "flag", "yellow": "flag", "never": "flag", "later": "alarm-clock", "green": "check"}


class TouchModel(QAbstractTableModel):
    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self.rows: tuple[Line, ...] = ()

    def replace(self, rows: Sequence[Line]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        return COLUMNS[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0) -> Any:
        line = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == DUE:
            told = words.told(line, self._now())
            return f"{show.line(line.who, 120)}, {line.words}. {told}. {self._cells(line)[STATE]}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cells(line)[index.column()]
        return None

    def _cells(self, line: Line) -> tuple[str, ...]:
        now = self._now()
        return (
            *(words.due(line.touch.due, now), show.line(line.who, 120), line.words.capitalize()),
            *(words.last(line, now), words.state(line, now)),
        )


class TouchDelegate(RowDelegate):
    def paint_cell(self, cell: Cell, index: Index) -> None:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        said = str(index.data())
        match index.column():
            case x if x == PERSON:
                side = theme.now().px(28)
                spot = QRectF(cell.x, cell.middle(28), side, side)
                art.paint_avatar(cell.p, spot, line.who, line.picture)
                cell.words(line.who, weight=500, dx=37)
            case x if x == STATE:
                tone, icon = words.TONES[line.state], ICONS.get(line.state, "")
                paint_chip(cell.p, cell.x, cell.middle(20), said, tone, icon)
            case x if x in (DUE, LAST):
                cell.words(said, role="small", color="text.muted")
            case _:
                cell.words(said)
