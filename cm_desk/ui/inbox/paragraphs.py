"""Plain text laid out by QTextLayout: never markup, links underlined and found again by a click."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption


class Span(NamedTuple):
    """A link: characters `start` to `end` of the text, and where it leads."""

    start: int
    end: int
    url: str


@dataclass
class Paragraphs:
    """Text broken to `width`; `height` in whole lines of `line`, `used` the widest of them."""

    width: float
    line: int
    layouts: list[tuple[int, QTextLayout]] = field(default_factory=list)
    height: int = 0
    used: float = 0

    def paint(self, p: QPainter, at: QPointF, color: QColor) -> None:
        p.setPen(color)
        y = at.y()
        for _, layout in self.layouts:
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                line.draw(p, QPointF(at.x(), y + (self.line - line.height()) / 2 - line.y()))
                y += self.line

    def rects(self, span: Span) -> list[QRectF]:
        """Where a link is, relative to the text: one rectangle a line."""
        found, y = [], 0
        for start, layout in self.layouts:
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                first = max(span.start - start, line.textStart())
                last = min(span.end - start, line.textStart() + line.textLength())
                if first < last:
                    found.append(_between(line.cursorToX(first), line.cursorToX(last), y, self))
                y += self.line
        return found


def _between(a: Any, b: Any, y: float, lines: Paragraphs) -> QRectF:
    """`cursorToX` gives (x, cursor) here, whatever its annotation says."""
    return QRectF(min(a[0], b[0]), y, abs(b[0] - a[0]), lines.line)


def lay_out(
    text: str,
    font: QFont,
    line: int,
    width: float,
    links: Sequence[Span] = (),
    link_color: QColor | None = None,
) -> Paragraphs:
    """Any direction of writing; every paragraph takes the side that its first letter asks for."""
    links = [Span(_units(text, a), _units(text, b), url) for a, b, url in links]
    whole = _lay_out(text, font, line, width, links, link_color)
    if not text.isascii() and whole.used + 1 < width:  # text from the right ends at `used`
        whole = _lay_out(text, font, line, ceil(whole.used) + 1, links, link_color)
    return whole


def _lay_out(
    text: str,
    font: QFont,
    line: int,
    width: float,
    links: Sequence[Span],
    link_color: QColor | None,
) -> Paragraphs:
    whole = Paragraphs(width, line)
    start = 0
    for part in text.split("\n"):
        layout, length = QTextLayout(part or " ", font), _units(part, len(part))
        layout.setTextOption(_option())
        inside = (each for each in links if each.start < start + length and each.end > start)
        layout.setFormats(list(_formats(inside, start, link_color)))
        _break(layout, width, whole)
        whole.layouts.append((start, layout))
        start += length + 1
    return whole


def _units(text: str, characters: int) -> int:
    """Qt counts UTF-16 units: most emoji are two."""
    return characters + (0 if text.isascii() else sum(c > "\uffff" for c in text[:characters]))


def _option() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option


def _formats(
    links: Iterable[Span], start: int, color: QColor | None
) -> Iterable[QTextLayout.FormatRange]:
    for link in links:
        look = QTextCharFormat()
        look.setFontUnderline(True)
        if color is not None:
            look.setForeground(color)
        found: Any = QTextLayout.FormatRange()  # its three fields are not in the stubs
        found.start, found.length, found.format = link.start - start, link.end - link.start, look
        yield found


def _break(layout: QTextLayout, width: float, whole: Paragraphs) -> None:
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        whole.used = max(whole.used, line.naturalTextWidth())
        whole.height += whole.line
    layout.endLayout()
