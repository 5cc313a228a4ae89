"""A line of the search: a person, or a message with the words that were found marked."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cm_desk.store.contacts import ContactRow
from cm_desk.store.search import Hit
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.art import paint_avatar
from cm_desk.ui.format import when
from cm_desk.ui.search.model import FOUND, FoundModel, messages_with, sender
from cm_desk.ui.theme import ALIGN_LEFT, ALIGN_RIGHT

Index = QModelIndex | QPersistentModelIndex
LEFT = ALIGN_LEFT | Qt.AlignmentFlag.AlignAbsolute
ELIDE = Qt.TextElideMode.ElideRight
HEIGHT = 58


class FoundDelegate(QStyledItemDelegate):
    def __init__(self, model: FoundModel) -> None:
        super().__init__(model)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, theme.now().px(HEIGHT))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = index.data(FOUND)
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, ground = _paint_ground(p, option)
        if isinstance(found, ContactRow):
            self._paint_person(p, rect, found, ground)
        else:
            self._paint_hit(p, rect, found, ground)
        p.restore()

    def _paint_person(self, p: QPainter, rect: QRectF, row: ContactRow, ground: str) -> None:
        t = theme.now()
        service = row.services[0] if row.services else ""
        paint_avatar(p, _face(rect), row.name, row.avatar_url, service, t.c(ground))
        _paint_top(p, rect, show.line(row.name, 80), messages_with(row))
        _paint_line(p, rect, [(f"{show.line(row.handle, 80)} · open the story", False)])

    def _paint_hit(self, p: QPainter, rect: QRectF, hit: Hit, ground: str) -> None:
        face = (hit.who or "You", hit.avatar_url or "", hit.service or "")
        paint_avatar(p, _face(rect), *face, theme.now().c(ground))
        if hit.unread:
            _paint_dot(p, rect)
        _paint_top(p, rect, sender(hit), when(hit.sent_at, self._model.now()))
        _paint_line(p, rect, hit.parts)


def _paint_ground(p: QPainter, option: Any) -> tuple[QRectF, str]:
    t, flags = theme.now(), QStyle.StateFlag
    rect: QRect = option.rect
    selected = bool(option.state & flags.State_Selected)
    hover = bool(option.state & flags.State_MouseOver)
    ground = "bg.selected" if selected else "bg.hover" if hover else "bg.surface"
    p.fillRect(rect, t.c(ground))
    if selected:
        p.fillRect(QRect(rect.left(), rect.top(), t.px(3), rect.height()), t.c("accent.base"))
    if selected and option.state & flags.State_HasFocus:
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(QPen(t.c("focus" if t.chip_border else "accent.base"), 2))
        p.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), 4, 4)
    return QRectF(rect), ground


def _paint_dot(p: QPainter, rect: QRectF) -> None:
    t = theme.now()
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(t.c("accent.base"))
    side = t.px(7)
    p.drawEllipse(QRectF(rect.left() + t.px(10), rect.center().y() - side / 2, side, side))


def _face(rect: QRectF) -> QRectF:
    t = theme.now()
    side = t.size("avatarRow")
    return QRectF(rect.left() + t.px(24), rect.center().y() - side / 2, side, side)


def _line(rect: QRectF, number: int) -> QRectF:
    t = theme.now()
    left, right = rect.left() + t.px(74), rect.right() - t.px(24)
    return QRectF(left, rect.top() + t.px(9 + 20 * number), right - left, t.px(20))


def _paint_top(p: QPainter, rect: QRectF, name: str, right: str) -> None:
    t, line = theme.now(), _line(rect, 0)
    p.setFont(t.font("small", tabular=True))
    p.setPen(t.c("text.muted"))
    p.drawText(line, ALIGN_RIGHT, right)
    room = line.width() - t.metrics("small").horizontalAdvance(right) - t.px(10)
    p.setFont(t.font("ui", 600))
    p.setPen(t.c("text.primary"))
    p.drawText(line, LEFT, t.metrics("ui", 600).elidedText(name, ELIDE, int(room)))


def _paint_line(p: QPainter, rect: QRectF, parts: Any) -> None:
    """Marked words stand on a ground and in a heavier type: colour is never the only sign."""
    t, line = theme.now(), _line(rect, 1)
    x = line.left()
    for text, marked in parts:
        words = _one_line(text)
        fm = t.metrics("ui", 600 if marked else None)
        whole, words = words, fm.elidedText(words, ELIDE, int(line.right() - x))
        width = fm.horizontalAdvance(words)
        if marked:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(t.c("wait.tint"))
            p.drawRoundedRect(QRectF(x - 1, line.top() + 1, width + 2, line.height() - 2), 3, 3)
        p.setPen(t.c("text.primary" if marked else "text.secondary"))
        p.setFont(t.font("ui", 600 if marked else None))
        p.drawText(QRectF(x, line.top(), width + 4, line.height()), LEFT, words)
        x += width
        if words != whole:
            return


def _one_line(text: str) -> str:
    """Blanks at its ends stay: parts stand beside each other."""
    calm = show.line(text, 300)
    before = " " if text[:1].isspace() else ""
    return before + calm + (" " if text[-1:].isspace() and calm else "")
