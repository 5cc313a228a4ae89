"""One row of the inbox, painted in one call: face, name, first words, waiting, account."""

from functools import lru_cache
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QCursor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from cm_desk.store.conversations import InboxRow
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.art import paint_avatar, paint_icon
from cm_desk.ui.inbox import words
from cm_desk.ui.inbox.model import MARKED, ROW, InboxModel
from cm_desk.ui.theme import ALIGN_LEFT, ALIGN_RIGHT, Theme
from cm_desk.ui.widgets.chips import paint_chip

Index = QModelIndex | QPersistentModelIndex
LEFT = ALIGN_LEFT | Qt.AlignmentFlag.AlignAbsolute  # Arabic names too begin beside the face
ELIDE = Qt.TextElideMode.ElideRight


class Place(NamedTuple):
    """The state of the row being painted; `ground` is its background colour."""

    rect: QRect
    selected: bool
    focused: bool
    marked: bool
    ground: str


class RowDelegate(QStyledItemDelegate):
    """`compact` rows have two lines and no third."""

    compact = False

    def __init__(self, model: InboxModel, view: QAbstractItemView) -> None:
        super().__init__(model)
        self._model, self._view = model, view

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: InboxRow = index.data(ROW)
        place = _place(self._view, cast(Any, option).rect, index, bool(index.data(MARKED)))
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(p, place, row)
        _paint_face(p, place, row, self.compact)
        self._paint_words(p, place, row)
        if place.focused and place.selected:
            _paint_ring(p, place.rect)
        p.restore()

    def _paint_words(self, p: QPainter, place: Place, row: InboxRow) -> None:
        t = theme.now()
        left, right = place.rect.left() + t.px(66), place.rect.right() - t.px(12)
        y = place.rect.top() + t.px(6 if self.compact else 8)
        line = QRectF(left, y, right - left, t.px(20))
        now = self._model.now()
        wait = words.waiting(row, now)
        alarm = wait if self.compact and wait and wait.tone != "calm" else None
        _paint_name(p, line, row, words.row_time(row.last_at, now))
        line.translate(0, t.px(20))
        _paint_first_words(p, line, row, alarm)
        if not self.compact:
            line.translate(0, t.px(20))
            _paint_marks(p, line, row, _state(row, self._model))


@lru_cache(maxsize=4096)
def _fitting(t: Theme, text: str, room: int, weight: int | None = None) -> str:
    """Kept, because rows are painted again and again while one scrolls."""
    return t.metrics("ui", weight).elidedText(show.line(text, 160), ELIDE, room)


@lru_cache(maxsize=1024)
def _width(t: Theme, text: str, weight: int | None = None) -> int:
    return t.metrics("small", weight).horizontalAdvance(text)


_first_words = lru_cache(maxsize=4096)(words.first_words)


def _place(view: QAbstractItemView, rect: QRect, index: Any, marked: bool) -> Place:
    """Asks the view: the option's state would load all of QStyle before the first paint."""
    selected = view.selectionModel().isSelected(index)
    hover = view.underMouse() and rect.contains(view.viewport().mapFromGlobal(QCursor.pos()))
    ground = "bg.selected" if selected or marked else "bg.hover" if hover else "bg.list"
    return Place(rect, selected, selected and view.hasFocus(), marked, ground)


def _paint_ground(p: QPainter, place: Place, row: InboxRow) -> None:
    t, rect = theme.now(), place.rect
    p.fillRect(rect, t.c(place.ground))
    if place.selected:
        p.fillRect(QRect(rect.left(), rect.top(), t.px(3), rect.height()), t.c("accent.base"))
    else:
        line = QRect(rect.left() + t.px(64), rect.bottom(), rect.width() - t.px(76), 1)
        p.fillRect(line, t.c("line.subtle"))
    if row.unread:
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(t.c("accent.base"))
        p.drawEllipse(QRectF(rect.left() + t.px(6), rect.top() + t.px(17), t.px(7), t.px(7)))


