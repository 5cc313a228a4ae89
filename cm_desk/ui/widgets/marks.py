"""Icons, faces and service marks as widgets."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from cm_desk.ui import art, theme
from cm_desk.ui.widgets.text import Drawn


class Icon(Drawn):
    """`label` says it in words and is its tool tip; without one it is decoration."""

    def __init__(
        self,
        name: str,
        size: int = 16,
        color: str = "text.secondary",
        label: str = "",
        stroke: float = 1.8,
    ) -> None:
        super().__init__(label, tip=bool(label))
        self.name, self.base, self.color, self.stroke = name, size, color, stroke
        self.dress()

    def dress(self) -> None:
        side = theme.now().px(self.base)
        self.setFixedSize(side, side)

    def show_as(self, name: str, color: str, label: str = "") -> None:
        self.name, self.color = name, color
        self.setAccessibleName(label)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        color = theme.now().c(self.color)
        art.paint_icon(QPainter(self), self.name, 0, 0, self.width(), color, self.stroke)


class Avatar(Drawn):
    """`ring` is the colour of the ground it stands on."""

    def __init__(
        self,
        name: str,
        picture: str = "",
        size: int = 36,
        service: str = "",
        ring: str = "bg.surface",
    ) -> None:
        super().__init__(name)
        self.name, self.address, self.base = name, picture, size
        self.service, self.ring = service, ring
        self.dress()

    def dress(self) -> None:
        side = theme.now().px(self.base) + (2 if self.service else 0)
        self.setFixedSize(side, side)

    def show_as(self, name: str, picture: str = "", service: str = "") -> None:
        self.name, self.address, self.service = name, picture, service
        self.setAccessibleName(name)
        self.dress()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.now()
        p = QPainter(self)
        side = t.px(self.base)
        ring = t.c(self.ring)
        art.paint_avatar(p, QRectF(0, 0, side, side), self.name, self.address, self.service, ring)


class ServiceMark(Drawn):
    def __init__(self, service: str, size: int = 16) -> None:
        super().__init__(art.service_name(service), tip=True)
        self.service, self.base = service, size
        self.dress()

    def dress(self) -> None:
        side = theme.now().px(self.base)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self.width() - 1
        art.paint_service(QPainter(self), QRectF(0.5, 0.5, side, side), self.service)


class Disc(Drawn):
    """An icon in a round field of its tone."""

    def __init__(self, icon: str, tone: str = "accent", size: int = 64) -> None:
        super().__init__()
        self.icon_name, self.tone, self.base = icon, tone, size
        self.dress()

    def dress(self) -> None:
        side = theme.now().px(self.base)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(t.c(self.tone + ".base"), 1.5)
        p.setPen(edge if t.chip_border else Qt.PenStyle.NoPen)
        p.setBrush(t.c(self.tone + ".tint"))
        p.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        side = round(self.width() * 0.44)
        at = (self.width() - side) / 2
        art.paint_icon(p, self.icon_name, at, at, side, t.c(self.tone + ".text"), 1.6)


class Logo(Drawn):
    def __init__(self, size: int = 26) -> None:
        super().__init__("CM Desk")
        self.base = size
        self.dress()

    def dress(self) -> None:
        side = theme.now().px(self.base)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_logo(QPainter(self), QRectF(self.rect()))


def paint_logo(p: QPainter, rect: QRectF) -> None:
    """Also the window's and the tray's icon."""
    t = theme.now()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(t.c("accent.base"))
    p.drawRoundedRect(rect, rect.width() * 0.28, rect.width() * 0.28)
    side = round(rect.width() * 0.62)
    at = (rect.width() - side) / 2
    art.paint_icon(p, "hand-heart", at, at, side, t.c("accent.on"), 2)
