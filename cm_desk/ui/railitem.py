"""One destination of the rail."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from cm_desk.domain.account import Account
from cm_desk.ui import art, theme
from cm_desk.ui.art import service_name
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.layout import EXPANDING, FIXED
from cm_desk.ui.widgets.text import safe

TROUBLE = {
    "sign-in": ("key-round", "risk.base", "sign in again"),
    "keychain": ("lock", "risk.base", "the keychain is in the way"),
    "slow": ("hourglass", "wait.base", "asked us to slow down"),
    "offline": ("wifi-off", "wait.base", "out of reach"),
    "odd": ("triangle-alert", "wait.base", "gave an odd answer"),
}


class RailItem(QAbstractButton):
    """Selected, it has a bar, a tint and bold words: colour is never the only sign."""

    def __init__(self, place: str, text: str, icon: str = "", account: Account | None = None):
        super().__init__()
        self.place, self.icon_name, self.account = place, icon, account
        self.count, self.trouble, self.selected, self.compact = 0, "", False, False
        self.letter = ""  # of a saved search: tells one from another in the narrow rail
        self.strong = account is not None
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.dress()
        self._name()

    def show_count(self, count: int, trouble: str = "") -> None:
        self.count, self.trouble = count, trouble
        self._name()
        self.update()

    def _name(self) -> None:
        name, counted = self.text(), f", {self.count:,}" if self.count else ""
        if self.account is not None:
            service = service_name(self.account.service)
            name += f", {service} account {self.account.handle}"
            counted = f", {self.count:,} waiting" if self.count else ""
        wrong = f", {TROUBLE[self.trouble][2]}" if self.trouble in TROUBLE else ""
        self.setAccessibleName(name + counted + wrong)
        self.setToolTip(safe(name + counted + wrong))

    def select(self, on: bool) -> None:
        """The selected item is the one tab stop of the rail; arrows move inside it."""
        self.selected = on
        focus = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(focus)
        self.update()

    def set_compact(self, on: bool) -> None:
        self.compact = on
        self.dress()

    def dress(self) -> None:
        t = theme.now()
        tall = self.account is not None or self.compact
        self.setFixedHeight(t.px(34) if tall else t.size("rowRail"))
        self.setMinimumWidth(t.px(40))
        self.setMaximumWidth(t.px(40) if self.compact else 16777215)
        self.setSizePolicy(QSizePolicy(FIXED if self.compact else EXPANDING, FIXED))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(theme.now().px(40 if self.compact else 180), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        items = [each for each in self.window().findChildren(RailItem) if each.isVisible()]
        items[(items.index(self) + step) % len(items)].setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, radius = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), t.radius("control")
        if self.selected or self.underMouse():
            edge = t.chip_border and self.selected
            p.setPen(QPen(t.c("accent.base"), 1) if edge else Qt.PenStyle.NoPen)
            p.setBrush(t.c("bg.selected" if self.selected else "bg.hover"))
            p.drawRoundedRect(rect, radius, radius)
        if self.selected:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(t.c("accent.base"))
            bar = QRectF(0, self.height() / 2 - t.px(8), t.px(3), t.px(16))
            p.drawRoundedRect(bar, 1.5, 1.5)
        x = self._paint_lead(p)
        if self.compact:
            self._paint_badge(p)
        else:
            self._paint_words(p, x, self._paint_end(p))
        if self.hasFocus():
            paint_focus(p, rect, radius)

    def _paint_lead(self, p: QPainter) -> float:
        """The face or icon; returns where the words begin."""
        t, account = theme.now(), self.account
        side = t.px(24 if account else 17)
        top = (self.height() - side) / 2
        x = (self.width() - side) / 2 if self.compact else t.px(8 if account else 10)
        if account is not None:
            ring = t.c("bg.selected" if self.selected else "bg.rail")
            face = account.signer or account.name or account.handle
            rect = QRectF(x, top, side, side)
            art.paint_avatar(p, rect, face, account.avatar_url, account.service, ring, 0.5)
        elif self.letter and self.compact:
            self._paint_letter(p, QRectF(x, top, side, side).adjusted(-3, -3, 3, 3))
        elif self.icon_name:
            ink = t.c("accent.text" if self.selected else "text.secondary")
            art.paint_icon(p, self.icon_name, x, top, side, ink)
        return x + side + t.px(9)

    def _paint_letter(self, p: QPainter, rect: QRectF) -> None:
        t, ink = theme.now(), theme.now().c("accent.text" if self.selected else "text.secondary")
        p.setPen(QPen(ink, 1.2))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawRoundedRect(rect, 5, 5)
        p.setFont(t.font("small", 600))
        p.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.letter)

    def _paint_badge(self, p: QPainter) -> None:
        """In the narrow rail only what is waiting carries a number."""
        if not self.count or not self.strong:
            return
        t = theme.now()
        words = str(self.count) if self.count < 100 else "99+"
        width = max(t.px(16), t.metrics("key", 600).horizontalAdvance(words) + t.px(8))
        badge = QRectF(self.width() - width, 0, width, t.px(16))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(t.c("accent.base"))
        p.drawRoundedRect(badge, t.px(8), t.px(8))
        p.setPen(t.c("accent.on"))
        p.setFont(t.font("key", 600))
        p.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_end(self, p: QPainter) -> float:
        """Trouble and count at the right; returns the room they take."""
        t, right = theme.now(), float(theme.now().px(10))
        if self.trouble in TROUBLE:
            icon, color, _ = TROUBLE[self.trouble]
            side = t.px(15)
            at = (self.width() - t.px(24), (self.height() - side) / 2)
            art.paint_icon(p, icon, *at, side, t.c(color))
            right = t.px(28)
        if self.count:
            words = f"{self.count:,}"
            width = t.metrics("small", 600).horizontalAdvance(words)
            p.setFont(t.font("small", 600 if self.strong else 400, tabular=True))
            p.setPen(t.c("text.primary" if self.strong else "text.muted"))
            room = QRectF(self.width() - width - right, 0, width + 2, self.height())
            p.drawText(room, theme.ALIGN_RIGHT, words)
            right += width + t.px(6)
        return right

    def _paint_words(self, p: QPainter, x: float, right: float) -> None:
        t = theme.now()
        strong = self.selected or (self.strong and self.count > 0)
        p.setPen(t.c("text.primary" if strong else "text.secondary"))
        p.setFont(t.font("ui", 600 if self.selected else 500))
        room = int(self.width() - x - right)
        words = t.metrics("ui", 600).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        p.drawText(QRectF(x, 0, room, self.height()), theme.ALIGN_LEFT, words)
