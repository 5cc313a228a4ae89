"""All the years with a person on one small strip: months as bars, gestures as dots, and where the
story stands. It is a slider to the keyboard and to a screen reader."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider

from cm_desk.domain import months
from cm_desk.domain.months import Month
from cm_desk.store.activity import Active
from cm_desk.ui import theme
from cm_desk.ui.contact.chart import summed
from cm_desk.ui.contact.words import month as name_of
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.text import safe

BARS, LETTERS, EDGE = 30, 18, 24  # px at 100 %: heights, and the margin at both sides
KEY = Qt.Key


class Strip(QAbstractSlider):
    """`wanted` asks for a month; `done` when somebody has steered and wants to read."""

    wanted = Signal(object)  # (year, month)
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTracking(True)
        self._months: list[Month] = []
        self._said: dict[Month, tuple[int, int]] = {}
        self._given: list[Month] = []
        self._at: Month | None = None
        self._slim = False
        self.valueChanged.connect(self._steered)
        self.dress()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().px(BARS + 10 + (0 if self._slim else LETTERS - 2)))

    def set_slim(self, slim: bool) -> None:
        """Without the years below it, where there is little height."""
        self._slim = slim
        self.dress()

    def show_months(
        self, active: Iterable[Active], gestures: Iterable[datetime], first: datetime, now: datetime
    ) -> None:
        """From the month of `first` to that of `now`; nothing is shown for less than two."""
        self._said = summed(active)
        self._given = [months.of(each) for each in gestures]
        known = [months.of(first), *self._said, *self._given]
        self._months = months.between(min(known), max(months.of(now), *known))
        with QSignalBlocker(self):
            self.setRange(0, len(self._months) - 1)
        self.setVisible(len(self._months) > 1)
        self._place(self._at or self._months[-1])
        self.update()

    def show_moment(self, moment: datetime) -> None:
        """The story stands there now; who is steering by the strip goes on from where they are."""
        if not self.hasFocus():
            self._place(months.of(moment))

    def _place(self, month: Month) -> None:
        self._at = month
        if month in self._months:
            with QSignalBlocker(self):
                self.setValue(self._months.index(month))
        self._name()
        self.update()

    def _name(self) -> None:
        told = in_words(self._months, self._said, len(self._given))
        here = f" Shown: {name_of(*self._at)}." if self._at else ""
        self.setAccessibleName(f"Activity. {told}{here}")
        self.setToolTip(safe(told))

    # -- steering -------------------------------------------------------------

    def _steered(self, value: int) -> None:
        self._at = self._months[value]
        self._name()
        self.update()
        self.wanted.emit(self._at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left is older. Months without anything are stepped over."""
        match event.key():
            case KEY.Key_Left | KEY.Key_Down:
                self._step(-1)
            case KEY.Key_Right | KEY.Key_Up:
                self._step(1)
            case KEY.Key_PageDown:
                self.setValue(self.value() - 12)
            case KEY.Key_PageUp:
                self.setValue(self.value() + 12)
            case _:
                event.ignore()

    def _step(self, by: int) -> None:
        full = {*self._said, *self._given}
        span = range(self.value() + by, len(self._months) if by > 0 else -1, by)
        found = (n for n in span if self._months[n] in full)
        self.setValue(next(found, self.maximum() if by > 0 else self.minimum()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._steer_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._steer_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.done.emit()

    def _steer_to(self, x: float) -> None:
        if self._months:
            self.setValue(int((x - theme.now().px(EDGE)) / self._step_px()))

    # -- painting -------------------------------------------------------------

    def _step_px(self) -> float:
        return max(1, self.width() - 2 * theme.now().px(EDGE)) / max(1, len(self._months))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._months:
            return
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_here(p)
        self._paint_bars(p)
        self._paint_gestures(p)
        if not self._slim:
            self._paint_letters(p)
        if self.hasFocus():
            rect = QRectF(self.rect()).adjusted(theme.now().px(8), 2, -theme.now().px(8), -2)
            paint_focus(p, rect, theme.now().radius("control"))

    def _column(self, number: int) -> QRectF:
        t, step = theme.now(), self._step_px()
        return QRectF(t.px(EDGE) + number * step, t.px(5), step, t.px(BARS))

    def _paint_here(self, p: QPainter) -> None:
        """Where the story stands: a frame around its month, wide enough to be seen."""
        t, column = theme.now(), self._column(self.value())
        wide = max(column.width(), t.px(7))
        box = QRectF(column.center().x() - wide / 2, column.top() - 3, wide, column.height() + 6)
        p.setPen(QPen(t.c("accent.base"), 1.6))
        p.setBrush(t.c("bg.selected"))
        p.drawRoundedRect(box, 3, 3)

    def _paint_bars(self, p: QPainter) -> None:
        """Theirs above the line, ours below it."""
        t, column = theme.now(), self._column(0)
        most = max((max(each) for each in self._said.values()), default=1)
        middle, unit = column.center().y(), (column.height() / 2 - t.px(2)) / most
        p.setPen(QPen(t.c("chart.grid"), 1))
        p.drawLine(QPointF(column.left(), middle), QPointF(self.width() - column.left(), middle))
        p.setPen(Qt.PenStyle.NoPen)
        width = max(1.0, column.width() * 0.7)
        for number, month in enumerate(self._months):
            theirs, ours = self._said.get(month, (0, 0))
            x = self._column(number).center().x() - width / 2
            high, low = (max(2.0, n * unit) if n else 0.0 for n in (theirs, ours))
            p.setBrush(t.c("chart.pos"))
            p.drawRect(QRectF(x, middle - high, width, high))
            p.setBrush(t.c("text.muted"))
            p.drawRect(QRectF(x, middle + 1, width, low))

    def _paint_gestures(self, p: QPainter) -> None:
        t = theme.now()
        p.setPen(QPen(t.c("bg.surface"), 1))
        p.setBrush(t.c("joy.base"))
        for month in set(self._given):
            column = self._column(self._months.index(month))
            p.drawEllipse(QPointF(column.center().x(), column.center().y()), t.px(3), t.px(3))

    def _paint_letters(self, p: QPainter) -> None:
        """The years, and over them the month that is shown."""
        t = theme.now()
        top = self.height() - t.px(LETTERS)
        here = self._label(self.value(), _short(self._at) if self._at else "", "smallStrong")
        p.setFont(t.font("small"))
        p.setPen(t.c("text.muted"))
        end = 0.0
        for number, (year, month) in enumerate(self._months):
            box = self._label(number, str(year), "small")
            if (month == 1 or not number) and box.left() >= end and not box.intersects(here):
                p.drawText(box.translated(0, top), theme.ALIGN_LEFT, str(year))
                end = box.right() + t.px(10)
        if self._at:
            p.setFont(t.font("smallStrong"))
            p.setPen(t.c("accent.text"))
            p.drawText(here.translated(0, top), theme.ALIGN_LEFT, _short(self._at))

    def _label(self, number: int, words: str, role: str) -> QRectF:
        t, edge = theme.now(), theme.now().px(EDGE)
        width = t.metrics(role).horizontalAdvance(words) + 2
        x = min(self._column(number).left(), self.width() - edge - width)
        return QRectF(max(edge, x), 0, width, t.px(LETTERS))


def _short(month: Month) -> str:
    return datetime(*month, 1).strftime("%b %Y")  # noqa: DTZ001  only its name


def in_words(known: Sequence[Month], said: dict[Month, tuple[int, int]], gestures: int) -> str:
    """Everything the strip shows, for those who do not see it."""
    if not known:
        return ""
    theirs, ours = (sum(each[side] for each in said.values()) for side in (0, 1))
    span = f"{name_of(*known[0])} to {name_of(*known[-1])}"
    told = f"{span}: {theirs:,} from them, {ours:,} from us"
    given = counted(gestures, "{} gesture", "{} gestures")
    if not said:
        return f"{told}, {given}."
    top = max(said, key=lambda each: sum(said[each]))
    most = counted(sum(said[top]), "{} message", "{} messages")
    return f"{told}, {given}. Most in {name_of(*top)}: {most}."
