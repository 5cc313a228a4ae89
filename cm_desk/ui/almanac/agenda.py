"""The occasions of a month, one below the other."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)

from cm_desk.domain.almanac import Event
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.almanac import words
from cm_desk.ui.widgets.table import Cell, RowDelegate

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Day", "Occasion")
DAY, WHAT = range(len(COLUMNS))


class AgendaModel(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Event, ...] = ()

    def replace(self, rows: Sequence[Event]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def number_on(self, day: date) -> int | None:
        """The first row of that day, or of the next one that has any."""
        return next((n for n, each in enumerate(self.rows) if each.on >= day), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        return COLUMNS[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0) -> Any:
        event = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return event
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == DAY:
            quote = f". “{show.line(event.quote, 120)}”" if event.quote.strip() else ""
            return f"{words.day(event.on)}: {words.line(event)}{quote}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words.short(event.on) if index.column() == DAY else words.line(event)
        return None


class AgendaDelegate(RowDelegate):
    def paint_cell(self, cell: Cell, index: Index) -> None:
        event: Event = index.data(Qt.ItemDataRole.UserRole)
        if index.column() == DAY:
            cell.words(words.short(event.on), role="small", color="text.muted")
            return
        t = theme.now()
        if event.who:
            side = t.px(28)
            spot = QRectF(cell.x, cell.middle(28), side, side)
            art.paint_avatar(cell.p, spot, event.who, event.picture)
        icon, tone = words.ICONS[event.what]
        top = cell.box.top() + t.px(9) if event.who else cell.middle(15)
        at = cell.x + (t.px(37) if event.who else t.px(6))
        art.paint_icon(cell.p, icon, at, top, t.px(15), t.c(f"{tone}.text"), 2)
        if event.who:
            cell.words(event.who, 7, weight=500, dx=58)
            cell.words(event.title, 26, "small", "text.muted", dx=37)
        else:
            cell.words(event.title, weight=500, dx=37)
