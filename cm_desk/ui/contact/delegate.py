"""Draws the rows of a story: date, spine and mark on the left, what happened on the right."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cm_desk.ui import art, theme
from cm_desk.ui.contact import entries
from cm_desk.ui.contact.column import Column
from cm_desk.ui.contact.model import Key, StoryModel
from cm_desk.ui.contact.story import Happened, Mark, Quiet, Row
from cm_desk.ui.contact.words import day_month
from cm_desk.ui.format import clock

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
GUTTER, SPINE, WIDEST = 112, 88, 520


class StoryDelegate(QStyledItemDelegate):
    """A row is measured once for one width and one theme, and again when it says something new."""

    def __init__(self, model: StoryModel, now: Callable[[], datetime]) -> None:
        super().__init__(model)
        self._model, self._now = model, now
        self._heights: dict[Key | None, tuple[Row, int]] = {}
        self._measured: tuple[int, theme.Theme] | None = None
        self.width = 600  # of the rows; the view sets it when it is resized

    def forget(self) -> None:
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if self._measured != (self.width, theme.now()):
            self._measured = (self.width, theme.now())
            self._heights.clear()
        row, key = self._model.row(index.row()), self._model.key_of(index.row())
        known = self._heights.get(key)
        if known is None or (known[0] is not row and known[0] != row):
            known = self._heights[key] = (row, self._measure(row))
        return QSize(self.width, known[1])

    def _measure(self, row: Row) -> int:
        col = Column(None, 0, 0, self._room())
        entries.draw(col, row, self._now())
        return round(col.y)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            self._paint_current(painter, box)
        self._paint_gutter(painter, box, row, "bg.selected" if current else "bg.surface")
        t = theme.now()
        col = Column(painter, box.x() + t.px(GUTTER), box.y(), self._room())
        entries.draw(col, row, self._now())
        painter.restore()

    def _room(self) -> float:
        t = theme.now()
        return max(t.px(120), min(t.px(WIDEST), self.width - t.px(GUTTER) - t.px(20)))

    def on_link(self, box: QRect, spot: QPointF) -> bool:
        """Whether a row that ends with a link was clicked there: its last line and its margin."""
        t = theme.now()
        left = box.x() + t.px(GUTTER)
        end = left + t.metrics("small").horizontalAdvance(entries.UNDO_MERGE) + t.px(4)
        top = box.bottom() - t.px(11) - t.line("small") - t.px(3)
        return left - t.px(4) <= spot.x() <= end and top <= spot.y() <= box.bottom()

    def _paint_current(self, p: QPainter, box: QRectF) -> None:
        t = theme.now()
        p.setPen(QPen(t.c("accent.base"), 1) if t.chip_border else Qt.PenStyle.NoPen)
        p.setBrush(t.c("bg.selected"))
        p.drawRoundedRect(
            box.adjusted(t.px(6), 1, -t.px(6), -1), t.radius("control"), t.radius("control")
        )
        p.fillRect(
            QRectF(box.x() + t.px(6), box.y() + t.px(6), t.px(3), box.height() - t.px(12)),
            t.c("accent.base"),
        )

    def _paint_gutter(self, p: QPainter, box: QRectF, row: Row, ground: str) -> None:
        t = theme.now()
        x = box.x() + t.px(SPINE)
        spine = QPen(t.c("line.strong" if t.chip_border else "chart.grid"), 2)
        if isinstance(row, Quiet):
            spine.setStyle(Qt.PenStyle.DotLine)
        p.setPen(spine)
        p.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom() + 1))
        if isinstance(row, Mark):
            p.setPen(QPen(t.c("bg.surface"), 4))
            p.setBrush(t.c("text.primary"))
            p.drawEllipse(QPointF(x, box.y() + t.px(21)), t.px(5.5), t.px(5.5))
        elif isinstance(row, Happened):
            self._paint_date(p, box, row)
            self._paint_mark(p, x, box.y() + t.px(21), row, ground)

    def _paint_date(self, p: QPainter, box: QRectF, row: Happened) -> None:
        t = theme.now()
        at, y = row.entry.at, box.y() + t.px(21)
        right = t.px(SPINE - 22)
        p.setFont(t.font("small", 500))
        p.setPen(t.c("text.secondary"))
        p.drawText(QRectF(box.x(), y - t.px(16), right, t.px(16)), theme.ALIGN_RIGHT, day_month(at))
        p.setFont(t.font("small", tabular=True))
        p.setPen(t.c("text.muted"))
        p.drawText(QRectF(box.x(), y, right, t.px(16)), theme.ALIGN_RIGHT, clock(at))

    def _paint_mark(self, p: QPainter, x: float, y: float, row: Happened, ground: str) -> None:
        t = theme.now()
        if message := row.entry.message:
            side = t.px(22)
            spot = QRectF(x - side / 2, y - side / 2, side, side)
            art.paint_service(p, spot, message.service, t.c(ground))
            return
        icon, tone = entries.gutter_icon(row)
        p.setPen(QPen(t.c(tone + ".text"), 1.4) if t.chip_border else QPen(t.c(ground), 3))
        p.setBrush(t.c(tone + ".tint"))
        p.drawEllipse(QPointF(x, y), t.px(13), t.px(13))
        art.paint_icon(p, icon, x - t.px(7.5), y - t.px(7.5), t.px(15), t.c(tone + ".text"), 2)
