"""Two lanes of months: what they said above, what they did below. Every number can be opened."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from cm_desk.insight.saydo import Month
from cm_desk.ui import theme
from cm_desk.ui.contact.side import words
from cm_desk.ui.contact.words import month as month_name
from cm_desk.ui.contexts import context
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.text import Drawn, announce

LANES = ("said", "done")
NAMES = {"said": "Said", "done": "Did"}
HEAD, LOW = 34, 26  # px at 100 %: beside the lanes, and one lane's height


class Lanes(Drawn):
    """Arrows move from number to number, Return or a click opens one: `opened` carries its month
    and lane. To a screen reader its name is the number at hand."""

    opened = Signal(object, str)
    left = Signal()  # Esc

    def __init__(self, months: tuple[Month, ...]) -> None:
        super().__init__()
        self.months = months
        self.at, self.lane = len(months) - 1, "said"
        self.setObjectName("lanes")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        context(self, "field")
        self._hot: tuple[int, str] | None = None
        self._name()
        self.dress()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().px(2 * LOW + 20))

    def spoken(self) -> str:
        """The number under the keyboard in words."""
        month = self.months[self.at]
        parts = [words.act(kind, n) for kind, n in self._kinds(month, self.lane)]
        told = ", ".join(parts) or "nothing"
        return f"{month_name(month.year, month.month)}, {NAMES[self.lane].lower()}: {told}"

    def _kinds(self, month: Month, lane: str) -> tuple[tuple[str, int], ...]:
        return month.said if lane == "said" else month.done

    def _name(self) -> None:
        self.setAccessibleName(f"Said and did by month. {self.spoken()}. Return opens it")

    # -- moving
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self._go(self.at + steps[key], self.lane)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(self.at, "said" if key == Qt.Key.Key_Up else "done")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_current()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _go(self, at: int, lane: str) -> None:
        self.at, self.lane = max(0, min(at, len(self.months) - 1)), lane
        self._name()
        announce(self, self.spoken())
        self.update()

    def open_current(self) -> bool:
        """False when there is nothing to open."""
        month = self.months[self.at]
        if month.total(self.lane):
            self.opened.emit(month, self.lane)
        return bool(month.total(self.lane))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if spot := self._cell(event.position()):
            self._go(*spot)
            self.open_current()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hot = self._cell(event.position())
        opens = self._hot and self.months[self._hot[0]].total(self._hot[1])
        shape = Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hot = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # -- drawing
    def _box(self, at: int, lane: str) -> QRectF:
        t = theme.now()
        step = (self.width() - t.px(HEAD)) / len(self.months)
        top = LANES.index(lane) * t.px(LOW)
        return QRectF(t.px(HEAD) + at * step, top, step, t.px(LOW))

    def _cell(self, spot: QPointF) -> tuple[int, str] | None:
        cells = ((at, lane) for at in range(len(self.months)) for lane in LANES)
        return next((each for each in cells if self._box(*each).contains(spot)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        for lane in LANES:
            p.setFont(t.font("small", 500))
            p.setPen(t.c("text.secondary"))
            box = self._box(0, lane)
            p.drawText(
                QRectF(0, box.top(), t.px(HEAD), box.height()), theme.ALIGN_LEFT, NAMES[lane]
            )
            for at in range(len(self.months)):
                self._paint_cell(p, at, lane)
        p.setFont(t.font("small"))
        p.setPen(t.c("text.muted"))
        for at, month in enumerate(self.months):
            box = self._box(at, "done").translated(0, t.px(LOW))
            box.setHeight(t.px(18))
            letter = month_name(month.year, month.month)[0]
            p.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _paint_cell(self, p: QPainter, at: int, lane: str) -> None:
        t, n = theme.now(), self.months[at].total(lane)
        box = self._box(at, lane).adjusted(1, 2, -1, -2)
        tone = "accent" if lane == "said" else "joy"
        p.setPen(t.c(f"{tone}.base") if t.chip_border and n else Qt.PenStyle.NoPen)
        if n or (at, lane) == self._hot:
            p.setBrush(t.c(f"{tone}.tint" if n else "bg.hover"))
            p.drawRoundedRect(box, 4, 4)
        p.setPen(t.c(f"{tone}.text" if n else "text.muted"))
        p.setFont(t.font("small", 600 if n else 400, tabular=True))
        p.drawText(box, Qt.AlignmentFlag.AlignCenter, _short(n))
        if self.hasFocus() and (at, lane) == (self.at, self.lane):
            paint_focus(p, box.adjusted(-0.5, -0.5, 0.5, 0.5), 4)


def _short(n: int) -> str:
    """What fits into a month; the whole number is in the name and in the list it opens."""
    return "·" if not n else str(n) if n < 1000 else f"{n // 1000}k"
