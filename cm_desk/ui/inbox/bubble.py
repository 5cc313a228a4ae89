"""One message as it is painted: its parts one under another, and where a click does something."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from cm_desk.ui import theme
from cm_desk.ui.art import paint_icon
from cm_desk.ui.inbox.paragraphs import Paragraphs, Span, lay_out
from cm_desk.ui.theme import ALIGN_LEFT


class Hot(NamedTuple):
    """A place that can be clicked. `what`: link, fold, image, whole, undo, retry, edit."""

    rect: QRectF
    what: str
    value: str
    tip: str = ""


class Part(Protocol):
    """`size` is known when the part is made; `at` is its upper left corner."""

    @property
    def size(self) -> QSizeF: ...

    def paint(self, p: QPainter, at: QPointF) -> None: ...

    def hots(self, at: QPointF) -> list[Hot]: ...


@dataclass
class Words:
    """Text of a message. `links` are underlined; `tips` say where each leads."""

    lines: Paragraphs
    links: Sequence[Span]
    tips: dict[str, str]
    color: str = "text.primary"

    @property
    def size(self) -> QSizeF:
        return QSizeF(self.lines.used, self.lines.height)

    def paint(self, p: QPainter, at: QPointF) -> None:
        self.lines.paint(p, at, theme.now().c(self.color))

    def hots(self, at: QPointF) -> list[Hot]:
        return [
            Hot(rect.translated(at), "link", link.url, self.tips.get(link.url, link.url))
            for link in self.links
            for rect in self.lines.rects(link)
        ]


def words(
    text: str,
    width: float,
    role: str = "body",
    color: str = "text.primary",
    links: Sequence[Span] = (),
    tips: dict[str, str] | None = None,
) -> Words:
    t = theme.now()
    lines = lay_out(text, t.font(role), t.line(role), width, links, t.c("accent.text"))
    return Words(lines, links, tips or {}, color)


@dataclass
class Knob:
    """Words that act when they are clicked: "Show", "Undo", "Load the picture"."""

    text: str
    what: str
    value: str
    icon: str = ""
    color: str = "accent.text"
    size: QSizeF = field(init=False)

    def __post_init__(self) -> None:
        t = theme.now()
        icon = t.px(20) if self.icon else 0
        width = icon + t.metrics("ui", 500).horizontalAdvance(self.text) + t.px(8)
        self.size = QSizeF(width, t.px(26))

    def paint(self, p: QPainter, at: QPointF) -> None:
        t = theme.now()
        x = at.x()
        if self.icon:
            paint_icon(p, self.icon, x, at.y() + t.px(5), t.px(15), t.c(self.color))
            x += t.px(20)
        p.setPen(t.c(self.color))
        p.setFont(t.font("ui", 500))
        rect = QRectF(x, at.y(), self.size.width(), self.size.height())
        p.drawText(rect, ALIGN_LEFT, self.text)

    def hots(self, at: QPointF) -> list[Hot]:
        return [Hot(QRectF(at, self.size), self.what, self.value)]


@dataclass
class Note:
    """An icon and small words: what a picture shows, that text is hidden, where a link leads."""

    icon: str
    lines: Paragraphs
    color: str = "text.secondary"

    @property
    def size(self) -> QSizeF:
        return QSizeF(self.lines.used + theme.now().px(20), max(self.lines.height, 18))

    def paint(self, p: QPainter, at: QPointF) -> None:
        t = theme.now()
        paint_icon(p, self.icon, at.x(), at.y() + t.px(1), t.px(14), t.c(self.color), 2)
        self.lines.paint(p, at + QPointF(t.px(20), 0), t.c(self.color))

    def hots(self, at: QPointF) -> list[Hot]:
        return []


def note(icon: str, text: str, width: float, color: str = "text.secondary") -> Note:
    t = theme.now()
    lines = lay_out(text, t.font("small"), t.line("small"), width - t.px(20))
    return Note(icon, lines, color)


@dataclass
class Picture:
    """A picture that the person asked for, scaled down to fit."""

    image: QImage
    room: QSizeF
    url: str

    @property
    def size(self) -> QSizeF:
        full = QSizeF(self.image.size())
        inside = full.scaled(self.room, Qt.AspectRatioMode.KeepAspectRatio)
        return full if full.width() < inside.width() else inside

    def paint(self, p: QPainter, at: QPointF) -> None:
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        p.drawImage(QRectF(at, self.size), self.image)

    def hots(self, at: QPointF) -> list[Hot]:
        return []


@dataclass
class Box:
    """Parts one under another in a frame of their own: a picture, a poll."""

    parts: Sequence[Part]
    width: float
    gap: int = 4

    @property
    def size(self) -> QSizeF:
        t = theme.now()
        return QSizeF(self.width, stack_height(self.parts, t.px(self.gap)) + 2 * t.px(8))

    def paint(self, p: QPainter, at: QPointF) -> None:
        t = theme.now()
        p.setPen(QPen(t.c("line.strong" if t.chip_border else "line.subtle"), 1))
        p.setBrush(t.c("bg.surface"))
        frame = QRectF(at, self.size).adjusted(0.5, 0.5, -0.5, -0.5)
        p.drawRoundedRect(frame, t.radius("control"), t.radius("control"))
        for part, place in self._places(at):
            part.paint(p, place)

    def hots(self, at: QPointF) -> list[Hot]:
        return [hot for part, place in self._places(at) for hot in part.hots(place)]

    def _places(self, at: QPointF) -> list[tuple[Part, QPointF]]:
        t = theme.now()
        return places(self.parts, at + QPointF(t.px(10), t.px(8)), t.px(self.gap))


@dataclass
class Choice:
    """One answer of a poll, with its share as a bar when votes are known."""

    text: str
    votes: int | None
    total: int
    width: float

    @property
    def size(self) -> QSizeF:
        return QSizeF(self.width, theme.now().px(26))

    def paint(self, p: QPainter, at: QPointF) -> None:
        t, rect = theme.now(), QRectF(at, self.size)
        p.setPen(Qt.PenStyle.NoPen)
        if self.votes and self.total:
            bar = QRectF(rect)
            bar.setWidth(rect.width() * self.votes / self.total)
            p.setBrush(t.c("accent.tint"))
            p.drawRoundedRect(bar.adjusted(0, 1, 0, -1), 4, 4)
        p.setPen(t.c("text.primary"))
        p.setFont(t.font("ui"))
        inner = rect.adjusted(t.px(6), 0, -t.px(6), 0)
        count = "" if self.votes is None else f"{self.votes}"
        room = inner.width() - t.px(12) - t.metrics("ui").horizontalAdvance(count)
        elided = t.metrics("ui").elidedText(self.text, Qt.TextElideMode.ElideRight, int(room))
        p.drawText(inner, ALIGN_LEFT, elided)
        p.drawText(inner, theme.ALIGN_RIGHT, count)

    def hots(self, at: QPointF) -> list[Hot]:
        return []


def stack_height(parts: Sequence[Part], gap: float) -> float:
    return sum(part.size.height() for part in parts) + gap * max(0, len(parts) - 1)


def places(parts: Sequence[Part], at: QPointF, gap: float) -> list[tuple[Part, QPointF]]:
    found, y = [], at.y()
    for part in parts:
        found.append((part, QPointF(at.x(), y)))
        y += part.size.height() + gap
    return found
