"""Chips and key caps, for delegates (paint_…) and as widgets."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from cm_desk.ui import art, theme
from cm_desk.ui.widgets.text import Drawn, safe


def chip_size(text: str, icon: str = "", role: str = "small") -> QSize:
    t = theme.now()
    words = t.metrics(role, 500).horizontalAdvance(text) if text else 0
    mark = (t.px(13) + (t.px(4) if text else 0)) if icon else 0
    return QSize(words + mark + 2 * t.px(7) + 1, t.px(20))


def paint_chip(
    p: QPainter, x: float, y: float, text: str, tone: str = "calm", icon: str = ""
) -> int:
    """Draw a chip with its left upper corner there; returns its width."""
    t, size = theme.now(), chip_size(text, icon)
    rect = QRectF(x + 0.5, y + 0.5, size.width() - 1, size.height() - 1)
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(QPen(t.c(tone + ".text"), 1) if t.chip_border else Qt.PenStyle.NoPen)
    p.setBrush(t.c(tone + ".tint"))
    p.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    left = x + t.px(7)
    if icon:
        side = t.px(13)
        top = y + (size.height() - side) / 2
        art.paint_icon(p, icon, left, top, side, t.c(tone + ".text"), 2.1)
        left += side + t.px(4)
    p.setPen(t.c(tone + ".text"))
    p.setFont(t.font("small", 500))
    p.drawText(QRectF(left, y, size.width(), size.height()), theme.ALIGN_LEFT, text)
    p.restore()
    return size.width()


class Chip(Drawn):
    """`tip` says more than the few words on it."""

    def __init__(self, text: str, tone: str = "calm", icon: str = "", tip: str = "") -> None:
        super().__init__(tip or text)
        self.words, self.tone, self.icon_name = text, tone, icon
        if tip:
            self.setToolTip(safe(tip))
        self.dress()

    def dress(self) -> None:
        self.setFixedSize(chip_size(self.words, self.icon_name))

    def show_as(self, text: str, tone: str, icon: str = "", tip: str = "") -> None:
        self.words, self.tone, self.icon_name = text, tone, icon
        self.setAccessibleName(tip or text)
        self.setToolTip(safe(tip))
        self.dress()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), 0, 0, self.words, self.tone, self.icon_name)


KEY_NAMES = {"Return": "↵", "Down": "↓", "Up": "↑", "Left": "←", "Right": "→", "Delete": "Del"}


def caps(keys: str) -> tuple[str, ...]:
    """ "G S" is two caps, "Ctrl+Return" is one: `Ctrl+↵`."""
    return tuple("+".join(_cap(part) for part in _parts(chord)) for chord in keys.split(" "))


def _parts(chord: str) -> list[str]:
    return [chord] if chord == "+" else chord.replace("++", "+plus").split("+")


def _cap(part: str) -> str:
    return "+" if part == "plus" else KEY_NAMES.get(part, part)


def keycap_width(key: str) -> int:
    t = theme.now()
    return max(t.px(18), t.metrics("key").horizontalAdvance(key) + t.px(10))


def paint_keycap(
    p: QPainter, x: float, y: float, key: str, ink: QColor, line: QColor, ground: QColor | None
) -> int:
    """Draw a key cap; returns its width."""
    t, width = theme.now(), keycap_width(key)
    height = t.px(18)
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(QPen(line, 1))
    p.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    p.drawRoundedRect(QRectF(x + 0.5, y + 0.5, width - 1, height - 1), 4, 4)
    p.setPen(ink)
    p.setFont(t.font("key"))
    p.drawText(QRectF(x, y, width, height), Qt.AlignmentFlag.AlignCenter, key)
    p.restore()
    return width


class KeyCap(Drawn):
    """The caps of one binding as keymap.json writes it: "G S", "Ctrl+Return"."""

    def __init__(self, keys: str) -> None:
        self.caps = caps(keys)
        super().__init__("Key " + " ".join(self.caps))
        self.dress()

    def dress(self) -> None:
        t = theme.now()
        gaps = t.px(4) * (len(self.caps) - 1)
        self.setFixedSize(sum(keycap_width(cap) for cap in self.caps) + gaps, t.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p, x = theme.now(), QPainter(self), 0
        ink, line, ground = t.c("text.secondary"), t.c("line.subtle"), t.c("bg.surface")
        for cap in self.caps:
            x += paint_keycap(p, x, 0, cap, ink, line, ground) + t.px(4)
