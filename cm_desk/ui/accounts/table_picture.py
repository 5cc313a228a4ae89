"""A small drawing for the first run: people round a table."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from cm_desk.ui import art, theme
from cm_desk.ui.widgets.text import Drawn

GUESTS = (
    "face:DDE8D0-F2C9A8-1F1B18-short-4F7A3A-glasses",
    "face:D4E6DC-7A4A30-1F1B18-short-B0521E-glasses",
    "face:F4CFDA-A8704A-20161A-long-B0245E",
    "face:FBE0C4-F5D9C2-B4602A-bob-3F6B8F",
    "face:F2DFB0-7A4A30-5A3A8C-scarf-5A3A8C",
    "face:D9E4F5-D9A178-1F1B18-beard-3A5A9C",
)
ON_TABLE = (
    (0.33, 0.58, "coffee", "joy"),
    (0.5, 0.62, "heart", "love"),
    (0.67, 0.58, "gift", "joy"),
)


class TablePicture(Drawn):
    def __init__(self) -> None:
        super().__init__("Six people around a table")
        self.dress()

    def dress(self) -> None:
        self.setFixedSize(theme.now().px(420), theme.now().px(128))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high, side = self.width(), self.height(), t.px(46)
        p.setPen(QPen(t.c("accent.base"), 2))
        p.setBrush(t.c("accent.tint"))
        p.drawEllipse(QRectF(wide * 0.12, high * 0.42, wide * 0.76, high * 0.5))
        p.setPen(Qt.PenStyle.NoPen)
        for number, face in enumerate(GUESTS):
            x = wide * (0.14 + 0.144 * number) - side / 2
            y = high * (0.30 - 0.2 * (1 - abs(number - 2.5) / 2.5) ** 0.8)
            art.paint_avatar(p, QRectF(x, y, side, side), "", face)
        for x, y, icon, tone in ON_TABLE:
            spot = (wide * x - t.px(10), high * y)
            art.paint_icon(p, icon, *spot, t.px(20), t.c(tone + ".base"))
