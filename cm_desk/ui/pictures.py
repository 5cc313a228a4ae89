"""Bytes from a stranger's server as a picture: bounded in size before anything is decoded."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

SIDE = 1280  # px; larger pictures are scaled while they are read
MOST_PIXELS = 60_000_000
FORMATS = {b"png", b"jpeg", b"jpg", b"gif", b"webp", b"bmp"}


def picture(data: bytes, side: int = SIDE) -> QImage | str:
    """The picture, at most `side` px, or a sentence that says why there is none. Vector formats
    are not taken."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    if reader.format().data() not in FORMATS:
        return "This is not a picture we can show."
    size = reader.size()
    if size.width() * size.height() > MOST_PIXELS:
        return "This picture is too large to show."
    reader.setAutoTransform(True)
    if max(size.width(), size.height()) > side:
        fits = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(fits)
    image = reader.read()
    return image if not image.isNull() else "This picture is damaged."
