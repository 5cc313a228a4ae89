"""Drawing from top to bottom: the same code measures and paints, so both always agree."""

from collections.abc import Callable
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextLine,
)

from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.widgets.chips import paint_chip
from cm_desk.ui.widgets.text import lay_out


class Column:
    """`y` is where the next block begins. Without a painter nothing is drawn, only `y` moves."""

    def __init__(self, p: QPainter | None, x: float, y: float, width: float) -> None:
        self.p, self.x, self.y, self.width = p, x, y, max(1.0, width)

    def gap(self, size: float) -> None:
        self.y += theme.now().px(size)

    def text(
        self,
        words: str,
        role: str = "body",
        color: str = "text.primary",
        weight: int | None = None,
        max_lines: int = 0,
        indent: float = 0,
    ) -> None:
        """A paragraph of plain text, each line as high as its role says, either direction."""
        t = theme.now()
        font, height = t.font(role, weight), t.line(role)
        x, width = self.x + indent, self.width - indent
        lines = _lines(show.block(words).text, font, width, max_lines)
        if self.p:
            self.p.setPen(t.c(color))
            for number, line in enumerate(lines):
                line.paint(self.p, x, self.y + number * height, height)
        self.y += height * len(lines)

    def icon_text(self, icon: str, tone: str, words: str, **how: str | int | None) -> None:
        """A paragraph with an icon before its first line."""
        t = theme.now()
        if self.p:
            top = self.y + (t.line(str(how.get("role", "ui"))) - t.px(15)) / 2
            art.paint_icon(self.p, icon, self.x, top, t.px(15), t.c(tone), 2)
        self.text(words, indent=t.px(22), **{"role": "ui", **how})  # type: ignore[arg-type]

    def line(
        self, parts: list[tuple[str, str, str]], right: tuple[str, str, str] | None = None
    ) -> None:
        """One line of (words, role, colour) beside each other; `right` stands at the end."""
        t = theme.now()
        height = max(t.line(role) for _, role, _ in parts)
        end = self.x + self.width
        if right and right[0]:
            end -= t.metrics(right[1]).horizontalAdvance(right[0]) + t.px(8)
            self._words(right, end + t.px(8), self.x + self.width, height)
        x = self.x
        for part in parts:
            x = self._words(part, x, end, height) + t.px(8)
        self.y += height

    def icon_line(self, icon: str, words: str) -> None:
        """One small line that gives way, an icon before it."""
        t = theme.now()
        side, indent = t.px(13), t.px(19)
        if self.p:
            top = self.y + (t.line("small") - side) / 2
            art.paint_icon(self.p, icon, self.x, top, side, t.c("text.muted"), 2)
        rest = Column(self.p, self.x + indent, self.y, self.width - indent)
        rest.line([(words, "small", "text.secondary")])
        self.y = rest.y

    def chip(self, words: str, tone: str, icon: str) -> None:
        t = theme.now()
        if self.p:
            room = int(self.width) - t.px(32)
            metrics, end = t.metrics("small", 500), Qt.TextElideMode.ElideRight
            shown = metrics.elidedText(show.line(words), end, room)
            paint_chip(self.p, self.x, self.y, shown, tone, icon)
        self.y += t.px(20)

    def card(
        self, draw: Callable[["Column"], None], fill: str, line: str, bar: str = "", pad: float = 12
    ) -> None:
        """A rounded ground under what `draw` puts on it, as wide as the column."""
        t = theme.now()
        inner = Column(None, self.x + t.px(pad), self.y + t.px(pad - 2), self.width - 2 * t.px(pad))
        draw(inner)
        box = QRectF(self.x, self.y, self.width, inner.y - self.y + t.px(pad - 2))
        if self.p:
            paint_card(self.p, box, fill, line, bar)
            draw(Column(self.p, inner.x, self.y + t.px(pad - 2), inner.width))
        self.y = box.bottom()

    def _words(self, part: tuple[str, str, str], x: float, end: float, height: int) -> float:
        words, role, color = part
        t = theme.now()
        metrics, room = t.metrics(role), max(0, round(end - x) + 1)
        shown = metrics.elidedText(show.line(words), Qt.TextElideMode.ElideRight, room)
        if self.p:
            self.p.setFont(t.font(role))
            self.p.setPen(t.c(color))
            self.p.drawText(QRectF(x, self.y, room + 2, height), theme.ALIGN_LEFT, shown)
        return x + metrics.horizontalAdvance(shown)


class _Line:
    """One laid-out line, or the last one that fits, cut with an ellipsis."""

    def __init__(self, layout: QTextLayout, number: int, cut: str = "") -> None:
        self._layout, self._number, self._cut = layout, number, cut

    def paint(self, p: QPainter, x: float, y: float, height: float) -> None:
        line = self._layout.lineAt(self._number)
        if self._cut:
            p.setFont(self._layout.font())
            p.drawText(QRectF(x, y, line.width() + 2, height), theme.ALIGN_LEFT, self._cut)
            return
        x += self._indent(line)
        line.draw(p, QPointF(x, y + (height - line.height()) / 2 - line.y()))

    def _indent(self, line: QTextLine) -> float:
        """Lines that run from right to left end together at their right; the block stays left."""
        if not _from_right(self._layout.text()):
            return 0
        lines = (self._layout.lineAt(n) for n in range(self._layout.lineCount()))
        return max(each.naturalTextWidth() for each in lines) - line.naturalTextWidth()


def _lines(words: str, font: QFont, width: float, max_lines: int) -> list[_Line]:
    layouts = lay_out(words, font, width)
    lines = [_Line(each, n) for each in layouts for n in range(each.lineCount())]
    if not max_lines or len(lines) <= max_lines:
        return lines
    return [*lines[: max_lines - 1], _cut(lines[max_lines - 1], font, width)]


def _cut(last: _Line, font: QFont, width: float) -> _Line:
    line = last._layout.lineAt(last._number)
    rest = last._layout.text()[line.textStart() :] + " …"
    shown = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, int(width))
    return _Line(last._layout, last._number, shown)


def _from_right(words: str) -> bool:
    """By the first letter that has a direction, as Unicode does."""
    kinds = (bidirectional(char) for char in words[:200])
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def paint_card(p: QPainter, box: QRectF, fill: str, line: str, bar: str = "") -> None:
    t = theme.now()
    edge = box.adjusted(0.5, 0.5, -0.5, -0.5)
    p.setPen(_pen(line if line or not t.chip_border else "line.strong"))
    p.setBrush(t.c(fill))
    p.drawRoundedRect(edge, t.radius("card"), t.radius("card"))
    if bar:
        p.save()
        path = QPainterPath()
        path.addRoundedRect(edge, t.radius("card"), t.radius("card"))
        p.setClipPath(path, Qt.ClipOperation.IntersectClip)
        p.fillRect(QRectF(box.x(), box.y(), t.px(4), box.height()), t.c(bar))
        p.restore()


def _pen(color: str) -> QPen:
    return QPen(theme.now().c(color), 1) if color else QPen(QColor(0, 0, 0, 0))
