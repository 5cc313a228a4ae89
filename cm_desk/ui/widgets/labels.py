"""Labels with their colours: a dot and a word, so that colour is never the only sign."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.layout import FIXED

# What is offered for a new label; white and black words both stand on the paper beside them.
COLORS = (
    ("#0B6B66", "Pine"),
    ("#2F6F5E", "Moss"),
    ("#3F6B8F", "Sea"),
    ("#4C5A9B", "Ink"),
    ("#6A4FA3", "Plum"),
    ("#84406A", "Berry"),
    ("#BE2359", "Rose"),
    ("#BE3219", "Brick"),
    ("#B4630A", "Amber"),
    ("#57534B", "Stone"),
)
MOST = 32  # letters


def color(name: str) -> QColor:
    """Of a label: a tone of the theme, "#rrggbb", or grey. Light enough for a dark ground."""
    t = theme.now()
    found = QColor(name) if name.startswith("#") else QColor()
    if not found.isValid():
        return t.c(f"{name}.base") if name and not name.startswith("#") else t.c("text.muted")
    return found if t.name == "light" else found.lighter(150)


class LabelChip(QAbstractButton):
    """Pressing it offers what can be done with the label."""

    def __init__(self, name: str, color_name: str = "", hint: str = "") -> None:
        super().__init__()
        self.color_name = color_name
        self.setText(show.line(name, MOST))
        self.setAccessibleName(f"Label {name}{hint}")
        self.setObjectName(f"label:{name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(FIXED, FIXED)
        self.dress()

    def dress(self) -> None:
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        t = theme.now()
        words = t.metrics("small", 500).horizontalAdvance(self.text())
        return QSize(words + t.px(30), t.size("targetMin"))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        p.setPen(QPen(t.c("line.strong" if t.chip_border else "line.subtle"), 1))
        p.setBrush(t.c("bg.hover" if self.underMouse() else "bg.surface"))
        p.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(color(self.color_name))
        p.drawEllipse(QPointF(t.px(12), box.center().y()), t.px(4), t.px(4))
        p.setPen(t.c("text.primary"))
        p.setFont(t.font("small", 500))
        words = QRectF(t.px(20), 0, self.width(), self.height())
        p.drawText(words, theme.ALIGN_LEFT, self.text())
        if self.hasFocus():
            paint_focus(p, box, box.height() / 2)
