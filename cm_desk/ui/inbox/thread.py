"""The open conversation: its messages newest at the bottom, older ones as one scrolls up."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from cm_desk.ui import theme
from cm_desk.ui.inbox.bubble import Hot
from cm_desk.ui.inbox.bubbles import BubbleDelegate, Index, ThreadModel, words_of
from cm_desk.ui.inbox.items import Item, Leaving, Said
from cm_desk.ui.inbox.parts import Opened
from cm_desk.ui.keys import context

LONG, SETTLED_MS = 150, 80
NEAR_PX = 600  # so far from the upper end, older messages are asked for


class ThreadList(QListView):
    """Shows items and says what was clicked; it loads and stores nothing itself."""

    hot = Signal(object)
    entered = Signal()  # Return on a message
    older = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.rows = ThreadModel(now, self)
        self.opened = Opened()
        self.bubbles = BubbleDelegate(self.rows, self.opened, self)
        self.setModel(self.rows)
        self.setItemDelegate(self.bubbles)
        self.bubbles.clicked.connect(self.hot)
        self._look()
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._settle)
        self.verticalScrollBar().valueChanged.connect(self._near_top)

    def _look(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setMouseTracking(True)
        self.setAccessibleName("Messages")
        self.verticalScrollBar().setSingleStep(24)
        context(self, "thread")

    def dress(self) -> None:
        self.bubbles.forget()
        self.doItemsLayout()

    def clear(self) -> None:
        self.opened.unfolded.clear()
        self.opened.pictures.clear()
        self.bubbles.forget()
        self.rows.replace([])

    def show_items(self, items: list[Item], to_end: bool = False) -> None:
        """Keeps what is read where it is; at the end it stays at the end."""
        end = to_end or self._at_end()
        anchor = None if end else self._anchor()
        current = self.current()
        self.rows.replace(items)
        self.doItemsLayout()
        if current is not None:
            self._select(current.key)
        elif self.hasFocus():
            self.step(-1)
        if end:
            self.scrollToBottom()
        elif anchor is not None:
            self._restore(*anchor)
        self._mind_clock()

    def _at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - 8

    def _anchor(self) -> tuple[str, int] | None:
        """The first item in sight, and where its upper edge is."""
        index = self.indexAt(QPoint(self.viewport().width() // 2, 4))
        if not index.isValid():
            return None
        return self.rows.items[index.row()].key, self.visualRect(index).top()

    def _restore(self, key: str, top: int) -> None:
        number = self.rows.number_of(key)
        if number is not None:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self.rows.index(number)).top() - top)

    def current(self) -> Item | None:
        index = self.currentIndex()
        return self.rows.items[index.row()] if index.isValid() else None

    def _select(self, key: str) -> None:
        number = self.rows.number_of(key)
        if number is not None:
            self.setCurrentIndex(self.rows.index(number))

    def show_message(self, message_id: int) -> bool:
        """Select a message and bring it into the middle; False when it is not loaded."""
        number = self.rows.number_of(f"message {message_id}")
        if number is None:
            return False
        index = self.rows.index(number)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def step(self, by: int) -> None:
        """To the next or previous message, over days and pills."""
        number = (
            self.currentIndex().row() if self.currentIndex().isValid() else self.rows.rowCount()
        )
        while 0 <= (number := number + by) < self.rows.rowCount():
            if isinstance(self.rows.items[number], Said | Leaving):
                self.setCurrentIndex(self.rows.index(number))
                return

    def copy(self) -> bool:
        """The whole text of the chosen message, or of the newest."""
        item = self.current() or next(reversed(self.rows.items), None)
        text = words_of(item) if item else None
        if text is not None:
            QGuiApplication.clipboard().setText(text)
        return text is not None

    def read_text(self) -> None:
        """Open the chosen message for selecting a part of it."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def refresh(self, key: str) -> None:
        """Lay one item out again and keep its upper edge where it is."""
        anchor = self._anchor()
        self.bubbles.refresh(key)
        self.doItemsLayout()
        if anchor is not None:
            self._restore(*anchor)
        self.viewport().update()

    def hot_under(self, event: QMouseEvent) -> Hot | None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return None
        return self.bubbles.hot(index, self.visualRect(index), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = self.hot_under(event) is not None
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def hots(self) -> list[Hot]:
        """What can be done with the chosen message, each thing once."""
        item = self.current()
        if item is None:
            return []
        found = self.bubbles.strip(item).hots(QPointF(0, 0))
        return list({(hot.what, hot.value): hot for hot in found}.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cursor starts at the newest message; Qt would put it on the oldest."""
        if not self.currentIndex().isValid():
            self.step(-1)
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Room for the bar is always kept: if its coming made the bubbles narrower and higher, and
        # its going wider and lower, the two would follow each other for ever.
        width = self.width() - self.verticalScrollBar().sizeHint().width()
        end, anchor = self._at_end(), self._anchor()
        super().resizeEvent(event)
        if width != self.bubbles.width and self.thread_is_long() and self.isVisible():
            self._settled.start()  # laying out hundreds again can wait until the edge rests
        elif width != self.bubbles.width:
            self._take_width(width)
        if end:
            self.scrollToBottom()
        elif anchor is not None:
            self._restore(*anchor)

    def thread_is_long(self) -> bool:
        return self.rows.rowCount() > LONG

    def _take_width(self, width: int) -> None:
        self.bubbles.width = width
        self.doItemsLayout()

    def _settle(self) -> None:
        end, anchor = self._at_end(), self._anchor()
        self._take_width(self.width() - self.verticalScrollBar().sizeHint().width())
        if end:
            self.scrollToBottom()
        elif anchor is not None:
            self._restore(*anchor)

    def viewportSizeHint(self) -> QSize:
        return QSize(theme.now().px(420), theme.now().px(300))

    def _near_top(self, value: int) -> None:
        if value < NEAR_PX and self.rows.items:
            self.older.emit()

    def _mind_clock(self) -> None:
        if any(isinstance(item, Leaving) for item in self.rows.items):
            self._clock.start()
        else:
            self._clock.stop()

    def _tick(self) -> None:
        """Counts down what is leaving."""
        for number, item in enumerate(self.rows.items):
            if isinstance(item, Leaving):
                self.update(self.rows.index(number))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
