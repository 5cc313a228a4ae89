"""A calm list beside the story: what we posted around a day, or what somebody liked in a month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.contact.column import Column
from cm_desk.ui.contexts import context
from cm_desk.ui.format import clock, date
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, hbox, pane, rule, vbox
from cm_desk.ui.widgets.text import Label, Text

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
LINES = 6


@dataclass(frozen=True, slots=True)
class Line:
    """`who` of us, or what they did. Without a conversation there is nothing to open."""

    at: datetime
    service: str
    who: str
    text: str
    conversation_id: int | None
    message_id: int | None


class Lines(QAbstractListModel):
    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self.now, self.lines = now, tuple[Line, ...]()

    def replace(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = 0) -> Any:
        line = self.lines[index.row()]
        if role == ROW:
            return line
        told = f"{head(line, self.now())}. {show.line(line.text, 400)}"
        return told if role in SPOKEN else None


def head(line: Line, now: datetime) -> str:
    return f"{show.line(line.who, 60)} · {date(line.at, now)} {clock(line.at)}"


class LineDelegate(QStyledItemDelegate):
    def __init__(self, lines: Lines) -> None:
        super().__init__(lines)
        self._lines = lines
        self.width = 300

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        col = Column(None, 0, 0, self._room())
        self._draw(col, self._lines.lines[index.row()])
        return QSize(self.width, round(col.y))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, box = theme.now(), QRectF(option.rect)
        line = self._lines.lines[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(t.c("accent.base"), 1) if t.chip_border else Qt.PenStyle.NoPen)
            painter.setBrush(t.c("bg.selected"))
            rect = box.adjusted(t.px(6), 1, -t.px(6), -1)
            painter.drawRoundedRect(rect, t.radius("control"), t.radius("control"))
        mark = t.px(18)
        at = QRectF(box.x() + t.px(16), box.y() + t.px(11), mark, mark)
        art.paint_service(painter, at, line.service)
        self._draw(Column(painter, box.x() + t.px(44), box.y(), self._room()), line)
        painter.restore()

    def _room(self) -> float:
        return self.width - theme.now().px(44 + 18)

    def _draw(self, col: Column, line: Line) -> None:
        col.gap(11)
        col.line([(head(line, self._lines.now()), "small", "text.muted")])
        col.gap(2)
        if line.text.strip():
            col.text(line.text.strip(), "ui", max_lines=LINES)
        col.gap(10)


class Beside(QWidget):
    """`opened` asks for a conversation at a message; `closed`: back to the story."""

    opened = Signal(int, object)
    closed = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.title = Text("", "title", max_lines=2)
        self.below = Label("", "small", "text.muted", elide=True)
        close = Button("", "quiet", "x", name="Close (Esc)", small=True)
        close.clicked.connect(self.closed)
        self.lines = Lines(self, now)
        self.list = QListView()
        self._drawn = LineDelegate(self.lines)
        self.nothing = Text("", "ui", "text.secondary")
        self._note = box(hbox(self.nothing, margins=(18, 14, 18, 14)))
        head = hbox((vbox(self.title, self.below, gap=2), 1), close, margins=(18, 14, 10, 10))
        self.setLayout(vbox(head, rule(), self._note, (self.list, 1), gap=0))
        self._look()

    def _look(self) -> None:
        pane(self, "pane_surface")
        context(self, "table")
        self.list.setModel(self.lines)
        self.list.setItemDelegate(self._drawn)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Beside the story")
        self.list.clicked.connect(lambda _index: self.open_current())
        self.setFocusProxy(self.list)

    def show_lines(self, title: str, below: str, lines: Sequence[Line], nothing: str) -> None:
        self.title.set_text(title)
        self.below.set_text(below)
        self.list.setAccessibleName(f"{title}, {below}")
        self.nothing.set_text(nothing)
        self._note.setVisible(not lines)
        self.lines.replace(lines)
        if lines:
            self.list.setCurrentIndex(self.lines.index(0))
            self.list.scrollToTop()

    def step(self, by: int) -> None:
        number = self.list.currentIndex().row() + by
        if 0 <= number < self.lines.rowCount():
            self.list.setCurrentIndex(self.lines.index(number))

    def open_current(self) -> bool:
        number = self.list.currentIndex().row()
        line = self.lines.lines[number] if 0 <= number < self.lines.rowCount() else None
        if line is None or line.conversation_id is None:
            return False
        self.opened.emit(line.conversation_id, line.message_id)
        return True

    def commands(self) -> dict[str, Callable[[], object]]:
        return {
            "table.next": lambda: self.step(1),
            "table.prev": lambda: self.step(-1),
            "table.open": self.open_current,
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, which keymap.json leaves free in lists."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dress()

    def dress(self) -> None:
        self._drawn.width = self.width() - self.list.verticalScrollBar().sizeHint().width()
        self.list.doItemsLayout()
