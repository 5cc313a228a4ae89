"""What the list is sifted by, as chips that a click takes away; ideas while there is none."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from cm_desk.domain.query import Filter
from cm_desk.ui import art, theme
from cm_desk.ui.everybody import words
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.flow import Flow
from cm_desk.ui.widgets.layout import FIXED, clear


class FilterChip(QAbstractButton):
    """With `on` it is a filter, and a click takes it away; else an idea, and a click adds it."""

    def __init__(self, text: str, on: bool) -> None:
        super().__init__()
        self.on = on
        self.setText(text)
        self.setAccessibleName(f"Remove the filter: {text}" if on else f"Only: {text}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(FIXED, FIXED)
        self.dress()

    def dress(self) -> None:
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        t = theme.now()
        words = t.metrics("small", 500).horizontalAdvance(self.text())
        return QSize(words + t.px(38), t.px(26))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.on and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.8, 0.8, -0.8, -0.8)
        hot = self.underMouse()
        line = "accent.base" if self.on else "line.strong"
        p.setPen(QPen(t.c(line), 1, Qt.PenStyle.SolidLine if self.on else Qt.PenStyle.DashLine))
        p.setBrush(t.c("accent.tint" if self.on else "bg.hover" if hot else "bg.surface"))
        p.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        ink = t.c("accent.text" if self.on else "text.secondary")
        side, left = t.px(13), t.px(11)
        mark = self.width() - side - t.px(8) if self.on else t.px(8)
        art.paint_icon(
            p, "x" if self.on else "plus", mark, (self.height() - side) / 2, side, ink, 2.2
        )
        p.setPen(ink)
        p.setFont(t.font("small", 500))
        x = left if self.on else t.px(26)
        p.drawText(QRectF(x, 0, self.width(), self.height()), theme.ALIGN_LEFT, self.text())
        if self.hasFocus():
            paint_focus(p, box, box.height() / 2)


class Chips(QWidget):
    removed = Signal(object)  # a Filter
    chosen = Signal(str)  # what is to be typed

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(gap=6)
        self._shown: object = None
        self.setLayout(self._flow)

    def show_filters(self, filters: Sequence[Filter], ideas: bool, now: datetime) -> None:
        """`ideas`: nothing is typed yet."""
        shown = (tuple(filters), ideas)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._flow)
        for each in filters:
            chip = FilterChip(words.said(each, now), on=True)
            chip.clicked.connect(lambda _=False, each=each: self.removed.emit(each))
            self._add(chip)
        for text, typed in words.OFFERS if ideas else ():
            chip = FilterChip(text, on=False)
            chip.clicked.connect(lambda _=False, typed=typed: self.chosen.emit(typed))
            self._add(chip)
        self.updateGeometry()

    def _add(self, chip: FilterChip) -> None:
        self._flow.addWidget(chip)
        chip.show()
