"""A line of words that is changed where it stands: click or Return, type, Return."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cm_desk.ui import art, theme
from cm_desk.ui.contexts import context
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Text, lay_out

PAD, INDENT, PENCIL = 4, 23, 20  # px at 100 %
Placed = tuple[QTextLayout, int]  # a paragraph, and which of its lines


class Line(QAbstractButton):
    """An icon, words that wrap, and smaller ones below. It can be pressed; `sign` hints at it."""

    def __init__(
        self,
        icon: str,
        words: str,
        name: str = "",
        detail: str = "",
        color: str = "text.primary",
        icon_color: str = "text.secondary",
        sign: str = "pencil-line",
        max_lines: int = 4,
    ) -> None:
        super().__init__()
        self.icon_name, self.detail, self.sign, self.max_lines = icon, detail, sign, max_lines
        self.color, self.icon_color, self._cut = color, icon_color, False
        self.setText(words)
        self.setAccessibleName(name or words)
        self.setAccessibleDescription(detail)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, words: str, color: str) -> None:
        self.setText(words)
        self.setAccessibleName(words)
        self.color = color
        self._grow()
        self.update()

    def dress(self) -> None:
        self._grow()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        t = theme.now()
        words, small = self._lines(width)
        high = len(words) * t.line("ui") + len(small) * t.line("small") + 2 * t.px(PAD)
        return max(high, t.size("targetMin"))

    def sizeHint(self) -> QSize:
        t = theme.now()
        width = t.metrics("ui").horizontalAdvance(self.text()) + t.px(INDENT + PENCIL)
        width = min(max(width, t.px(80)), t.px(300))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.now().px(60), theme.now().size("targetMin"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        need = self.heightForWidth(self.width())
        if self.minimumHeight() != need:
            self.setMinimumHeight(need)
        self.updateGeometry()

    def _indent(self) -> int:
        return theme.now().px(INDENT) if self.icon_name else 0

    def _lines(self, width: int) -> tuple[list[Placed], list[Placed]]:
        """The lines of the words and of the smaller ones."""
        t = theme.now()
        room = max(1, width - self._indent() - t.px(PENCIL))
        words = _placed(self.text(), t.font("ui"), room)
        self._cut = len(words) > self.max_lines
        return words[: self.max_lines], _placed(
            self.detail, t.font("small"), room
        ) if self.detail else []

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, hot = QRectF(self.rect()), self.underMouse() or self.hasFocus()
        if hot:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(t.c("bg.hover"))
            p.drawRoundedRect(box.adjusted(-t.px(4), 0, 0, 0), t.radius("control"), 6)
        if self.icon_name:
            top = t.px(PAD) + (t.line("ui") - t.px(15)) / 2
            art.paint_icon(p, self.icon_name, 0, top, t.px(15), t.c(self.icon_color), 2)
        self._paint_words(p)
        if hot and self.sign:
            side = t.px(14)
            top = t.px(PAD) + (t.line("ui") - side) / 2
            x = self.width() - side - t.px(3)
            art.paint_icon(p, self.sign, x, top, side, t.c("text.muted"), 2)
        if self.hasFocus():
            paint_focus(p, box.adjusted(0.5, 0.5, -0.5, -0.5), 5)

    def _paint_words(self, p: QPainter) -> None:
        t, y = theme.now(), float(theme.now().px(PAD))
        words, small = self._lines(self.width())
        for lines, role, color in ((words, "ui", self.color), (small, "small", "text.muted")):
            p.setPen(t.c(color))
            for n, (layout, number) in enumerate(lines):
                line = layout.lineAt(number)
                drop = (t.line(role) - line.height()) / 2 - line.y()
                if lines is words and self._cut and n == self.max_lines - 1:
                    self._paint_cut(p, y, layout.text()[line.textStart() :])
                else:
                    line.draw(p, QPointF(self._indent(), y + drop))
                y += t.line(role)

    def _paint_cut(self, p: QPainter, y: float, rest: str) -> None:
        """The last line that there is room for, ended by an ellipsis."""
        t = theme.now()
        room = self.width() - self._indent() - t.px(PENCIL)
        end = Qt.TextElideMode.ElideRight
        p.setFont(t.font("ui"))
        cut = t.metrics("ui").elidedText(rest + " …", end, room)
        box = QRectF(self._indent(), y, room + 2, t.line("ui"))
        p.drawText(box, theme.ALIGN_LEFT, cut)


def _placed(words: str, font: QFont, width: int) -> list[Placed]:
    return [(each, n) for each in lay_out(words, font, width) for n in range(each.lineCount())]


class EditField(Field):
    """Return keeps, Esc gives up; leaving it keeps what was changed."""

    kept = Signal()
    given_up = Signal()

    def __init__(self, text: str, placeholder: str, name: str) -> None:
        super().__init__(text, placeholder, name)
        self.returnPressed.connect(self.kept)
        context(self, "field")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        reasons = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in reasons:
            self.kept.emit()


class EditLine(QWidget):
    """`saved` carries new words, also none at all. `refuse` says why they cannot be kept."""

    saved = Signal(str)
    ended = Signal()

    def __init__(
        self,
        icon: str,
        value: str,
        name: str,
        shown: str = "",
        detail: str = "",
        empty: str = "",
        example: str = "",
    ) -> None:
        super().__init__()
        self.value, self.name = value, name
        words = shown or value or empty
        told = f"{name}: {shown or value}. Change" if shown or value else words
        color = "text.primary" if shown or value else "text.muted"
        self.line = Line(icon, words, told, detail, color, sign="pencil-line" if value else "plus")
        self.line.setObjectName(f"line:{name}")
        self.field = EditField(value, example or name, name)
        self.problem = Text("", "small", "risk.text")
        self.field.hide()
        self.problem.hide()
        self.setLayout(vbox(self.line, self.field, self.problem, gap=3))
        self.setFocusProxy(self.line)
        self.line.clicked.connect(self.edit)
        self.field.kept.connect(self._keep)
        self.field.given_up.connect(self.end)

    @property
    def editing(self) -> bool:
        return not self.field.isHidden()

    def edit(self) -> None:
        self.field.setText(self.value)
        self.line.hide()
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()

    def refuse(self, why: str) -> None:
        self.line.hide()
        self.field.show()
        self.field.mark_error(True)
        self.problem.set_text(why)
        self.problem.show()
        self.field.setFocus()

    def end(self) -> None:
        if not self.editing:
            return
        self.field.hide()  # first: a field that loses the focus while it is shown keeps its words
        self.problem.hide()
        self.line.show()
        self.line.setFocus()
        self.ended.emit()

    def _keep(self) -> None:
        words = self.field.text().strip()
        if not self.editing:
            return
        self.end()
        if words != self.value:
            self.saved.emit(words)
