"""Two small drawings under a draft: how long it is, and whom it speaks about."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from cm_desk.domain.model import Limits
from cm_desk.insight.wording import Share
from cm_desk.ui import theme
from cm_desk.ui.widgets.text import Drawn, safe


class Counter(Drawn):
    """A ring that fills, and "235 / 500". Without a limit it is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.used, self.limit = 0, 0
        self.hide()

    def show_used(self, used: int, limits: Limits | None, service: str) -> None:
        limit = limits.max_chars if limits else None
        self.setVisible(limit is not None)
        if limits is None or limit is None:
            return
        self.used, self.limit = used, limit
        link = f" {service} counts every link as {limits.per_link}." if limits.per_link else ""
        left = limit - used
        words = f"{left} characters left." if left >= 0 else f"{-left} characters too many."
        self.setToolTip(safe(words + link))
        self.setAccessibleName(f"{used} of {limit} characters, counted the {service} way")
        self.dress()
        self.update()

    @property
    def words(self) -> str:
        return f"{self.used} / {self.limit}"

    def dress(self) -> None:
        t = theme.now()
        self.setFixedSize(t.metrics("small").horizontalAdvance(self.words) + t.px(28), t.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = t.px(14) - 2
        ring = QRectF(1.5, (self.height() - side) / 2, side, side)
        left = self.limit - self.used
        tone = "risk" if left < 0 else "wait" if left < self.limit * 0.08 else "accent"
        p.setPen(QPen(t.c("chart.grid"), 2.4))
        p.drawEllipse(ring)
        arc = QPen(t.c(f"{tone}.base"), 2.4)
        arc.setCapStyle(Qt.PenCapStyle.RoundCap)
        p.setPen(arc)
        p.drawArc(ring, 90 * 16, round(-360 * 16 * min(1.0, self.used / max(1, self.limit))))
        p.setPen(t.c("risk.text" if left < 0 else "text.secondary"))
        p.setFont(t.font("small", tabular=True))
        p.drawText(QRectF(t.px(21), 0, self.width(), self.height()), theme.ALIGN_LEFT, self.words)


class Ratio(Drawn):
    """ "To you 5 · about us 0" and a split bar. A mirror, never a mark; hidden without words."""

    def __init__(self) -> None:
        super().__init__()
        self.share = Share(0, 0)
        self.setToolTip("Counts words like you and your against we, our and the brand’s name.")
        self.hide()

    def show_share(self, share: Share | None) -> None:
        self.setVisible(share is not None)
        self.share = share or Share(0, 0)
        you, us = self.share.you, self.share.us
        self.setAccessibleName(f"{you} words speak to the reader, {us} about the brand")
        self.dress()
        self.update()

    @property
    def words(self) -> str:
        return f"To you {self.share.you} · about us {self.share.us}"

    def dress(self) -> None:
        t = theme.now()
        self.setFixedSize(t.metrics("small").horizontalAdvance(self.words) + t.px(48), t.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = t.px(36), t.px(6)
        bar = QRectF(0.5, (self.height() - height) / 2, width, height)
        p.setPen(QPen(t.c("line.strong"), 1) if t.chip_border else Qt.PenStyle.NoPen)
        p.setBrush(t.c("joy.base"))
        p.drawRoundedRect(bar, 3, 3)
        p.setBrush(t.c("accent.base"))
        whole = self.share.you + self.share.us
        bar.setWidth(width * self.share.you / max(1, whole))
        p.drawRoundedRect(bar, 3, 3)
        p.setPen(t.c("text.secondary"))
        p.setFont(t.font("small", tabular=True))
        rest = QRectF(width + t.px(8), 0, self.width(), self.height())
        p.drawText(rest, theme.ALIGN_LEFT, self.words)
