"""Tables of people and gestures: fixed rows, one selected, drawn by a delegate."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from cm_desk.text import show
from cm_desk.ui import theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT, HEAD_HEIGHT, FIRST_PAD = 50, 34, 14


class Table(QTableView):
    """`widths` in px at 100 %, 0 for the column that takes the rest. `opened`: Return on a row."""

    opened = Signal()

    def __init__(self, name: str, widths: Sequence[int]) -> None:
        super().__init__()
        self._widths = list(widths)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.activated.connect(lambda _index: self.opened.emit())

    def dress(self) -> None:
        t = theme.now()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(t.px(ROW_HEIGHT))
        head = self.horizontalHeader()
        head.setFont(t.font("small", 600))
        head.setFixedHeight(t.px(HEAD_HEIGHT))
        head.setHighlightSections(False)
        head.setMinimumSectionSize(1)
        head.setDefaultAlignment(theme.ALIGN_LEFT)
        self._share_out()

    def show_columns(self, shown: Sequence[bool]) -> None:
        for number, visible in enumerate(shown):
            self.setColumnHidden(number, not visible)
        self._share_out()

    def _share_out(self) -> None:
        """Where what takes the rest is hidden, the first column does."""
        head, mode = self.horizontalHeader(), QHeaderView.ResizeMode
        shown = [not self.isColumnHidden(number) for number in range(len(self._widths))]
        rest = any(seen and not width for seen, width in zip(shown, self._widths, strict=True))
        for number, width in enumerate(self._widths):
            takes_rest = not width or (number == 0 and not rest)
            head.setSectionResizeMode(number, mode.Stretch if takes_rest else mode.Fixed)
            if not takes_rest:
                self.setColumnWidth(number, theme.now().px(width))

    def move_by(self, step: int) -> None:
        rows = self.model().rowCount()
        if rows:
            self.selectRow(max(0, min(self.currentIndex().row() + step, rows - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are commands here, not a search for a row that begins with them."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Cell:
    """Draws into one cell; `dx` px at 100 % from its left edge."""

    def __init__(self, p: QPainter, box: QRect, first: bool) -> None:
        t = theme.now()
        pad = t.px(8 + (FIRST_PAD if first else 0))
        self.p, self.box = p, box
        self.x, self.width = box.left() + pad, box.width() - pad - t.px(6)

    def middle(self, size: float) -> float:
        return self.box.top() + (self.box.height() - theme.now().px(size)) / 2

    def words(
        self,
        text: str,
        y: float | None = None,
        role: str = "ui",
        color: str = "text.primary",
        weight: int | None = None,
        dx: float = 0,
        less: float = 0,
    ) -> None:
        """One line; `y` px at 100 % below the top of the row, None for its middle. `less` px at its
        end are left free."""
        t = theme.now()
        height = max(t.px(18), t.line(role))
        top = self.middle(18) if y is None else self.box.top() + t.px(y)
        room = max(0, self.width - t.px(dx) - round(less))
        metrics = t.metrics(role, weight)
        shown = metrics.elidedText(show.line(text), Qt.TextElideMode.ElideRight, room)
        self.p.setFont(t.font(role, weight, tabular=True))
        self.p.setPen(t.c(color))
        self.p.drawText(QRectF(self.x + t.px(dx), top, room + 2, height), theme.ALIGN_LEFT, shown)


class RowDelegate(QStyledItemDelegate):
    """Ground, line and selection of a row; `paint_cell` draws what is in it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme.now()
        box: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, t.c(self.ground(option, index)))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), t.c("line.subtle"))
        if selected and index.column() == 0:
            bar = QRect(box.left(), box.top(), t.px(3), box.height())
            painter.fillRect(bar, t.c("accent.base"))
        painter.setClipRect(box)
        self.paint_cell(Cell(painter, box, index.column() == 0), index)
        painter.restore()

    def ground(self, option: QStyleOptionViewItem, index: Index) -> str:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        return "bg.selected" if selected else "bg.surface"

    def paint_cell(self, cell: Cell, index: Index) -> None:
        cell.words(str(index.data() or ""))
