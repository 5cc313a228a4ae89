"""How a row of the promises tab is painted."""

from PySide6.QtCore import QRectF, Qt

from cm_desk.ui import art, theme
from cm_desk.ui.promises.model import BY, DUE, PERSON, STATE, WHAT, Row
from cm_desk.ui.widgets.chips import paint_chip
from cm_desk.ui.widgets.table import Cell, Index, RowDelegate

ICONS = {"good": "check", "risk": "flag", "wait": "flag", "info": "message-square-quote"}


class PromisesDelegate(RowDelegate):
    def paint_cell(self, cell: Cell, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        match index.column():
            case x if x == DUE:
                cell.words(row.due, role="small", color="text.muted")
            case x if x == PERSON:
                side = theme.now().px(28)
                spot = QRectF(cell.x, cell.middle(28), side, side)
                art.paint_avatar(cell.p, spot, row.who, row.picture)
                cell.words(row.who, weight=500, dx=37)
            case x if x == WHAT:
                self._paint_what(cell, row)
            case x if x == BY:
                cell.words(row.by, color="text.secondary")
            case x if x == STATE:
                top = cell.middle(20)
                paint_chip(cell.p, cell.x, top, row.state, row.tone, ICONS.get(row.tone, ""))

    def _paint_what(self, cell: Cell, row: Row) -> None:
        cell.words(row.what, 7 if row.below else None, weight=500)
        if row.below:
            cell.words(row.below, 26, "small", "text.muted")
