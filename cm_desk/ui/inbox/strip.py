"""One item of a conversation laid out over the whole width: face, header and bubble, or a pill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cm_desk.store.messages import Message
from cm_desk.store.outbox import OutboxItem
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.art import paint_avatar
from cm_desk.ui.compose.leaving import leaving_words
from cm_desk.ui.format import removed
from cm_desk.ui.inbox.bubble import Hot, Knob, Part, note, places, stack_height, words
from cm_desk.ui.inbox.items import Day, Event, Item, Leaving, Said
from cm_desk.ui.inbox.parts import Opened, parts
from cm_desk.ui.inbox.words import full_day
from cm_desk.ui.theme import ALIGN_CENTER, ALIGN_LEFT, ALIGN_RIGHT
from cm_desk.ui.widgets.chips import chip_size, paint_chip

WIDEST = 640  # the width at which lines are still easy to read
GAP = 14


@dataclass
class Strip:
    """A bubble with its header and face. `ours` stands at the right."""

    width: float
    parts: Sequence[Part]
    header: str
    face: tuple[str, str]
    ours: bool
    fill: str
    line: str = ""

    @property
    def height(self) -> int:
        t = theme.now()
        inner = stack_height(self.parts, t.px(6))
        return int(t.px(19) + inner + 2 * t.px(9) + t.px(GAP))

    def _bubble(self) -> QRectF:
        t = theme.now()
        used = max((part.size.width() for part in self.parts), default=0)
        width = min(used + 2 * t.px(13) + 1, bubble_width(self.width) + 2 * t.px(13))
        height = self.height - t.px(19) - t.px(GAP)
        x = self.width - t.px(56) - width if self.ours else t.px(56)
        return QRectF(x, t.px(19), width, height)

    def _places(self, at: QPointF) -> list[tuple[Part, QPointF]]:
        t, bubble = theme.now(), self._bubble()
        start = at + bubble.topLeft() + QPointF(t.px(13), t.px(9))
        return places(self.parts, start, t.px(6))

    def hots(self, at: QPointF) -> list[Hot]:
        return [hot for part, place in self._places(at) for hot in part.hots(place)]

    def text_rect(self, at: QPointF) -> QRectF:
        """Where an editor goes when the text is selected."""
        t = theme.now()
        pad_x, pad_y = t.px(13), t.px(9)
        return self._bubble().translated(at).adjusted(pad_x, pad_y, -pad_x, -pad_y)

    def paint(self, p: QPainter, at: QPointF, current: bool) -> None:
        p.translate(at)
        self._paint_header(p)
        self._paint_bubble(p, current)
        for part, place in self._places(QPointF(0, 0)):
            part.paint(p, place)
        p.translate(-at)

    def _paint_header(self, p: QPainter) -> None:
        t = theme.now()
        x = self.width - t.px(18) - t.px(30) if self.ours else t.px(18)
        face = QRectF(x, t.px(2), t.px(30), t.px(30))
        paint_avatar(p, face, *self.face)
        p.setFont(t.font("small"))
        p.setPen(t.c("text.muted"))
        line = QRectF(t.px(56), 0, self.width - 2 * t.px(56), t.px(16))
        room = int(line.width())
        text = t.metrics("small").elidedText(self.header, Qt.TextElideMode.ElideRight, room)
        p.drawText(line, ALIGN_RIGHT if self.ours else ALIGN_LEFT, text)

    def _paint_bubble(self, p: QPainter, current: bool) -> None:
        t = theme.now()
        border = "accent.base" if current else self.line or ("line.strong" if t.chip_border else "")
        p.setPen(QPen(t.c(border), 2 if current else 1) if border else Qt.PenStyle.NoPen)
        p.setBrush(t.c(self.fill))
        r = self._bubble().adjusted(0.5, 0.5, -0.5, -0.5)
        p.drawRoundedRect(r, t.radius("bubble"), t.radius("bubble"))


@dataclass
class Pill:
    """A gesture or a promise between the messages."""

    width: float
    event: Event

    @property
    def height(self) -> int:
        return theme.now().px(20 + GAP)

    def hots(self, at: QPointF) -> list[Hot]:
        return []

    def paint(self, p: QPainter, at: QPointF, current: bool) -> None:
        t, event = theme.now(), self.event
        room = int(self.width - t.px(80))
        text = t.metrics("small", 500).elidedText(event.text, Qt.TextElideMode.ElideRight, room)
        x = (self.width - chip_size(text, event.icon).width()) / 2
        paint_chip(p, at.x() + x, at.y(), text, event.tone, event.icon)


@dataclass
class DayLine:
    width: float
    text: str

    @property
    def height(self) -> int:
        return theme.now().px(18 + GAP)

    def hots(self, at: QPointF) -> list[Hot]:
        return []

    def paint(self, p: QPainter, at: QPointF, current: bool) -> None:
        t = theme.now()
        rect = QRectF(at.x() + t.px(18), at.y(), self.width - t.px(36), t.px(18))
        half = t.metrics("small").horizontalAdvance(self.text) / 2 + t.px(10)
        y, middle = rect.center().y(), rect.center().x()
        p.setPen(QPen(t.c("line.subtle"), 1))
        p.drawLine(QPointF(rect.left(), y), QPointF(middle - half, y))
        p.drawLine(QPointF(middle + half, y), QPointF(rect.right(), y))
        p.setFont(t.font("small"))
        p.setPen(t.c("text.muted"))
        p.drawText(rect, ALIGN_CENTER, self.text)


Row = Strip | Pill | DayLine


class Us(NamedTuple):
    """Who answers here, where nobody signed, and their picture's address."""

    name: str
    picture: str = ""


