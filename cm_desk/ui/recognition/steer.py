"""What the leaderboard shows: fair or most first, of which time, about what."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cm_desk.domain.months import Month
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.recognition import words
from cm_desk.ui.widgets.buttons import Switch
from cm_desk.ui.widgets.fields import Select
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.text import Drawn, Label

EVERYTHING = "About everything"
LEGEND_FROM, HINT_FROM = 860, 640  # px at 100 % text
KEY = (("chart.shown", "Gave to others"), ("chart.said", "Got from us"))


class Steer(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[Month, ...] = ()
        self._contexts: tuple[str, ...] = ()
        self.fair = Switch(True, "Fair attention: longest overdue thanks first")
        self.when = Select([words.RECENT], name="Time", width=164)
        self.about = Select([EVERYTHING], name="About", width=164)
        hint = "Longest overdue thanks first, instead of loudest first"
        self.hint = Label(hint, "small", "text.muted", elide=True)
        self.legend = Legend()
        told = box(vbox(Label("Fair attention", "uiStrong"), self.hint, gap=0))
        line = hbox(
            self.fair, (told, 1), self.legend, self.when, self.about, gap=10,
            margins=(28, 8, 24, 8),
        )  # fmt: skip
        self.setLayout(line)
        self.fair.toggled.connect(lambda _on: self.changed.emit())
        self.when.currentIndexChanged.connect(lambda _n: self.changed.emit())
        self.about.currentIndexChanged.connect(lambda _n: self.changed.emit())

    @property
    def is_fair(self) -> bool:
        return self.fair.isChecked()

    @property
    def month(self) -> Month | None:
        """None: the last 90 days."""
        number = self.when.currentIndex() - 1
        return self._months[number] if 0 <= number < len(self._months) else None

    @property
    def context(self) -> str:
        number = self.about.currentIndex() - 1
        return self._contexts[number] if 0 <= number < len(self._contexts) else ""

    def turn(self) -> None:
        self.fair.setChecked(not self.fair.isChecked())

    def offer(self, months: Sequence[Month], contexts: Sequence[str]) -> None:
        """What is chosen stays chosen."""
        month, context = self.month, self.context
        self._months, self._contexts = tuple(months), tuple(contexts)
        named = [words.period(each) for each in months]
        about = [show.line(each, 40) for each in contexts]
        self._fill(self.when, [words.RECENT, *named], _place(self._months, month))
        self._fill(self.about, [EVERYTHING, *about], _place(self._contexts, context))

    def _fill(self, select: Select, items: list[str], current: int) -> None:
        if [select.itemText(n) for n in range(select.count())] == items:
            return
        with QSignalBlocker(select):
            select.clear()
            select.addItems(items)
            select.setCurrentIndex(current)

    def make_room(self, width: int) -> None:
        self.legend.setVisible(width >= theme.now().px(LEGEND_FROM))
        self.hint.setVisible(width >= theme.now().px(HINT_FROM))


def _place(among: Sequence[object], one: object) -> int:
    return among.index(one) + 1 if one in among else 0


class Legend(Drawn):
    def __init__(self) -> None:
        super().__init__("Above what they gave to others, below what they got from us")
        self.dress()

    def dress(self) -> None:
        t = theme.now()
        wide = sum(t.metrics("small").horizontalAdvance(text) + t.px(34) for _, text in KEY)
        self.setFixedSize(wide, t.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p, x = theme.now(), QPainter(self), 0
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        for tone, text in KEY:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(t.c(tone))
            p.drawRoundedRect(QRectF(x, t.px(5), t.px(14), t.px(8)), 3, 3)
            p.setPen(t.c("text.secondary"))
            p.setFont(t.font("small"))
            wide = t.metrics("small").horizontalAdvance(text)
            p.drawText(QRectF(x + t.px(20), 0, wide + 4, t.px(18)), theme.ALIGN_LEFT, text)
            x += wide + t.px(34)
