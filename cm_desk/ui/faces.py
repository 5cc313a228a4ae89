"""Faces: initials on a dark ground, or a drawn face for an address that spells one.

`face:BG-SKIN-HAIR-CUT-TOP` (colours as six hex digits, "-glasses" may follow) is an avatar
address that needs no network. Any other address is initials, until somebody had its picture
fetched: then that is kept beside the store. Nothing is fetched here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from cm_desk.paths import face_file
from cm_desk.ui import theme
from cm_desk.ui.pictures import picture as decode

PHOTO = 224  # px: sharp at the largest face on a dense screen
HEX = "[0-9a-fA-F]{6}"
FACE = re.compile(f"face:({HEX})-({HEX})-({HEX})-([a-z]+)-({HEX})(-glasses)?")
# White on each of these passes 4.5:1.
GROUNDS = ("#3F6B8F", "#57534B", "#7A4B8C", "#2F6F5E", "#8A4B2F", "#4C5A9B", "#84406A", "#5B6B2A")
CURLS = ((30, 36, 14), (70, 36, 14), (38, 22, 14), (62, 22, 14), (50, 18, 14), (26, 50, 11))
FRINGES = {
    "short": (
        (29, 46),
        (26, 14, 74, 14, 71, 46),
        (68, 34, 60, 31, 50, 32),
        (40, 31, 32, 34, 29, 46),
    ),
    "long": (
        (28, 50),
        (24, 12, 76, 12, 72, 50),
        (70, 38, 64, 33, 56, 31),
        (46, 40, 34, 38, 28, 50),
    ),
    "side": (
        (29, 46),
        (22, 10, 80, 10, 71, 44),
        (66, 30, 54, 36, 40, 29),
        (34, 33, 32, 38, 29, 46),
    ),
}
SAME = {"bun": "short", "beard": "short", "bob": "long", "wave": "long"}


@dataclass(frozen=True, slots=True)
class Look:
    ground: QColor
    skin: QColor
    hair: QColor
    cut: str
    top: QColor
    glasses: bool


@lru_cache(maxsize=1024)
def look(picture: str) -> Look | None:
    """None for any address that does not spell a face."""
    found = FACE.fullmatch(picture)
    if found is None:
        return None
    ground, skin, hair, cut, top, glasses = found.groups()
    bg, sk, ha, to = (QColor("#" + each) for each in (ground, skin, hair, top))
    return Look(bg, sk, ha, cut, to, bool(glasses))


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Up to two letters that stand for a name; "?" where it has none.

    A name in a script without capitals gives its first letter; what follows a comma is a role.
    """
    words: list[str] = re.findall(r"\w+", name.partition(",")[0][:200])
    letters = [word[0] for word in words if word[0].isalpha()]
    if not letters:
        return "?"
    both = letters[0] + letters[-1] if len(letters) > 1 else letters[0]
    return both.upper() if both.upper() != both.lower() else letters[0]


def ground(name: str) -> QColor:
    """The same name always has the same ground."""
    return QColor(GROUNDS[crc32(name.encode("utf-8", "replace")) % len(GROUNDS)])


class Kept:
    """The pictures that were fetched: which there are is known without asking the disk."""

    folder: Path | None = None
    names: frozenset[str] = frozenset()


def use(folder: Path) -> None:
    """Where they are kept; again after one was fetched or taken away."""
    Kept.folder = folder
    Kept.names = (
        frozenset(each.name for each in folder.glob("*")) if folder.is_dir() else frozenset()
    )
    _photo.cache_clear()


@lru_cache(maxsize=256)
def _photo(url: str) -> QPixmap | None:
    """None where none was fetched, or where it is damaged."""
    name = face_file(url)
    if Kept.folder is None or name not in Kept.names:
        return None
    try:
        found = decode((Kept.folder / name).read_bytes(), PHOTO)
    except OSError:
        return None
    return None if isinstance(found, str) else QPixmap.fromImage(found)


def paint_face(p: QPainter, rect: QRectF, name: str, picture: str = "") -> None:
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawn = look(picture) if picture.startswith("face:") else None
    photo = _photo(picture) if Kept.names and picture and drawn is None else None
    if photo is not None:
        _paint_photo(p, rect, photo)
    elif drawn is None:
        _paint_initials(p, rect, name)
    else:
        clip = QPainterPath()
        clip.addEllipse(rect)
        p.setClipPath(clip)
        p.fillRect(rect, drawn.ground)
        p.translate(rect.topLeft())
        p.scale(rect.width() / 100, rect.width() / 100)
        _paint_look(p, drawn)
    p.restore()