def bubble_width(width: float) -> float:
    """Room for the words of a bubble in a strip of that width."""
    t = theme.now()
    return max(t.px(80), min(t.px(WIDEST), width - 2 * t.px(56) - t.px(48)))


def lay_out(item: Item, width: float, opened: Opened, now: datetime, us: Us) -> Row:
    match item:
        case Day(text):
            return DayLine(width, text)
        case Event():
            return Pill(width, item)
        case Said(message):
            return _said(message, width, opened, us)
        case Leaving(waiting):
            return _leaving(waiting, width, now, us)


def _said(message: Message, width: float, opened: Opened, us: Us) -> Strip:
    theirs = message.who, message.avatar_url
    who, picture = (message.signer or us.name, us.picture) if message.outgoing else theirs
    marks = [show.line(who or "Somebody", 80), message.sent_at.astimezone().strftime("%H:%M")]
    marks += ["edited"] if message.edited_at else []
    marks += ["deleted there, kept here"] if message.deleted else []
    fill = "bubble.out" if message.outgoing else "bubble.in"
    inside = parts(message, bubble_width(width), opened)
    return Strip(width, inside, " · ".join(marks), (who, picture), message.outgoing, fill)


def _leaving(item: OutboxItem, width: float, now: datetime, us: Us) -> Strip:
    room = bubble_width(width)
    failed = item.state in ("failed", "held")
    inside: list[Part] = [words(show.block(item.outgoing.text).text, room)]
    if item.outgoing.media:
        inside.append(note("paperclip", f"{len(item.outgoing.media)} attached", room))
    if failed and item.error:
        inside.append(note("circle-alert", show.line(item.error, 300), room, "risk.text"))
    if failed:
        inside.append(Knob("Try again", "retry", str(item.id), "refresh-cw"))
    if failed or item.state == "waiting":
        inside.append(Knob("Edit it again" if failed else "Undo", "undo", str(item.id), "undo-2"))
    header = f"{us.name} · {leaving_words(item, now)}"
    border = "risk.base" if failed else "accent.base"
    return Strip(width, inside, header, us, True, "bg.surface", border)


def spoken(item: Item, now: datetime, us: Us) -> str:
    """The item as one sentence for a screen reader."""
    match item:
        case Day(text):
            return text
        case Event():
            return item.text
        case Leaving(waiting):
            return f"{us.name}, {leaving_words(waiting, now)}: {waiting.outgoing.text[:1000]}"
        case Said(message):
            return _spoken_message(message, now, us)


def _spoken_message(message: Message, now: datetime, us: Us) -> str:
    who = (message.signer or us.name) if message.outgoing else show.line(message.who or "Somebody")
    at = message.sent_at.astimezone()
    head = f"{who}, {full_day(at, now)} {at.strftime('%H:%M')}"
    warning = show.line(message.warning, 300)
    said = removed(message.trimmed) or show.line(message.text, 1000)
    text = f"Folded: {warning}" if warning else said
    alts = (show.line(each.alt, 300) or "no description" for each in message.media)
    return f"{head}: {text}{''.join(f' Attached: {alt}.' for alt in alts)}"
