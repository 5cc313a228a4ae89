"""How rows of helpers and of noticed help are painted."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPen

from cm_desk.actions.board import Leaders
from cm_desk.insight.board import Row
from cm_desk.store.badges import Badge
from cm_desk.ui import art, theme
from cm_desk.ui.recognition import words
from cm_desk.ui.widgets.chips import paint_chip
from cm_desk.ui.widgets.table import Cell, Index, RowDelegate

PERSON, COUNTS, LATEST, BADGES, THANKED = range(5)
BAR, MOST_BADGES = 84, 3


def paint_person(cell: Cell, name: str, picture: str, below: str = "", tone: str = "muted") -> None:
    side = theme.now().px(32)
    spot = QRectF(cell.x, cell.middle(32), side, side)
    art.paint_avatar(cell.p, spot, name, picture)
    cell.words(name, 7 if below else None, weight=600, dx=42)
    if below:
        cell.words(below, 26, "small", f"text.{tone}" if tone == "muted" else tone, dx=42)


class LeaderDelegate(RowDelegate):
    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self.found: Leaders | None = None

    def paint_cell(self, cell: Cell, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        found = self.found
        if found is None:
            return
        match index.column():
            case x if x == PERSON:
                name, picture = found.faces[row.contact_id]
                below = "Overlooked by us" if row.gap else ""
                paint_person(cell, name, picture, below, "wait.text")
            case x if x == COUNTS:
                self._paint_counts(cell, row, found)
            case x if x == LATEST:
                cell.words(f"“{row.latest}”", color="text.secondary")
            case x if x == BADGES:
                _paint_badges(cell, found.badges.get(row.contact_id, ()))
            case x if x == THANKED and row.thanked_at is None:
                paint_chip(cell.p, cell.x, cell.middle(20), "Never thanked", "wait")
            case x if x == THANKED:
                cell.words(words.thanked(row, self._now()), color="text.secondary")

    def _paint_counts(self, cell: Cell, row: Row, found: Leaders) -> None:
        top = max((max(each.aided, each.turns) for each in found.board.rows), default=1)
        more = f" · {row.unconfirmed} to look at" if row.unconfirmed else ""
        _bar(cell, 9, row.aided, top, "chart.shown", more)
        _bar(cell, 27, row.turns, top, "chart.said")


def _bar(cell: Cell, y: float, n: int, top: int, tone: str, more: str = "") -> None:
    t, p = theme.now(), cell.p
    long = t.px(BAR) * n / max(top, 1)
    at = cell.box.top() + t.px(y) + t.px(3)
    if n:
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(t.c(tone))
        p.drawRoundedRect(QRectF(cell.x, at, max(4.0, long), t.px(8)), 3, 3)
    else:
        p.setPen(QPen(t.c("line.strong"), 1, Qt.PenStyle.DashLine))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawRoundedRect(QRectF(cell.x + 0.5, at + 0.5, t.px(12), t.px(7)), 3, 3)
    dx = (max(4.0, long) if n else t.px(13)) / t.scale + 6
    cell.words(f"{n:,}{more}", y - 2, "small", "text.secondary", 500, dx=dx)


def _paint_badges(cell: Cell, badges: tuple[Badge, ...]) -> None:
    t, p, x = theme.now(), cell.p, float(cell.x)
    side = t.px(26)
    for each in badges[-MOST_BADGES:]:
        spot = QRectF(x, cell.middle(26), side, side)
        p.setPen(QPen(t.c("joy.base"), 1.4))
        p.setBrush(t.c("joy.tint"))
        p.drawEllipse(spot.adjusted(1, 1, -1, -1))
        mark = round(side * 0.56)
        at = (side - mark) / 2
        art.paint_icon(p, each.icon, x + at, spot.y() + at, mark, t.c("joy.text"), 2)
        x += side + t.px(3)
    if len(badges) > MOST_BADGES:
        cell.words(f"+{len(badges) - MOST_BADGES}", None, "small", dx=(x - cell.x) / t.scale)