def _paint_photo(p: QPainter, rect: QRectF, photo: QPixmap) -> None:
    """Its middle, round."""
    p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    clip = QPainterPath()
    clip.addEllipse(rect)
    p.setClipPath(clip)
    side = min(photo.width(), photo.height())
    left, top = (photo.width() - side) / 2, (photo.height() - side) / 2
    p.drawPixmap(rect, photo, QRectF(left, top, side, side))


def _paint_initials(p: QPainter, rect: QRectF, name: str) -> None:
    text = initials(name)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(ground(name))
    p.drawEllipse(rect)
    if theme.now().chip_border:
        p.setPen(QPen(theme.now().c("line.strong"), 1))
        p.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    font = QFont(theme.now().font("uiStrong"))
    font.setPixelSize(max(8, int(rect.width() * (0.38 if len(text) > 1 else 0.46))))
    p.setFont(font)
    p.setPen(QColor("#FFFFFF"))
    p.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _paint_look(p: QPainter, it: Look) -> None:
    p.setPen(Qt.PenStyle.NoPen)
    _paint_hair_behind(p, it)
    p.setBrush(it.top)
    p.drawEllipse(QRectF(14, 76, 72, 60))  # shoulders
    p.setBrush(it.skin.darker(112))
    p.drawRoundedRect(QRectF(42, 60, 16, 24), 8, 8)  # neck
    _paint_head(p, it)
    _paint_fringe(p, it)
    _paint_features(p, it)


def _paint_hair_behind(p: QPainter, it: Look) -> None:
    p.setBrush(it.hair)
    bottom = {"long": 92, "bob": 66, "wave": 80}.get(it.cut)
    if bottom:
        p.drawRoundedRect(QRectF(25, 20, 50, bottom - 20), 24, 24)
    if it.cut == "curl":
        for x, y, r in (*CURLS, (74, 50, 11)):
            p.drawEllipse(QPointF(x, y), r, r)
    if it.cut == "bun":
        p.drawEllipse(QPointF(50, 15), 12, 11)


def _paint_head(p: QPainter, it: Look) -> None:
    if it.cut == "scarf":
        p.setBrush(it.hair)
        p.drawEllipse(QRectF(25, 17, 50, 62))
        p.drawEllipse(QRectF(28, 60, 44, 30))
        p.setBrush(it.skin)
        p.drawEllipse(QRectF(33, 27, 34, 43))
        return
    p.setBrush(it.skin)
    p.drawEllipse(QRectF(30, 23, 40, 48))
    p.drawEllipse(QPointF(30, 48), 4.5, 6)
    p.drawEllipse(QPointF(70, 48), 4.5, 6)


def _paint_fringe(p: QPainter, it: Look) -> None:
    p.setBrush(it.hair)
    path = QPainterPath()
    if it.cut == "curl":
        for x, y, r in ((37, 30, 9), (50, 27, 10), (63, 30, 9)):
            path.addEllipse(QPointF(x, y), r, r)
    elif curve := FRINGES.get(SAME.get(it.cut, it.cut)):
        start, *bends = curve
        path.moveTo(start[0], start[1])
        for bend in bends:
            path.cubicTo(*bend)
    p.drawPath(path)
    if it.cut == "beard":
        beard = QPainterPath()
        beard.moveTo(31, 52)
        for bend in ((31, 82, 69, 82, 69, 52), (63, 58, 58, 57, 50, 57), (42, 57, 37, 58, 31, 52)):
            beard.cubicTo(*bend)
        p.drawPath(beard)


def _paint_features(p: QPainter, it: Look) -> None:
    ink = QColor("#2B211B") if it.skin.lightness() > 90 else QColor("#140C08")
    p.setBrush(ink)
    p.drawEllipse(QPointF(42, 47), 2.4, 2.9)
    p.drawEllipse(QPointF(58, 47), 2.4, 2.9)
    smile = QPainterPath()
    smile.moveTo(43, 57)
    smile.quadTo(50, 63.5, 57, 57)
    p.setBrush(Qt.BrushStyle.NoBrush)
    lips = QPen(QColor("#FFFFFF") if it.cut == "beard" else ink, 2.6)
    lips.setCapStyle(Qt.PenCapStyle.RoundCap)
    p.setPen(lips)
    p.drawPath(smile)
    if it.glasses:
        p.setPen(QPen(ink, 2))
        p.drawEllipse(QPointF(42, 47), 6.5, 6)
        p.drawEllipse(QPointF(58, 47), 6.5, 6)
        p.drawLine(QPointF(48.5, 46), QPointF(51.5, 46))
