"""The heads of the columns: a click sorts, an arrow says which way, a ring where the keys are."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from cm_desk.ui import art, theme
from cm_desk.ui.everybody.columns import COLUMNS
from cm_desk.ui.widgets.table import FIRST_PAD

ARROW = 13


class SortHeader(QHeaderView):
    """`sorted` carries the sort of the column that was chosen."""

    sorted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setAccessibleName("Columns")
        self._sort, self._down, self._lit = "", True, -1
        self.sectionClicked.connect(self._clicked)

    def show_order(self, sort: str, down: bool) -> None:
        self._sort, self._down = sort, down
        self.viewport().update()

    def light(self, section: int) -> None:
        """Where the keys are, -1 for nowhere."""
        if section != self._lit:
            self._lit = section
            self.viewport().update()

    def _clicked(self, section: int) -> None:
        if sort := COLUMNS[section].sort:
            self.sorted.emit(sort)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        hand = section >= 0 and bool(COLUMNS[section].sort)
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        t, column = theme.now(), COLUMNS[section]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, t.c("bg.surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.c("line.subtle"))
        on = bool(column.sort) and column.sort == self._sort
        pad = t.px(8 + (FIRST_PAD if self.visualIndex(section) == 0 else 0))
        room = rect.width() - pad - (t.px(ARROW + 5) if on else t.px(4))
        fm = t.metrics("small", 600)
        words = fm.elidedText(column.title, Qt.TextElideMode.ElideRight, room)
        painter.setFont(t.font("small", 600))
        painter.setPen(t.c("accent.text" if on else "text.secondary"))
        left = rect.left() + pad
        painter.drawText(QRectF(left, rect.top(), room + 2, rect.height()), theme.ALIGN_LEFT, words)
        if on:
            x = left + fm.horizontalAdvance(words) + t.px(3)
            top = rect.center().y() - t.px(ARROW) / 2
            icon = "arrow-down" if self._down else "arrow-up"
            art.paint_icon(painter, icon, x, top, t.px(ARROW), t.c("accent.text"), 2.2)
        if section == self._lit and column.sort:
            painter.setPen(QPen(t.c("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inside = QRectF(rect).adjusted(pad - t.px(6), 4, -2, -4)
            painter.drawRoundedRect(inside, t.radius("control"), t.radius("control"))
        painter.restore()
