"""The list of conversations: loads pages as one scrolls, and never moves what is being read."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from cm_desk.store.conversations import InboxRow
from cm_desk.ui import theme
from cm_desk.ui.contexts import context
from cm_desk.ui.inbox.delegate import RowDelegate
from cm_desk.ui.inbox.model import InboxModel, Index

LIST, LIST_MEDIUM = 316, 304  # px at 100 %: its width in a wide and in a medium window
AHEAD = 30  # rows before the end of what is loaded, the next page is asked for


class ConversationList(QTableView):
    """A table of one column with fixed rows: only that does not grow with the number of rows."""

    chosen = Signal(object)  # an InboxRow or None: the row under the cursor changed
    entered = Signal()  # a click: the person means to read it
    near_end = Signal()
    vanished = Signal(int, int)  # the conversation under the cursor left the view; its place
    hidden_above = Signal(int)  # rows that came in above what is in sight

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.rows = InboxModel(now, self)
        self.delegate = RowDelegate(self.rows, self)
        self._quiet = False
        self._place = 0
        self._seen: set[int] = set()
        self.setModel(self.rows)
        self.setItemDelegate(self.delegate)
        self._look()
        self.dress()
        self.clicked.connect(lambda _index: self.entered.emit())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.viewport().installEventFilter(self)

    def _look(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("Conversations")
        context(self, "list")

    def dress(self) -> None:
        t = theme.now()
        height = t.size("rowCompact" if self.delegate.compact else "rowComfortable")
        header = self.verticalHeader()
        header.setMinimumSectionSize(height)
        header.setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height // 2)

    def set_compact(self, compact: bool) -> None:
        self.delegate.compact = compact
        self.dress()
        self.viewport().update()

    def show_rows(self, rows: list[InboxRow], fresh: bool = False) -> None:
        """Put in new rows. What was in sight stays where it is; at the top with nothing chosen
        new mail slides in.
        """
        current, place = None if fresh else self.current_id(), self.currentIndex().row()
        anchor = None if fresh else self._anchor()
        self._quiet = True
        self.rows.replace(rows)
        number = self.rows.number_of(current)
        if number is not None:
            self.setCurrentIndex(self.rows.index(number, 0))
        if anchor is not None:
            self._restore(*anchor)
        self._quiet = False
        if fresh:
            self._seen = {row.id for row in rows}
            self.choose_none()
            self.scrollToTop()
        self._count_above()
        if current is not None and number is None:
            self._place = place
            self.vanished.emit(current, place)

    def _height(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    def _anchor(self) -> tuple[int, int] | None:
        """The conversation that must not move and its distance from the top of the viewport."""
        value = self.verticalScrollBar().value()
        number = self.currentIndex().row()
        height = self._height()
        in_sight = number >= 0 and -height < number * height - value < self.viewport().height()
        if not in_sight:
            number = value // height
            if value == 0 or not 0 <= number < len(self.rows.rows):
                return None
        return self.rows.rows[number].id, number * height - value

    def _restore(self, id: int, offset: int) -> None:
        number = self.rows.number_of(id)
        if number is not None:
            self.updateGeometries()  # the bar's range is that of the old rows until then
            self.verticalScrollBar().setValue(number * self._height() - offset)

    def _count_above(self) -> None:
        """How many new ones wait above what is in sight."""
        first = self.verticalScrollBar().value() // self._height()
        self._seen |= {row.id for row in self.rows.rows[first:]}
        self.hidden_above.emit(sum(row.id not in self._seen for row in self.rows.rows[:first]))

    def _scrolled(self, value: int) -> None:
        if not self._quiet:
            self.look_ahead()
            self._count_above()

    def look_ahead(self) -> None:
        """Ask for the next page before its place comes into sight."""
        bottom = self.verticalScrollBar().value() + self.viewport().height()
        if bottom // self._height() + AHEAD >= len(self.rows.rows):
            self.near_end.emit()

    # -- the cursor
    def current(self) -> InboxRow | None:
        number = self.currentIndex().row()
        return self.rows.rows[number] if 0 <= number < len(self.rows.rows) else None

    def current_id(self) -> int | None:
        row = self.current()
        return row.id if row else None

    def choose(self, id: int | None) -> bool:
        """Put the cursor on a conversation; False when it is not loaded."""
        number = self.rows.number_of(id)
        if number is not None:
            self.setCurrentIndex(self.rows.index(number, 0))
        return number is not None

    def choose_number(self, number: int) -> None:
        """The row at that place or the last one; nothing in an empty list."""
        if self.rows.rows:
            number = min(max(number, 0), len(self.rows.rows) - 1)
            self.setCurrentIndex(self.rows.index(number, 0))

    def step(self, by: int) -> bool:
        number = self.currentIndex().row()
        if not self.rows.rows:
            return False
        self.choose_number(self._place if number < 0 else number + by)
        return True

    def choose_none(self) -> None:
        """The open conversation is not in this view."""
        self._place = max(0, self.currentIndex().row())
        self._quiet = True
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()
        self._quiet = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet:
            self.chosen.emit(self.current())

    # -- choosing many
    def mark_current(self, by: int = 0) -> None:
        """`by` 0 turns the mark of this row over; otherwise marks it and the next one that way."""
        row = self.current()
        if row is None:
            return
        if by == 0:
            self.rows.mark([row.id], row.id not in self.rows.marked)
            return
        self.step(by)
        after = self.current()
        self.rows.mark([row.id, *([after.id] if after else [])])

    def targets(self) -> list[int]:
        """What an action is about: the marked ones, else the one under the cursor."""
        if self.rows.marked:
            return [row.id for row in self.rows.rows if row.id in self.rows.marked]
        row = self.current()
        return [row.id] if row else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A short list has no scroll bar that could ask for more."""
        if watched is self.viewport() and isinstance(event, QResizeEvent):
            self.near_end.emit()
        return False
