"""A month as a grid of days: arrows move, Page Up and Down turn the month, Home is today."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from cm_desk.domain.almanac import Event
from cm_desk.ui import art, theme
from cm_desk.ui.almanac import words
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.text import Drawn, announce

WEEKS, DAYS = 6, 7
HEAD, LINE, LEAST = 26, 19, 62  # px at 100 %
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


def first_shown(month: date) -> date:
    """The Monday of the first week."""
    return month.replace(day=1) - timedelta(days=month.replace(day=1).weekday())


def turned(day: date, months: int) -> date:
    """The same day of another month, or its last."""
    year, number = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, number + 1)[1]
    return date(year, number + 1, min(day.day, last))


class MonthGrid(Drawn):
    """`chosen` carries the day that is current; `entered` when Return is pressed on it."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today, self.day = today, today
        self._events: dict[date, list[Event]] = {}
        self._given: Mapping[date, int] = {}
        self._hot: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._name()

    def sizeHint(self) -> QSize:
        t = theme.now()
        return QSize(t.px(560), t.px(HEAD + WEEKS * LEAST))

    def minimumSizeHint(self) -> QSize:
        t = theme.now()
        return QSize(t.px(DAYS * 44), t.px(HEAD + WEEKS * 40))

    def show_events(self, events: Sequence[Event], given: Mapping[date, int]) -> None:
        self._events, self._given = {}, given
        for each in events:
            self._events.setdefault(each.on, []).append(each)
        self._name()
        self.update()

    def on(self, day: date) -> tuple[Event, ...]:
        return tuple(self._events.get(day, ()))

    def spoken(self) -> str:
        return words.told(self.day, self.on(self.day), self._given.get(self.day, 0), self.today)

    def _name(self) -> None:
        self.setAccessibleName(f"Calendar. {self.spoken()}")

    # -- moving
    def go(self, day: date, speak: bool = True) -> None:
        """Years the calendar does not know are not gone to."""
        if not 1971 <= day.year <= 2200 or day == self.day:
            return
        self.day = day
        self._name()
        self.update()
        self.chosen.emit(day)
        if speak and self.hasFocus():
            announce(self, self.spoken())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self.go(self.day + timedelta(days=STEPS[key]))
        elif key == Qt.Key.Key_PageUp:
            self.go(turned(self.day, -1))
        elif key == Qt.Key.Key_PageDown:
            self.go(turned(self.day, 1))
        elif key == Qt.Key.Key_Home:
            self.go(self.today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        if day := self._day_at(event.position()):
            self.go(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hot = self._day_at(event.position())
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
    def _box(self, day: date) -> QRectF:
        week, number = divmod((day - first_shown(self.day)).days, DAYS)
        head = theme.now().px(HEAD)
        wide, high = self.width() / DAYS, (self.height() - head) / WEEKS
        return QRectF(number * wide, head + week * high, wide, high)

    def _days(self) -> list[date]:
        first = first_shown(self.day)
        return [first + timedelta(days=n) for n in range(WEEKS * DAYS)]

    def _day_at(self, spot: QPointF) -> date | None:
        return next((day for day in self._days() if self._box(day).contains(spot)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setFont(t.font("small", 600))
        p.setPen(t.c("text.secondary"))
        for number, name in enumerate(calendar.day_abbr):
            room = QRectF(number * self.width() / DAYS + t.px(8), 0, 80, t.px(HEAD))
            p.drawText(room, theme.ALIGN_LEFT, name)
        for day in self._days():
            self._paint_day(p, day)

    def _paint_day(self, p: QPainter, day: date) -> None:
        t, box = theme.now(), self._box(day)
        inside, chosen = day.month == self.day.month, day == self.day
        ground = "bg.selected" if chosen else "bg.hover" if day == self._hot else "bg.surface"
        p.fillRect(box, t.c(ground if inside or chosen else "bg.sunken"))
        p.setPen(QPen(t.c("line.subtle"), 1))
        p.setBrush(Qt.BrushStyle.NoBrush)  # the disc of today left its own
        p.drawRect(box)
        self._paint_number(p, day, box, inside)
        self._paint_events(p, day, box.adjusted(t.px(5), t.px(24), -t.px(4), -2), inside)
        if chosen and self.hasFocus():
            paint_focus(p, box.adjusted(1, 1, -1, -1), 3)

    def _paint_number(self, p: QPainter, day: date, box: QRectF, inside: bool) -> None:
        """Today stands on a disc, and gestures that were given have a heart and their number."""
        t, side = theme.now(), theme.now().px(20)
        spot = QRectF(box.left() + t.px(4), box.top() + t.px(3), side, side)
        ink = "text.primary" if inside else "text.muted"
        if day == self.today:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(t.c("accent.base"))
            p.drawEllipse(spot)
            ink = "accent.on"
        p.setPen(t.c(ink))
        p.setFont(t.font("small", 600 if inside else 400, tabular=True))
        p.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if given := self._given.get(day, 0):
            self._paint_given(p, str(given), box)

    def _paint_given(self, p: QPainter, number: str, box: QRectF) -> None:
        t = theme.now()
        wide = t.metrics("small").horizontalAdvance(number)
        right = box.right() - t.px(6) - wide
        p.setPen(t.c("text.secondary"))
        p.setFont(t.font("small", tabular=True))
        p.drawText(QRectF(right, box.top() + t.px(3), wide + 2, t.px(20)), theme.ALIGN_LEFT, number)
        side = t.px(12)
        mark = right - side - t.px(3)
        art.paint_icon(p, "heart", mark, box.top() + t.px(7), side, t.c("joy.base"), 2)

    def _paint_events(self, p: QPainter, day: date, room: QRectF, inside: bool) -> None:
        """As many as there is room for, then how many more."""
        t, events = theme.now(), self._events.get(day, [])
        line = max(t.px(LINE), t.line("small"))
        most = max(0, int(room.height() // line))
        if not most:
            self._paint_icons(p, events, room)
        shown = events if len(events) <= most else events[: max(0, most - 1)]
        for number, each in enumerate(shown):
            at = QRectF(room.left(), room.top() + number * line, room.width(), line)
            self._paint_event(p, each, at, inside)
        if len(shown) < len(events) and most:
            at = QRectF(room.left(), room.top() + len(shown) * line, room.width(), line)
            p.setPen(t.c("text.muted"))
            p.setFont(t.font("small"))
            p.drawText(at, theme.ALIGN_LEFT, f"{len(events) - len(shown)} more")

    def _paint_icons(self, p: QPainter, events: Sequence[Event], room: QRectF) -> None:
        """Beside the number, where there is no room for words below it."""
        t, side = theme.now(), theme.now().px(13)
        for number, each in enumerate(events[:3]):
            icon, tone = words.ICONS[each.what]
            x = room.left() + t.px(24) + number * (side + t.px(4))
            if x + side < room.right():
                top = room.top() - t.px(17)
                art.paint_icon(p, icon, x, top, side, t.c(f"{tone}.text"), 2)

    def _paint_event(self, p: QPainter, event: Event, at: QRectF, inside: bool) -> None:
        t = theme.now()
        icon, tone = words.ICONS[event.what]
        side = t.px(13)
        top = at.top() + (at.height() - side) / 2
        art.paint_icon(p, icon, at.left(), top, side, t.c(f"{tone}.text"), 2)
        room = at.adjusted(side + t.px(4), 0, 0, 0)
        text = t.metrics("small").elidedText(
            words.painted(event), Qt.TextElideMode.ElideRight, int(room.width())
        )
        p.setPen(t.c("text.primary" if inside else "text.muted"))
        p.setFont(t.font("small"))
        p.drawText(room, theme.ALIGN_LEFT, text)
