"""Messages by month as bars: theirs above the line, ours below. Its name says it in words."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from cm_desk.store.activity import Active
from cm_desk.ui import theme
from cm_desk.ui.contact.words import month
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.widgets.text import Drawn, safe

Month = tuple[int, int, int, int]  # year, month, received, sent
SHOWN = 12


def last_months(active: Iterable[Active], now: datetime, shown: int = SHOWN) -> list[Month]:
    """The last `shown` months up to now, oldest first; empty ones are there with zeros."""
    known = summed(active)
    here = now.astimezone()
    last = here.year * 12 + here.month - 1
    dates = [divmod(n, 12) for n in range(last - shown + 1, last + 1)]
    return [(y, m + 1, *known.get((y, m + 1), (0, 0))) for y, m in dates]


def summed(active: Iterable[Active]) -> dict[tuple[int, int], tuple[int, int]]:
    """(received, sent) by (year, month), at all accounts together."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for year, number, _, theirs, ours in active:
        before = found.get((year, number), (0, 0))
        found[year, number] = (before[0] + theirs, before[1] + ours)
    return found


def in_words(months: Sequence[Month]) -> str:
    theirs, ours = sum(each[2] for each in months), sum(each[3] for each in months)
    whole = f"Last {len(months)} months: {theirs} from them, {ours} from us."
    busiest = max(months, key=lambda each: each[2] + each[3])
    if not busiest[2] + busiest[3]:
        return whole
    top = counted(busiest[2] + busiest[3], "{} message", "{} messages")
    return f"{whole} Most in {month(busiest[0], busiest[1])}: {top}."


class MonthChart(Drawn):
    def __init__(self) -> None:
        super().__init__("No messages yet")
        self._months: list[Month] = []
        self.dress()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().px(132))

    def show_months(self, months: list[Month]) -> None:
        self._months = months
        self.setAccessibleName(in_words(months))
        self.setToolTip(safe(in_words(months)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._months:
            return
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max(1, *(max(each[2], each[3]) for each in self._months))
        middle, unit = t.px(62), t.px(46) / most
        step = self.width() / len(self._months)
        p.setPen(QPen(t.c("chart.grid"), 1))
        p.drawLine(0, middle, self.width(), middle)
        for n, (_, _, theirs, ours) in enumerate(self._months):
            x, width = n * step + step * 0.22, step * 0.56
            self._bar(p, QRectF(x, middle - theirs * unit, width, theirs * unit - 1), True)
            self._bar(p, QRectF(x, middle + 2, width, ours * unit - 1), False)
        self._letters(p, step)

    def _bar(self, p: QPainter, bar: QRectF, theirs: bool) -> None:
        """Ours are hollow: colour is never the only sign."""
        if bar.height() <= 0:
            return
        t = theme.now()
        p.setPen(Qt.PenStyle.NoPen if theirs else QPen(t.c("chart.shown"), 1.4))
        p.setBrush(t.c("chart.pos") if theirs else t.c("accent.tint"))
        p.drawRoundedRect(bar, 2, 2)

    def _letters(self, p: QPainter, step: float) -> None:
        t = theme.now()
        p.setFont(t.font("small"))
        p.setPen(t.c("text.muted"))
        top = self.height() - t.px(18)
        for n, (year, number, _, _) in enumerate(self._months):
            box = QRectF(n * step, top, step, t.px(18))
            p.drawText(box, Qt.AlignmentFlag.AlignCenter, month(year, number)[0])
