"""Words: one line, or a paragraph with real line height. Never rich text."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cm_desk.ui import theme
from cm_desk.ui.widgets.layout import EXPANDING, PREFERRED

LEFT = theme.ALIGN_LEFT | Qt.AlignmentFlag.AlignAbsolute  # whatever the direction of the words


def safe(text: str) -> str:
    """For tool tips, which guess at markup and would load pictures: there is nothing to guess."""
    return text.replace("<", "‹")


def announce(widget: QWidget, text: str, urgent: bool = False) -> None:
    """Have the screen reader speak; `urgent` interrupts what it is saying."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(widget, text)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


class Label(QLabel):
    """One line of text, always plain. With `elide` it gives way and keeps its full name.

    An Arabic name too stands at the left, beside its face.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "ui",
        color: str = "text.primary",
        weight: int | None = None,
        tabular: bool = False,
        elide: bool = False,
        align: Qt.AlignmentFlag | None = None,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.role, self.color, self.weight, self.tabular = role, color, weight, tabular
        self.words, self.elide = text, elide
        self.setAlignment(LEFT if align is None else align)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, PREFERRED)
        self.dress()
        self.set_text(text)

    def dress(self) -> None:
        t = theme.now()
        self.setFont(t.font(self.role, self.weight, self.tabular))
        self.setMinimumHeight(t.line(self.role))
        if self.elide:
            self.setMinimumWidth(t.px(20))
        self.set_color(self.color)
        self.setText("")  # a new text alone makes Qt forget how high the old one was
        self._fit()

    def set_color(self, color: str) -> None:
        self.color = color
        palette = self.palette()
        palette.setColor(palette.ColorRole.WindowText, theme.now().c(color))
        self.setPalette(palette)

    def set_text(self, text: str) -> None:
        self.words = text.replace("\n", " ")
        self._fit()

    def _fit(self) -> None:
        if self.elide:
            self.setAccessibleName(self.words)
            fm = self.fontMetrics()
            self.setText(fm.elidedText(self.words, Qt.TextElideMode.ElideRight, self.width()))
        else:
            self.setText(self.words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.elide:
            self._fit()


class Drawn(QLabel):
    """Base of small drawings: static text to a screen reader, its name says what is drawn."""

    def __init__(self, name: str = "", tip: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(name)
        if tip:
            self.setToolTip(safe(name))


@lru_cache(maxsize=512)
def _option(align: Qt.AlignmentFlag | None) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    if align is not None:
        option.setAlignment(align)
    return option


def lay_out(
    words: str, font: QFont, width: float, align: Qt.AlignmentFlag | None = None
) -> list[QTextLayout]:
    """The lines of plain text at that width, one layout a paragraph."""
    paragraphs = []
    for text in words.split("\n"):
        layout = QTextLayout(text or " ", font)
        layout.setTextOption(_option(align))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
        layout.endLayout()
        paragraphs.append(layout)
    return paragraphs


class Text(QLabel):
    """A paragraph of plain text that wraps; `max_lines` cuts it with an ellipsis.

    `hint` is the width in px it would like to have.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        color: str = "text.primary",
        weight: int | None = None,
        max_lines: int = 0,
        italic: bool = False,
        align: Qt.AlignmentFlag | None = None,
        hint: int = 420,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.words, self.role, self.color = text, role, color
        self.weight, self.max_lines, self.italic = weight, max_lines, italic
        self.align, self.hint, self.truncated = align, hint, False
        policy = QSizePolicy(EXPANDING, PREFERRED)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.dress()
        self.set_text(text)

    def dress(self) -> None:
        t = theme.now()
        self.face = t.font(self.role, self.weight, italic=self.italic)
        self.line = t.line(self.role)
        self.setFont(self.face)
        self._grow()

    def set_text(self, text: str) -> None:
        self.words = text
        self.setText(text)
        self.setAccessibleName(text)
        self._grow()

    def heightForWidth(self, width: int) -> int:
        lines = sum(each.lineCount() for each in lay_out(self.words, self.face, width))
        return self.line * (min(lines, self.max_lines) if self.max_lines else lines)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        fm = QFontMetrics(self.face)
        longest = max(fm.horizontalAdvance(part) for part in self.words.split("\n")) + 2
        width = min(longest, theme.now().px(self.hint))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.now().px(40), self.line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        need = self.heightForWidth(self.width())
        if self.minimumHeight() != need:
            self.setMinimumHeight(need)
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setPen(theme.now().c(self.color))
        layouts = lay_out(self.words, self.face, self.width(), self.align)
        lines = [(each, n) for each in layouts for n in range(each.lineCount())]
        shown = lines[: self.max_lines] if self.max_lines else lines
        self.truncated = len(shown) < len(lines)
        for number, (layout, n) in enumerate(shown):
            y = number * self.line
            if self.truncated and number == len(shown) - 1:
                self._paint_cut(p, y, layout.text()[layout.lineAt(n).textStart() :])
            else:
                line = layout.lineAt(n)
                line.draw(p, QPointF(0, y + (self.line - line.height()) / 2 - line.y()))

    def _paint_cut(self, p: QPainter, y: int, rest: str) -> None:
        p.setFont(self.face)
        fm = QFontMetrics(self.face)
        cut = fm.elidedText(rest + " …", Qt.TextElideMode.ElideRight, self.width())
        p.drawText(QRectF(0, y, self.width(), self.line), theme.ALIGN_LEFT, cut)
