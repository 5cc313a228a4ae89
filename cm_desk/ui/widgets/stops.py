"""Cards in a list that take the keys, one stop each before the buttons in them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLayout, QWidget

from cm_desk.ui import theme
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.cards import Card


class Stop(Card):
    """A card that takes the keys; Return is its first button."""

    opened = Signal()
    focused = Signal(object)  # itself

    def __init__(self, layout: QLayout, name: str) -> None:
        super().__init__(layout)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            paint_focus(QPainter(self), rect, theme.now().radius("card"))


def held(stops: Sequence[Stop]) -> int | None:
    """Which of them has the keys, itself or by a button in it; None where none has."""
    return next((n for n, each in enumerate(stops) if _inside(each)), None)


def _inside(row: QWidget) -> bool:
    focus = row.window().focusWidget()
    return focus is not None and (focus is row or row.isAncestorOf(focus))
