"""What was just done, for ten seconds, with the way back."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from cm_desk.ui import art, theme
from cm_desk.ui.widgets.cards import add_shadow
from cm_desk.ui.widgets.chips import keycap_width, paint_keycap
from cm_desk.ui.widgets.layout import hbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label, announce

SHOWN_MS: int = theme.TOKENS["time"]["undoToastMs"]
TICK_MS = 250


class Toast(QWidget):
    """Lies over the window; the newest message replaces the one before."""

    undo = Signal()
    gone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.icon = Icon("circle-check", 16, "toast.action")
        self.words = Label("", "ui", "toast.text", 500)
        self.action = ToastAction("Undo", key="Z")
        self.close_button = ToastAction("", icon="x", name="Close this note")
        self.setLayout(
            hbox(self.icon, self.words, 8, self.action, self.close_button, margins=(14, 8, 8, 10))
        )
        self._left_ms = 0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.action.clicked.connect(self.undo)
        self.close_button.clicked.connect(self.end)
        self.hide()
        self.dress()

    def dress(self) -> None:
        add_shadow(self, 24, 6, 90)
        self.adjustSize()

    def say(self, words: str, can_undo: bool = True) -> None:
        """Shown for ten seconds and spoken."""
        self.words.set_text(_short(words))
        self.words.setAccessibleName(words)
        self.action.setVisible(can_undo)
        self._left_ms = SHOWN_MS
        self._timer.start()
        self.show()
        self.raise_()
        self.adjustSize()
        spoken = f"{words} Undo with Z, or Alt+Z while writing." if can_undo else words
        self.setAccessibleName(spoken)
        announce(self.window(), spoken)

    def end(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.hide()
            self.gone.emit()

    def _tick(self) -> None:
        self._left_ms -= TICK_MS
        self.update()
        if self._left_ms <= 0:
            self.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        p.fillPath(path, t.c("toast.bg"))
        p.setClipPath(path)
        left = self.width() * self._left_ms / SHOWN_MS
        p.fillRect(QRectF(0, self.height() - 3, left, 3), t.c("toast.action"))


def _short(words: str, most: int = 72) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


class ToastAction(QAbstractButton):
    def __init__(self, text: str, key: str = "", icon: str = "", name: str = "") -> None:
        super().__init__()
        self.key, self.icon_name = key, icon
        self.setText(text)
        self.setAccessibleName(name or text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.dress()

    def dress(self) -> None:
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        t = theme.now()
        if self.icon_name:
            return QSize(t.px(28), t.px(28))
        words = t.metrics("ui", 600).horizontalAdvance(self.text()) + t.px(16)
        return QSize(words + (keycap_width(self.key) + t.px(6) if self.key else 0), t.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p, height = theme.now(), QPainter(self), self.height()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.icon_name:
            side = t.px(15)
            at = (height - side) / 2
            art.paint_icon(p, self.icon_name, at, at, side, t.c("toast.text"))
        else:
            ink = t.c("toast.action")
            p.setPen(ink)
            p.setFont(t.font("ui", 600))
            p.drawText(QRectF(t.px(8), 0, self.width(), height), theme.ALIGN_LEFT, self.text())
            at = self.width() - keycap_width(self.key) - t.px(6)
            paint_keycap(p, at, (height - t.px(18)) / 2, self.key, ink, ink, None)
        if self.hasFocus():
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.setPen(QPen(t.c("toast.action"), 2))
            p.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
