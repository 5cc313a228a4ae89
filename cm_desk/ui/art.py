"""Icons and service glyphs. Icons are SVG (Lucide) tinted at run time; glyphs are our own."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPen, QPixmap

from cm_desk.paths import resource
from cm_desk.ui import theme
from cm_desk.ui.faces import paint_face

# Simplified glyphs on a 24 grid, drawn for this program.
GLYPHS = {
    "mastodon": '<path d="M5.5 17.5V10.6a3.25 3.25 0 0 1 6.5 0v4.2M12 10.6a3.25 3.25 0 0 1 6.5 0'
    'v6.9" fill="none" stroke="#000" stroke-width="2.7" stroke-linecap="round"/>',
    "bluesky": '<path d="M12 11.2C10.9 8.7 7.7 5.3 5.2 5.1 3.7 5 3.5 6.3 3.7 8.2c.3 2.9 1.1 4.3 3.9'
    " 4.6-2.7.5-3.5 1.9-2.3 3.7 1.8 2.6 4.8 2.2 6.7-2.2 1.9 4.4 4.9 4.8 6.7 2.2 1.2-1.8.4-3.2-2.3"
    '-3.7 2.8-.3 3.6-1.7 3.9-4.6.2-1.9 0-3.2-1.5-3.1-2.5.2-5.7 3.6-6.8 6.1z" fill="#000"/>',
    "email": '<rect x="4" y="6.2" width="16" height="11.6" rx="2" fill="none" stroke="#000" '
    'stroke-width="2.3"/><path d="M4.8 8l7.2 5.2L19.2 8" fill="none" stroke="#000" '
    'stroke-width="2.3" stroke-linejoin="round"/>',
    "instagram": '<rect x="4.4" y="4.4" width="15.2" height="15.2" rx="4.6" fill="none" '
    'stroke="#000" stroke-width="2.4"/><circle cx="12" cy="12" r="3.6" fill="none" stroke="#000" '
    'stroke-width="2.4"/><circle cx="16.6" cy="7.5" r="1.3" fill="#000"/>',
    "discourse": '<path d="M12 5a7 7 0 1 1-3.4 13.1L5 19l.9-3.5A7 7 0 0 1 12 5z" fill="none" '
    'stroke="#000" stroke-width="2.3" stroke-linejoin="round"/>',
}
NAMES = {
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "email": "E-mail",
    "mail": "E-mail",
    "instagram": "Instagram",
    "twitter": "X",
    "whatsapp": "WhatsApp",
    "wordpress": "WordPress",
    "youtube": "YouTube",
}


def service_name(service: str) -> str:
    """How a service is called in words; an unknown one by its own name."""
    return NAMES.get(service, service.capitalize())


def _glyph(service: str) -> str:
    service = "email" if service == "mail" else service
    return service if service in GLYPHS else "globe"


@lru_cache(maxsize=256)
def _source(name: str, stroke: float) -> bytes:
    if name in GLYPHS:
        head = '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
        return (head + GLYPHS[name] + "</svg>").encode()
    svg = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    svg = svg.replace("currentColor", "#000")
    return svg.replace('stroke-width="2"', f'stroke-width="{stroke}"').encode()


@lru_cache(maxsize=4096)
def _render(name: str, size: int, rgba: int, stroke: float, dpr: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    side = max(1, round(size * dpr))
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    p = QPainter(image)
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(_source(name, stroke))).render(p, QRectF(0, 0, side, side))
    p.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    p.fillRect(image.rect(), QColor.fromRgba(rgba))
    p.end()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(dpr)
    return pixmap


def paint_icon(
    p: QPainter, name: str, x: float, y: float, size: float, color: QColor, stroke: float = 1.8
) -> None:
    """An icon of resources/icons, by its file's name."""
    dpr = max(1.0, p.device().devicePixelRatioF())
    p.drawPixmap(QPointF(x, y), _render(name, round(size), color.rgba(), stroke, dpr))


def icon(name: str, size: int = 16, color: QColor | None = None) -> QIcon:
    """For menus and the tray; widgets of ours paint icons themselves."""
    tint = color or theme.now().c("text.secondary")
    return QIcon(_render(name, size, tint.rgba(), 1.8, 2.0))


def paint_service(
    p: QPainter, rect: QRectF, service: str, ring: QColor | None = None, dim: bool = False
) -> None:
    """The round mark of a service; `ring` is the colour of the ground around it."""
    t = theme.now()
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(Qt.PenStyle.NoPen)
    if ring is not None:
        gap = rect.width() * 0.13
        p.setBrush(ring)
        p.drawEllipse(rect.adjusted(-gap, -gap, gap, gap))
    glyph = _glyph(service)
    p.setBrush(t.c("svc." + ("email" if glyph == "globe" or dim else glyph)))
    if t.chip_border:
        p.setPen(QPen(t.c("svc.on"), 1))
    p.drawEllipse(rect)
    inset = rect.width() * 0.16
    inner = rect.adjusted(inset, inset, -inset, -inset)
    paint_icon(p, glyph, inner.x(), inner.y(), max(6, inner.width()), t.c("svc.on"))
    p.restore()


def paint_avatar(
    p: QPainter,
    rect: QRectF,
    name: str,
    picture: str = "",
    service: str = "",
    ring: QColor | None = None,
    badge: float = 0.42,
) -> None:
    """A person's face or initials, and in its corner the service they write on."""
    paint_face(p, rect, name, picture)
    if service:
        side = max(11.0, rect.width() * badge)
        corner = QRectF(rect.right() - side + 2, rect.bottom() - side + 2, side, side)
        paint_service(p, corner, service, ring)
