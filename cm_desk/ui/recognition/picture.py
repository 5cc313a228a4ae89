"""The shared page as a picture: names, what they did, their badges. No faces and no links."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter, QPen

from cm_desk.actions.sharing import Named, Shared
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.format import count

WIDE, SIDE, ROW, HEAD, FOOT = 1200, 64, 96, 150, 70  # px
SHOWN = 20  # people; more would be no picture any more
ELIDE = Qt.TextElideMode.ElideRight


def picture(found: Shared) -> QImage:
    """In the colours of the window, whatever the size of its text."""
    people = found.named[:SHOWN]
    image = QImage(WIDE, HEAD + ROW * len(people) + FOOT, QImage.Format.Format_RGB888)
    t = theme.now()
    image.fill(t.c("bg.surface"))
    p = QPainter(image)
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    _words(p, found.title, SIDE, 52, "text.primary", 36, bold=True)
    for n, each in enumerate(people):
        _row(p, each, HEAD + n * ROW)
    more = len(found.left_out) + len(found.named) - len(people)
    if more:
        told = f"And {count(more, 'person', 'people')} more, who are not named here."
        _words(p, told, SIDE, HEAD + ROW * len(people) + 20, "text.muted", 20)
    p.end()
    return image


def png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(data.data())


def _row(p: QPainter, each: Named, top: int) -> None:
    t = theme.now()
    p.fillRect(QRectF(SIDE, top - 8, WIDE - 2 * SIDE, 1), t.c("line.subtle"))
    art.paint_avatar(p, QRectF(SIDE, top + 8, 60, 60), each.name)
    room = WIDE - 2 * SIDE - 84 - 52 * min(len(each.badges), 4)
    _words(p, show.line(each.name, 120), SIDE + 84, top + 8, "text.primary", 25, room, bold=True)
    said = f"“{show.line(each.quote)}”" if each.quote else each.what[:1].upper() + each.what[1:]
    _words(p, said, SIDE + 84, top + 42, "text.secondary", 19, room)
    for n, (_, icon) in enumerate(each.badges[-4:]):
        spot = QRectF(WIDE - SIDE - 48 - n * 52, top + 14, 44, 44)
        p.setPen(QPen(t.c("joy.base"), 2))
        p.setBrush(t.c("joy.tint"))
        p.drawEllipse(spot)
        art.paint_icon(p, icon, spot.x() + 10, spot.y() + 10, 24, t.c("joy.text"), 2)


def _words(
    p: QPainter,
    text: str,
    x: float,
    y: float,
    color: str,
    px: int,
    room: float = WIDE - 2 * SIDE,
    bold: bool = False,
) -> None:
    font = theme.now().font("ui", 600 if bold else 400)
    font.setPixelSize(px)
    p.setFont(font)
    p.setPen(theme.now().c(color))
    shown = p.fontMetrics().elidedText(text, ELIDE, round(room))
    p.drawText(QRectF(x, y, room + 2, px * 1.5), theme.ALIGN_LEFT, shown)
