"""The kinds of gestures as tiles, one chosen; a radio group to keyboard and screen reader."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from cm_desk.ui import art, theme
from cm_desk.ui.gestures.kinds import GestureKind, kinds
from cm_desk.ui.widgets.buttons import paint_focus


class Tile(QRadioButton):
    def __init__(self, kind: GestureKind, number: int) -> None:
        super().__init__(kind.label)
        self.kind = kind
        self.setAccessibleName(f"{kind.label}, key {number}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        t = theme.now()
        return QSize(t.metrics("small", 500).horizontalAdvance(self.text()) + t.px(18), t.px(58))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p, on = theme.now(), QPainter(self), self.isChecked()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        p.setPen(QPen(t.c("joy.base" if on else "line.strong"), 1.8 if on else 1))
        p.setBrush(t.c("joy.tint" if on else "bg.surface"))
        p.drawRoundedRect(rect, t.radius("control"), t.radius("control"))
        ink = t.c("joy.text" if on else "text.secondary")
        side = t.px(18)
        art.paint_icon(p, self.kind.icon, (self.width() - side) / 2, t.px(10), side, ink)
        p.setFont(t.font("small", 600 if on else 500))
        p.setPen(ink)
        words = QRectF(0, t.px(32), self.width(), t.px(18))
        p.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            paint_focus(p, rect, t.radius("control"))


class Tiles(QWidget):
    """`choose(n)` by number, as the keys 1 to 7 do; two rows where the text is large."""

    def __init__(self, key: str = "") -> None:
        super().__init__()
        self.setAccessibleName("Kind of gesture")
        self._group = QButtonGroup(self)
        self._tiles = [Tile(each, n) for n, each in enumerate(kinds(), 1)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.now().px(6))
        across = 4 if theme.now().scale >= 1.5 else len(self._tiles)
        for n, tile in enumerate(self._tiles):
            self._group.addButton(tile, n)
            grid.addWidget(tile, n // across, n % across)
        chosen = next((tile for tile in self._tiles if tile.kind.key == key), self._tiles[0])
        chosen.setChecked(True)
        self.setFocusProxy(chosen)

    @property
    def key(self) -> str:
        return self._tiles[self._group.checkedId()].kind.key

    def choose(self, number: int) -> bool:
        """The first is 0. False: there is none."""
        if not 0 <= number < len(self._tiles):
            return False
        self._tiles[number].setChecked(True)
        self._tiles[number].setFocus()
        return True
