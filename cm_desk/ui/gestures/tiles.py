"""The kinds of gestures as tiles, one chosen; a radio group to keyboard and screen reader."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QWidget

from cm_desk.domain.kinds import Kind
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.gestures.kinds import kinds
from cm_desk.ui.widgets.buttons import paint_focus

ACROSS, LARGE = 4, 1.5  # tiles in a row; text scale from which there are half as many


class Tile(QRadioButton):
    """An icon, the name, and the letter that chooses it."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(show.line(kind.label, 40))
        self.kind = kind
        key = f", key {kind.letter}" if kind.letter else ""
        self.setAccessibleName(f"{self.text()}{key}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.now().px(120), theme.now().px(34))

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
        self._paint_words(p, on)
        if self.hasFocus():
            paint_focus(p, rect, t.radius("control"))

    def _paint_words(self, p: QPainter, on: bool) -> None:
        t, width, height = theme.now(), self.width(), self.height()
        ink, side = t.c("joy.text" if on else "text.secondary"), t.px(16)
        art.paint_icon(p, self.kind.icon, t.px(9), (height - side) / 2, side, ink)
        p.setPen(ink)
        p.setFont(t.font("small", 600 if on else 500))
        room = width - t.px(31) - t.px(20 if self.kind.letter else 8)
        metrics = t.metrics("small", 600 if on else 500)
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        p.drawText(QRectF(t.px(31), 0, room, height), theme.ALIGN_LEFT, words)
        p.setFont(t.font("small", 500))
        p.setPen(t.c("joy.text" if on else "text.muted"))
        spot = QRectF(width - t.px(21), 0, t.px(14), height)
        p.drawText(spot, Qt.AlignmentFlag.AlignCenter, self.kind.letter)


class Tiles(QWidget):
    """`choose("G")` as the letters do; `chosen` tells when it is another kind."""

    chosen = Signal(object)  # Kind

    def __init__(self, key: str = "") -> None:
        super().__init__()
        self.setAccessibleName("Kind of gesture")
        self._group = QButtonGroup(self)
        self._tiles = [Tile(each) for each in kinds()]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.now().px(6))
        across = ACROSS // 2 if theme.now().scale >= LARGE else ACROSS
        for n, tile in enumerate(self._tiles):
            self._group.addButton(tile, n)
            grid.addWidget(tile, n // across, n % across)
        self._tile(key).setChecked(True)
        self.setFocusProxy(self._tile(key))
        self._group.idToggled.connect(self._toggled)

    def _tile(self, key: str) -> Tile:
        return next((tile for tile in self._tiles if tile.kind.key == key), self._tiles[0])

    def _toggled(self, number: int, on: bool) -> None:
        if on:
            self.chosen.emit(self._tiles[number].kind)

    @property
    def kind(self) -> Kind:
        return self._tiles[self._group.checkedId()].kind

    def show_kind(self, key: str) -> None:
        self._tile(key).setChecked(True)

    def choose(self, letter: str) -> bool:
        """False: no kind has that letter."""
        tile = next((each for each in self._tiles if each.kind.letter == letter.upper()), None)
        if tile is None or not letter:
            return False
        tile.setChecked(True)
        tile.setFocus()
        return True
