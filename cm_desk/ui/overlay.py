"""What lies over the whole window: the command palette and the key sheet."""

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from cm_desk.ui import keys, theme
from cm_desk.ui.widgets.cards import Card


class Overlay(QWidget):
    """A card on a dimmed window. Tab stays inside; closing gives the focus back.

    `where` is the context of its keys; `top` puts the card below the window's upper edge.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, where: str, top: bool = False) -> None:
        super().__init__(parent)
        self._window = parent
        self._top, self._before = top, QApplication.focusWidget()
        self.card = Card(radius="dialog", fill="bg.raised", shadow=True)
        self.card.setParent(self)
        keys.context(self, where)

    def open(self) -> None:
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.place()

    def end(self) -> None:
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()
        self.hide()
        self.deleteLater()
        self.closed.emit()

    def wanted(self) -> tuple[int, int]:
        """Width and height the card would like, in px at 100 %."""
        return 560, 400

    def place(self) -> None:
        t = theme.now()
        width, height = (t.px(side) for side in self.wanted())
        width = min(width, self.width() - t.px(24))
        room = self.height() - t.px(48)
        top = min(t.px(96), self.height() // 10) if self._top else 0
        height = min(height, room - top)
        y = top if self._top else (self.height() - height) // 2
        self.card.setGeometry((self.width() - width) // 2, y, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.now().c("bg.scrim"))

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = [
            each
            for each in self.card.findChildren(QWidget)
            if each.isVisible()
            and each.isEnabled()
            and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if not stops:
            return False
        focus = QApplication.focusWidget()
        at = stops.index(focus) if focus in stops else -1
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True
