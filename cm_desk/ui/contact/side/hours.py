"""The hours in which somebody writes, as 24 bars; the quietest are marked below."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from cm_desk.insight.hours import NIGHT_H, Clock
from cm_desk.ui import theme
from cm_desk.ui.widgets.text import Drawn

INDENT = 23


class HourStrip(Drawn):
    """UTC, as the messages were counted."""

    def __init__(self, clock: Clock) -> None:
        busiest = clock.by_hour.index(max(clock.by_hour))
        said = f"Hours of {clock.messages} messages, UTC. Most at {busiest:02} o’clock"
        quiet = f", least from {clock.quiet_from:02} o’clock" if clock.offset_h is not None else ""
        super().__init__(f"{said}{quiet}.", tip=True)
        self._clock = clock
        self.dress()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().px(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, base = t.px(INDENT), t.px(26)
        step, most = (self.width() - left) / 24, max(1, *self._clock.by_hour)
        p.setPen(Qt.PenStyle.NoPen)
        for hour, n in enumerate(self._clock.by_hour):
            high = max(1.0, n / most * t.px(24))
            p.setBrush(t.c("chart.pos" if n else "chart.grid"))
            bar = QRectF(left + hour * step + 1, base - high, max(1.0, step - 2), high)
            p.drawRoundedRect(bar, 1, 1)
        self._paint_quiet(p, left, base, step)
        p.setFont(t.font("small"))
        p.setPen(t.c("text.muted"))
        for hour, words in ((0, "0"), (6, "6"), (12, "12"), (18, "18 UTC")):
            room = QRectF(left + hour * step, t.px(30), t.px(60), t.px(16))
            p.drawText(room, theme.ALIGN_LEFT, words)

    def _paint_quiet(self, p: QPainter, left: float, base: float, step: float) -> None:
        if self._clock.offset_h is None:
            return
        t = theme.now()
        p.setBrush(t.c("wait.base"))
        for hour in range(self._clock.quiet_from, self._clock.quiet_from + NIGHT_H):
            p.drawRect(QRectF(left + hour % 24 * step, base + t.px(2), step, t.px(2)))
