"""Buttons, links, check boxes and switches, drawn flat."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPushButton

from cm_desk.ui import art, theme
from cm_desk.ui.widgets.chips import caps, keycap_width, paint_keycap
from cm_desk.ui.widgets.layout import FIXED, PREFERRED
from cm_desk.ui.widgets.text import safe

Look = tuple[str, str, str]  # colours of ink, ground and line; "" for none


def paint_focus(p: QPainter, rect: QRectF, radius: float) -> None:
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.setPen(QPen(theme.now().c("focus"), 2))
    p.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class Button(QPushButton):
    """`kind`: primary, default, quiet, link or danger. Draws icon, text and key hint itself.

    `name` is what a screen reader says and the tool tip shows, where the text does not do.
    """

    def __init__(
        self,
        text: str = "",
        kind: str = "default",
        icon: str = "",
        key: str = "",
        name: str = "",
        small: bool = False,
        tone: str = "",
        arrow: bool = False,
    ) -> None:
        super().__init__(text)
        self.kind, self.icon_name, self.key = kind, icon, key
        self.small, self.tone, self.arrow = small, tone, arrow
        self.bare = False  # without its icon, where there is no room for it beside the words
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(FIXED, FIXED)
        self.setAutoDefault(False)
        self.rename(name or text)
        self.dress()

    def rename(self, name: str) -> None:
        """What a screen reader says and the tool tip shows."""
        self.setAccessibleName(name)
        key = " ".join(caps(self.key)) if self.key else ""
        tip = name if name != self.text() or key else ""
        self.setToolTip(safe(f"{tip}  ({key})" if key else tip))

    def set_words(self, text: str, name: str = "") -> None:
        self.setText(text)
        self.rename(name or text)
        self.updateGeometry()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().size("controlSmall" if self.small else "control"))
        self.updateGeometry()

    @property
    def icon_room(self) -> int:
        """What it would save without its icon."""
        t = theme.now()
        return t.size("icon") + t.px(6) if self.icon_name and self.text() else 0

    def set_bare(self, bare: bool) -> None:
        if bare != self.bare:
            self.bare = bare
            self.updateGeometry()
            self.update()

    def _widths(self) -> tuple[int, int, int, int]:
        """Of icon, text, arrow and key cap."""
        t, words = theme.now(), self.text()
        icon = self.icon_room if words else t.size("icon") if self.icon_name else 0
        icon = 0 if self.bare and words else icon
        text = t.metrics("ui", 500).horizontalAdvance(words) if words else 0
        key = sum(keycap_width(cap) + t.px(3) for cap in caps(self.key)) if self.key else 0
        return icon, text, t.px(18) if self.arrow else 0, key + t.px(5) if key else 0

    def sizeHint(self) -> QSize:
        t = theme.now()
        tight = self.small or not self.text() or self.kind == "quiet"
        width = sum(self._widths()) + 2 * t.px(8 if tight else 12)
        height = t.size("controlSmall" if self.small else "control")
        return QSize(width if self.text() else max(width, height), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _look(self) -> Look:
        hot = self.underMouse() or self.isDown()
        if not self.isEnabled():
            if self.kind in ("primary", "default"):
                return "text.disabled", "bg.sunken", "line.subtle"
            return "text.disabled", "", ""
        if self.isChecked():
            return "accent.text", "accent.tint", "accent.base" if theme.now().chip_border else ""
        looks: dict[str, Look] = {
            "primary": ("accent.on", "accent.hover" if hot else "accent.base", ""),
            "default": ("text.primary", "bg.hover" if hot else "bg.surface", "line.strong"),
            "quiet": ("text.secondary", "bg.hover" if hot else "", ""),
            "link": ("accent.text", "bg.hover" if hot else "", ""),
            "danger": ("risk.text", "risk.tint" if hot else "bg.surface", "risk.base"),
        }
        ink, ground, line = looks[self.kind]
        return self.tone or ink, ground, line

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = t.radius("control")
        ink, ground, line = self._look()
        p.setPen(QPen(t.c(line), 1) if line else Qt.PenStyle.NoPen)
        p.setBrush(t.c(ground) if ground else Qt.BrushStyle.NoBrush)
        p.drawRoundedRect(rect, radius, radius)
        self._paint_inside(p, t.c(ink))
        if self.hasFocus():
            if self.kind == "primary":
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.setPen(QPen(t.c("bg.surface"), 1.5))
                p.drawRoundedRect(rect.adjusted(2, 2, -2, -2), radius - 1, radius - 1)
            paint_focus(p, rect, radius)

    def _paint_inside(self, p: QPainter, ink: QColor) -> None:
        t, height = theme.now(), self.height()
        icon, text, arrow, key = self._widths()
        x = (self.width() - icon - text - arrow - key) / 2
        if icon:
            side = t.size("icon")
            art.paint_icon(p, self.icon_name, x, (height - side) / 2, side, ink)
        x += icon
        p.setPen(ink)
        p.setFont(t.font("ui", 500))
        p.drawText(QRectF(x, 0, text + 2, height), theme.ALIGN_LEFT, self.text())
        x += text
        if self.arrow:
            side = t.px(14)
            art.paint_icon(p, "chevron-down", x + t.px(4), (height - side) / 2, side, ink)
        x += arrow + t.px(8)
        edge = QColor(ink)
        edge.setAlpha(255 if t.chip_border else 110)
        for cap in caps(self.key) if self.key else ():
            x += paint_keycap(p, x, (height - t.px(18)) / 2, cap, ink, edge, None) + t.px(3)


class LinkLine(QAbstractButton):
    """A line that opens something: its words and a chevron; gives way with an ellipsis."""

    def __init__(self, text: str, color: str = "accent.text", role: str = "small", icon: str = ""):
        super().__init__()
        self.color, self.role, self.icon_name = color, role, icon
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(PREFERRED, FIXED)
        self.set_words(text)
        self.dress()

    def set_words(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def dress(self) -> None:
        self.setFixedHeight(max(theme.now().line(self.role), theme.now().px(24)))

    def sizeHint(self) -> QSize:
        t = theme.now()
        words = t.metrics(self.role).horizontalAdvance(self.text())
        return QSize(words + t.px(20) + (t.px(18) if self.icon_name else 0), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.now().px(40), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p, x = theme.now(), QPainter(self), 0
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, height = t.c(self.color), self.height()
        if self.icon_name:
            art.paint_icon(p, self.icon_name, 0, (height - t.px(14)) / 2, t.px(14), color)
            x = t.px(18)
        room, fm = self.width() - x - t.px(16), t.metrics(self.role)
        words = fm.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        p.setPen(color)
        p.setFont(t.font(self.role))
        p.drawText(QRectF(x, 0, room + 2, height), theme.ALIGN_LEFT, words)
        end = x + fm.horizontalAdvance(words) + t.px(2)
        art.paint_icon(p, "chevron-right", end, (height - t.px(13)) / 2, t.px(13), color)
        if self.hasFocus():
            paint_focus(p, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4)


class Check(QCheckBox):
    def __init__(self, text: str = "", checked: bool = False, name: str = "") -> None:
        super().__init__(text)
        self.setChecked(checked)
        self.setAccessibleName(name or text)
        self.dress()

    def dress(self) -> None:
        self.setMinimumHeight(theme.now().size("targetMin"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        t = theme.now()
        words = t.metrics("ui").horizontalAdvance(self.text())
        return QSize(t.px(26) + words + 4, t.size("targetMin"))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = t.px(16)
        top = (self.height() - side) / 2
        on = self.isChecked()
        p.setPen(QPen(t.c("accent.base" if on else "line.strong"), 1.2))
        p.setBrush(t.c("accent.base" if on else "bg.surface"))
        p.drawRoundedRect(QRectF(1.5, top + 0.5, side - 1, side - 1), 4, 4)
        if on:
            mark = t.px(12)
            at = (side - mark) / 2
            art.paint_icon(p, "check", 1 + at, top + at, mark, t.c("accent.on"), 3)
        p.setPen(t.c("text.primary" if self.isEnabled() else "text.disabled"))
        p.setFont(t.font("ui"))
        room = QRectF(t.px(26), 0, self.width() - t.px(26), self.height())
        p.drawText(room, theme.ALIGN_LEFT, self.text())
        if self.hasFocus():
            paint_focus(p, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4)


class Switch(QCheckBox):
    """On or off, named for screen readers; its words stand beside it."""

    def __init__(self, checked: bool = False, name: str = "") -> None:
        super().__init__()
        self.setChecked(checked)
        self.setAccessibleName(name)
        self.dress()

    def dress(self) -> None:
        self.setFixedSize(theme.now().px(40), theme.now().px(24))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p, on = theme.now(), QPainter(self), self.isChecked()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(1.5, 2.5, self.width() - 3, self.height() - 5)
        p.setPen(QPen(t.c("accent.base" if on else "line.strong"), 1.4))
        p.setBrush(t.c("accent.base" if on else "bg.surface"))
        p.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        knob = track.height() - 5
        x = track.right() - knob - 2.5 if on else track.left() + 2.5
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(t.c("accent.on" if on else "line.strong"))
        p.drawEllipse(QRectF(x, track.top() + 2.5, knob, knob))
        if on:
            side = t.px(11)
            top = track.top() + (track.height() - side) / 2
            art.paint_icon(p, "check", track.left() + t.px(5), top, side, t.c("accent.on"), 3)
        if self.hasFocus():
            paint_focus(p, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self.height() / 2)
