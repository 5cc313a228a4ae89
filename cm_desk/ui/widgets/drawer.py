"""Something over the right edge of a page, where there is no room beside it."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cm_desk.ui import theme
from cm_desk.ui.widgets.layout import VBox, vbox

EDGE, WIDTH = 13, 300


class Drawer(QWidget):
    """Stands at the right edge of its parent, with a soft shadow at its own left edge."""

    closed = Signal()

    def __init__(self, parent: QWidget, width: int = WIDTH) -> None:
        super().__init__(parent)
        self._parent, self._width = parent, width
        self._inside: VBox = vbox(gap=0, margins=(EDGE, 0, 0, 0))
        self.setLayout(self._inside)
        self.hide()

    def open(self, card: QWidget) -> None:
        self._inside.addWidget(card)
        card.show()
        self.fit()
        self.show()
        self.raise_()
        card.setFocus()

    def close_it(self) -> None:
        self.hide()

    def fit(self) -> None:
        parent = self._parent
        width = min(theme.now().px(self._width), parent.width())
        self.setGeometry(parent.width() - width, 0, width, parent.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        width = t.px(EDGE)
        shade = QLinearGradient(0, 0, width, 0)
        shade.setColorAt(0, QColor(0, 0, 0, 0))
        shade.setColorAt(1, QColor(0, 0, 0, 46))
        p.fillRect(QRect(0, 0, width, self.height()), shade)
        line = t.c("line.strong" if t.chip_border else "line.subtle")
        p.fillRect(QRect(width - 1, 0, 1, self.height()), line)