def _paint_face(p: QPainter, place: Place, row: InboxRow, compact: bool) -> None:
    t = theme.now()
    side = t.size("avatarRow")
    top = place.rect.top() + t.px(8 if compact else 11)
    rect = QRectF(place.rect.left() + t.px(18), top, side, side)
    if not place.marked:
        paint_avatar(p, rect, row.who, row.avatar_url, row.service, t.c(place.ground))
        return
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(t.c("accent.base"))
    p.drawEllipse(rect)
    size = t.px(20)
    x, y = rect.center().x() - size / 2, rect.center().y() - size / 2
    paint_icon(p, "check", x, y, size, t.c("accent.on"), 2.4)


def _paint_name(p: QPainter, line: QRectF, row: InboxRow, time: str) -> None:
    t = theme.now()
    width = _width(t, time)
    p.setFont(t.font("small", tabular=True))
    p.setPen(t.c("text.muted"))
    p.drawText(line, ALIGN_RIGHT, time)
    weight = 600 if row.unread else 500
    room = line.width() - width - t.px(10)
    name = _fitting(t, row.who, int(room), weight)
    p.setFont(t.font("ui", weight))
    p.setPen(t.c("text.primary"))
    p.drawText(QRectF(line.left(), line.top(), room, line.height()), LEFT, name)


def _paint_first_words(p: QPainter, line: QRectF, row: InboxRow, alarm: words.Wait | None) -> None:
    t = theme.now()
    room = line.width()
    if alarm:
        size = t.px(14)
        color = t.c(alarm.tone + ".base")
        paint_icon(p, "clock", line.right() - size, line.top() + t.px(3), size, color, 2)
        room -= size + t.px(6)
    text = _fitting(t, _first_words(row.subject, row.text, row.last_outgoing), int(room))
    p.setFont(t.font("ui"))
    p.setPen(t.c("text.primary" if row.unread else "text.secondary"))
    p.drawText(QRectF(line.left(), line.top(), room, line.height()), LEFT, text)


class Mark(NamedTuple):
    """`tone` calm is grey text; any other is a chip. One coloured chip a row."""

    text: str
    tone: str
    icon: str


def _state(row: InboxRow, model: InboxModel) -> list[Mark]:
    now, marks = model.now(), []
    if row.snoozed_until:
        marks.append(Mark(f"Back {words.moment(row.snoozed_until, now)}", "calm", "alarm-clock"))
    if wait := words.waiting(row, now):
        marks.append(Mark(wait.text, wait.tone, "clock"))
    if row.has_draft:
        marks.append(Mark("Draft", "calm", "pencil-line"))
    marks += [Mark(show.line(label.name, 24), "calm", "tag") for label in row.labels[:2]]
    return marks


def _paint_marks(p: QPainter, line: QRectF, row: InboxRow, marks: list[Mark]) -> None:
    t = theme.now()
    account = show.line(row.account_name, 40)
    x, right = line.left(), line.right()
    for mark in marks:
        width = _mark_width(t, mark)
        if x + width > right:
            break
        _paint_mark(p, QRectF(x, line.top(), width, line.height()), mark)
        x += width + t.px(12 if mark.tone == "calm" else 8)
    if _width(t, account) <= right - x:
        p.setFont(t.font("small"))
        p.setPen(t.c("text.muted"))
        p.drawText(line, ALIGN_RIGHT, account)


def _mark_width(t: Theme, mark: Mark) -> int:
    if mark.tone == "calm":
        return t.px(17) + _width(t, mark.text)
    return t.px(31) + _width(t, mark.text, 500)


def _paint_mark(p: QPainter, rect: QRectF, mark: Mark) -> None:
    t = theme.now()
    if mark.tone != "calm":
        paint_chip(p, rect.left(), rect.top(), mark.text, mark.tone, mark.icon)
        return
    muted = t.c("text.muted")
    paint_icon(p, mark.icon, rect.left(), rect.top() + t.px(4), t.px(13), muted, 2)
    p.setFont(t.font("small"))
    p.setPen(muted)
    p.drawText(rect.adjusted(t.px(17), 0, 4, 0), ALIGN_LEFT, mark.text)


def _paint_ring(p: QPainter, rect: QRect) -> None:
    t = theme.now()
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.setPen(QPen(t.c("focus" if t.chip_border else "accent.base"), 2))
    p.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), 4, 4)
