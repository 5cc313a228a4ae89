"""How far through the day's cards we are: a dash for each."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from cm_desk.store import cards
from cm_desk.store.cards import Card
from cm_desk.ui import theme
from cm_desk.ui.widgets.text import Drawn


class Steps(Drawn):
    def __init__(self) -> None:
        super().__init__()
        self._states: tuple[str, ...] = ()
        self._current = -1
        self.dress()

    def show_cards(self, found: Sequence[Card], current: Card | None) -> None:
        self._states = tuple(each.state for each in found)
        ids = [each.id for each in found]
        self._current = ids.index(current.id) if current else -1
        self.setAccessibleName(f"Card {self._current + 1} of {len(ids)}")
        self.dress()
        self.update()

    def dress(self) -> None:
        t = theme.now()
        self.setFixedSize(t.px(20 * max(1, len(self._states))), t.px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n, state in enumerate(self._states):
            now, over = n == self._current, state != cards.OPEN
            dash = QRectF(n * t.px(20) + 1, t.px(4), t.px(16), t.px(6))
            p.setPen(QPen(t.c("accent.base" if now or over else "line.strong"), 1))
            fill = "accent.base" if now else "accent.tint"
            p.setBrush(t.c(fill) if now or over else Qt.BrushStyle.NoBrush)
            p.drawRoundedRect(dash, 3, 3)
