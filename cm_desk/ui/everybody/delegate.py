"""How a row of the list of people is drawn: the face leads."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from cm_desk.store.people import ContactRow
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.everybody.columns import COLUMNS
from cm_desk.ui.everybody.model import PeopleModel
from cm_desk.ui.widgets import labels
from cm_desk.ui.widgets.chips import chip_size, paint_chip
from cm_desk.ui.widgets.table import Cell, Index, RowDelegate

FACE, FACE_GAP = 32, 10
QUIET = "Left alone"
STRONG = frozenset({"closeness"})


class PeopleDelegate(RowDelegate):
    def __init__(self, model: PeopleModel) -> None:
        super().__init__(model)
        self._model = model

    def ground(self, option: QStyleOptionViewItem, index: Index) -> str:
        marked = index.data(Qt.ItemDataRole.UserRole).id in self._model.marked
        return "bg.selected" if marked else super().ground(option, index)

    def paint_cell(self, cell: Cell, index: Index) -> None:
        row: ContactRow = index.data(Qt.ItemDataRole.UserRole)
        id = COLUMNS[index.column()].id
        if id == "person":
            self._paint_person(cell, row)
        elif id == "channels":
            self._paint_services(cell, row)
        elif id == "labels":
            _paint_labels(cell, row)
        elif id == "gestures" and row.gestures:
            _paint_chip(cell, f"{row.gestures:,}", "joy", "gift")
        elif id == "promises" and row.open_promises:
            _paint_chip(cell, f"{row.open_promises:,} open", "wait", "flag")
        elif id == "waiting" and row.waiting:
            _paint_chip(cell, f"{row.waiting:,}", "info", "clock")
        elif id not in ("gestures", "promises", "waiting"):
            strong = id in STRONG
            color = "text.primary" if strong else "text.secondary"
            cell.words(str(index.data()), color=color, weight=500 if strong else None)

    def _paint_person(self, cell: Cell, row: ContactRow) -> None:
        t = theme.now()
        side = t.px(FACE)
        face = QRectF(cell.x, cell.middle(FACE), side, side)
        if row.id in self._model.marked:
            _paint_mark(cell.p, face)
        else:
            art.paint_avatar(cell.p, face, row.name, row.avatar_url)
        dx = FACE + FACE_GAP
        taken = _paint_alone(cell, row, dx) if row.alone else 0
        cell.words(row.name, 7, weight=500, dx=dx, less=taken)
        cell.words(row.handle, 26, "small", "text.muted", dx=dx)

    def _paint_services(self, cell: Cell, row: ContactRow) -> None:
        t, shown = theme.now(), row.services[:3]
        for number, service in enumerate(shown):
            spot = QRectF(cell.x + number * t.px(22), cell.middle(18), t.px(18), t.px(18))
            art.paint_service(cell.p, spot, service)
        if len(row.services) > len(shown):
            more = f"+{len(row.services) - len(shown)}"
            cell.words(more, role="small", color="text.muted", dx=22 * len(shown))


def _paint_mark(p: QPainter, face: QRectF) -> None:
    """In the place of the face, so that it is seen without the colour of the row."""
    t = theme.now()
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(t.c("accent.base"))
    p.drawEllipse(face)
    side = face.width() * 0.56
    left, top = face.center().x() - side / 2, face.center().y() - side / 2
    art.paint_icon(p, "check", left, top, round(side), t.c("accent.on"), 2.6)


def _paint_alone(cell: Cell, row: ContactRow, dx: int) -> float:
    """Behind the name; returns how much of the room it takes."""
    t = theme.now()
    name = t.metrics("ui", 500).horizontalAdvance(show.line(row.name))
    width = chip_size(QUIET, "moon").width() + t.px(8)
    room = cell.width - t.px(dx) - width
    if room < t.px(60):
        return 0
    left = cell.x + t.px(dx) + min(name, room) + t.px(8)
    paint_chip(cell.p, left, cell.box.top() + t.px(6), QUIET, "calm", "moon")
    return width


def _paint_labels(cell: Cell, row: ContactRow) -> None:
    """As many as fit, each a dot and a word; how many are left out."""
    t, p, x = theme.now(), cell.p, cell.x
    fm, end = t.metrics("small", 500), cell.x + cell.width
    for number, label in enumerate(row.labels):
        left = len(row.labels) - number - 1
        more = fm.horizontalAdvance(f"+{left}") + t.px(6) if left else 0
        room = end - x - t.px(14) - more
        words = show.line(label.name, 40)
        if number and fm.horizontalAdvance(words) > room:
            _paint_words(cell, f"+{left + 1}", x, "text.muted")
            break
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(labels.color(label.color))
        p.drawEllipse(QPointF(x + t.px(4), cell.box.center().y() + 0.5), t.px(4), t.px(4))
        words = fm.elidedText(words, Qt.TextElideMode.ElideRight, int(room))
        _paint_words(cell, words, x + t.px(13), "text.primary")
        x += t.px(13) + fm.horizontalAdvance(words) + t.px(10)


def _paint_words(cell: Cell, words: str, x: float, color: str) -> None:
    t, box = theme.now(), QRect(cell.box)
    cell.p.setPen(t.c(color))
    cell.p.setFont(t.font("small", 500))
    cell.p.drawText(QRectF(x, box.top(), box.right() - x, box.height()), theme.ALIGN_LEFT, words)


def _paint_chip(cell: Cell, words: str, tone: str, icon: str) -> None:
    paint_chip(cell.p, cell.x, cell.middle(20), words, tone, icon)
