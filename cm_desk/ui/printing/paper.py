"""Blocks on pages, of a PDF or of a printer. Plain text only: nothing in it can be markup."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from unicodedata import bidirectional

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPainter,
    QTextLayout,
    QTextOption,
)

from cm_desk.ui.printing.blocks import Block

MARGIN_MM = 18.0
POINTS = {
    "title": 17.0,
    "day": 9.5,
    "event": 9.0,
    "meta": 8.5,
    "subject": 10.0,
    "text": 10.0,
    "quiet": 8.5,
    "gap": 4.0,
}
WEIGHTS = {"title": 600, "day": 600, "meta": 600, "subject": 600}
BEFORE = {
    "title": 0.0,
    "day": 15.0,
    "event": 8.0,
    "meta": 10.0,
    "subject": 2.0,
    "text": 2.0,
    "quiet": 3.0,
    "gap": 0.0,
}
INK, QUIET, LINE = QColor("#1c1a17"), QColor("#5f5a52"), QColor("#c8c2b6")
INDENT = 11.0  # points: room for the line beside what is ours
FOOT = 26.0
MOST_PICTURE = 0.45  # of the height of a page


@dataclass
class Strip:
    """A part of a block that is on one page: its lines, from the first to before the last.
    `lead` is the space above it that belongs to the same message."""

    block: Block
    layout: QTextLayout
    first: int
    last: int
    top: float
    height: float
    lead: float = 0.0
    picture: QRectF | None = None


@dataclass
class Sheet:
    strips: list[Strip] = field(default_factory=list)


class Paper:
    """`add` blocks, then `paint`. Sizes are in pixels of the device."""

    def __init__(self, device: QPagedPaintDevice, dpi: float) -> None:
        margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
        device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
        self._device, self._dpi = device, dpi
        room = device.pageLayout().paintRectPixels(round(dpi))
        self.width, self.height = float(room.width()), room.height() - self.px(FOOT)
        self.sheets: list[Sheet] = [Sheet()]
        self._y = 0.0
        self._held: list[Block] = []

    def px(self, points: float) -> float:
        return points * self._dpi / 72

    def font(self, role: str) -> QFont:
        font = QFont(["Inter", "Noto Sans", "DejaVu Sans", "Noto Color Emoji"])
        font.setPixelSize(max(1, round(self.px(POINTS[role]))))
        font.setWeight(QFont.Weight(WEIGHTS.get(role, 400)))
        return font

    # -- setting

    def add(self, block: Block) -> None:
        """A block that is joined with the next waits for it."""
        self._held.append(block)
        if not block.joined:
            self.flush()

    def flush(self) -> None:
        held, self._held = self._held, []
        if not held:
            return
        layouts = [self._lay_out(each) for each in held]
        need = sum(map(self._least, held, layouts))
        if self._y and self._y + need > self.height:
            self._turn()
        for block, layout in zip(held, layouts, strict=True):
            self._place(block, layout)

    def _turn(self) -> None:
        self.sheets.append(Sheet())
        self._y = 0.0

    def _lay_out(self, block: Block) -> QTextLayout:
        layout = QTextLayout(block.text, self.font(block.role))
        option = QTextOption()
        if _from_the_right(block.text):
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width - self.px(INDENT))
            line.setPosition(QPointF(0, y))
            y += line.height() * 1.25
        layout.endLayout()
        return layout

    def _least(self, block: Block, layout: QTextLayout) -> float:
        """What must fit on a page for the block to begin there: two lines, or all of it."""
        lines = min(2, layout.lineCount())
        return self._before(block) + self._span(layout, 0, lines)

    def _before(self, block: Block) -> float:
        return self.px(BEFORE[block.role]) if self._y else 0.0

    def _span(self, layout: QTextLayout, first: int, last: int) -> float:
        if first >= last:
            return 0.0
        end = layout.lineAt(last - 1)
        return end.y() + end.height() * 1.25 - layout.lineAt(first).y()

    def _place(self, block: Block, layout: QTextLayout) -> None:
        if block.picture is not None:
            self._place_picture(block, block.picture)
        first, lead = 0, self._before(block)
        self._y += lead
        while first < layout.lineCount():
            last = self._fitting(layout, first)
            if last == first:
                self._turn()
                last = max(first + 1, self._fitting(layout, first))
            height = self._span(layout, first, last)
            own = 0.0 if block.role == "meta" or self._y == 0 else lead
            strip = Strip(block, layout, first, last, self._y, height, own)
            self.sheets[-1].strips.append(strip)
            self._y += height
            first = last

    def _fitting(self, layout: QTextLayout, first: int) -> int:
        """How far the lines from `first` go on this page."""
        last = first
        while last < layout.lineCount() and (
            self._y + self._span(layout, first, last + 1) <= self.height
        ):
            last += 1
        return last

    def _place_picture(self, block: Block, image: QImage) -> None:
        width = min(self.width - self.px(INDENT), self.px(image.width() * 0.75))
        height = width * image.height() / max(1, image.width())
        if height > self.height * MOST_PICTURE:
            width *= self.height * MOST_PICTURE / height
            height = self.height * MOST_PICTURE
        if self._y + self.px(6) + height > self.height:
            self._turn()
        self._y += self.px(6) if self._y else 0
        place = QRectF(self.px(INDENT), self._y, width, height)
        empty = Strip(block, QTextLayout(), 0, 0, self._y, height, self.px(6), place)
        self.sheets[-1].strips.append(empty)
        self._y += height

    # -- painting

    def paint(self, foot: str) -> Iterator[int]:
        """Yields the number of each page that is done. `foot` stands below every page."""
        self.flush()
        painter = QPainter(self._device)
        try:
            for number, sheet in enumerate(self.sheets, 1):
                if number > 1:
                    self._device.newPage()
                for strip in sheet.strips:
                    self._paint_strip(painter, strip)
                self._paint_foot(painter, foot, f"{number} / {len(self.sheets)}")
                yield number
        finally:
            painter.end()

    def _paint_strip(self, p: QPainter, strip: Strip) -> None:
        if strip.block.ours:
            bar = QRectF(0, strip.top - strip.lead, self.px(1.5), strip.height + strip.lead)
            p.fillRect(bar, LINE)
        if strip.picture is not None and strip.block.picture is not None:
            p.drawImage(strip.picture, strip.block.picture)
            return
        p.setPen(QUIET if strip.block.role in ("quiet", "day", "meta", "event") else INK)
        left = self.px(INDENT) if strip.block.role not in ("title", "day") else 0.0
        shift = strip.layout.lineAt(strip.first).y() if strip.first < strip.last else 0.0
        for number in range(strip.first, strip.last):
            line = strip.layout.lineAt(number)
            line.draw(p, QPointF(left, strip.top - shift))

    def _paint_foot(self, p: QPainter, foot: str, number: str) -> None:
        font = self.font("quiet")
        p.setFont(font)
        p.setPen(QUIET)
        metrics = QFontMetricsF(font)
        y = self.height + self.px(FOOT) - metrics.descent()
        wide = metrics.horizontalAdvance(number)
        room = self.width - wide - self.px(14)
        p.drawText(QPointF(0, y), metrics.elidedText(foot, Qt.TextElideMode.ElideRight, room))
        p.drawText(QPointF(self.width - wide, y), number)


def _from_the_right(text: str) -> bool:
    """By the first letter that has a direction."""
    strong = (bidirectional(char) for char in text[:500])
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def fill(paper: Paper, blocks: Iterable[Block]) -> Iterator[int]:
    """Yields how many blocks are set."""
    for number, block in enumerate(blocks, 1):
        paper.add(block)
        yield number
    paper.flush()
