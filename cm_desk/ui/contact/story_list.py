"""The rows of a story on the screen: moving among them, and keeping what is read where it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from cm_desk.store.messages import Message
from cm_desk.store.places import Place
from cm_desk.store.river import Entry
from cm_desk.ui.contact.delegate import StoryDelegate
from cm_desk.ui.contact.model import Index, Key, StoryModel
from cm_desk.ui.contact.story import Happened, Row

LONG, SETTLED_MS = 150, 80  # rows; how long the edge of the window rests
THIRD = -1  # an offset: a third below the top, where the eye is


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody reads: the row `key`, or what stands below `place` where there is no such
    row, and how many px below the top."""

    place: Place
    key: Key | None = None
    offset: int = 0


class StoryList(QListView):
    moved = Signal(object)  # the moment that is being read

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.story = StoryModel(self, now)
        self._drawn = StoryDelegate(self.story, now)
        self._held: tuple[Key, int] | None = None  # what is read, and how far below the top
        self._laying = False
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._note())
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._settle)
        self.setModel(self.story)
        self.setItemDelegate(self._drawn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(False)
        self.setAccessibleName("Story, newest first")

    def show_rows(self, rows: Sequence[Row]) -> None:
        """What is in sight stays where it is."""
        self.story.show(rows)
        self.doItemsLayout()

    def doItemsLayout(self) -> None:
        """Rows came or went above, or have other heights: what is read stays where it is.

        Qt lays out when it sees fit, so where that is must be known before.
        """
        laying, self._laying = self._laying, True
        super().doItemsLayout()
        if self._held is not None and not laying:
            self._hold(*self._held)
        self._laying = laying

    def _note(self) -> None:
        """Somebody scrolled or moved: from now on this is what is held."""
        if not self._laying:
            self._held = self._in_sight()

    # -- places ---------------------------------------------------------------

    def spot(self) -> Spot | None:
        """Where somebody reads now; None where nothing is chosen."""
        index, entry = self.currentIndex(), self.current_entry()
        if entry is None:
            return None
        return Spot(entry.place, self.story.key_of(index.row()), self.visualRect(index).top())

    def go_to(self, spot: Spot) -> None:
        """Put the cursor there. A month that begins with it is seen, too."""
        named = self.story.number_of(spot.key)
        number = self._first_below(spot.place) if named is None else named
        if number is None:
            return
        self.setCurrentIndex(self.story.index(number))
        if named is None and number and self._happened(number - 1) is None:
            number -= 1
        top = self.viewport().height() // 3 if spot.offset == THIRD else spot.offset
        self._hold(self.story.key_of(number), top)
        self._note()

    def _first_below(self, place: Place) -> int | None:
        """The row of the newest entry below a place; of the oldest one, where there is none."""
        found = None
        for number in range(self.story.rowCount()):
            if entry := self._happened(number):
                found = number
                if entry.place < place:
                    break
        return found

    def _in_sight(self) -> tuple[Key, int] | None:
        """The row under the cursor, or the topmost one, and how many px below the top it is."""
        view, index = self.viewport().rect(), self.currentIndex()
        if not (index.isValid() and view.intersects(self.visualRect(index))):
            index = self.indexAt(QPoint(view.width() // 2, 4))
        found = self.story.key_of(index.row()) if index.isValid() else None
        return (found, self.visualRect(index).top()) if found else None

    def _hold(self, wanted: Key | None, offset: int) -> None:
        """Bring a row there, but not so far down that it cannot be read."""
        number = self.story.number_of(wanted)
        if number is None:
            return
        box = self.visualRect(self.story.index(number))
        offset = min(offset, max(0, self.viewport().height() - box.height()))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + box.top() - offset)

    def _happened(self, number: int) -> Entry | None:
        row = self.story.row(number) if 0 <= number < self.story.rowCount() else None
        return row.entry if isinstance(row, Happened) else None

    # -- moving ---------------------------------------------------------------

    def move_by(self, step: int) -> None:
        """To the next thing that happened, over month marks and silences."""
        number = self.currentIndex().row() + step
        while 0 <= number < self.story.rowCount():
            if self._happened(number):
                self.setCurrentIndex(self.story.index(number))
                return
            number += step

    def move_by_month(self, step: int) -> None:
        """To the first thing of the next older (1) or newer (-1) month."""
        here = self.currentIndex().row()
        mark = self.story.next_month(here, step)
        if mark is not None and step < 0:  # the mark above is that of this month
            mark = self.story.next_month(mark, step) if here - mark <= 1 else mark
        if mark is None:
            return
        self.scrollTo(self.story.index(mark), QAbstractItemView.ScrollHint.PositionAtTop)
        self.setCurrentIndex(self.story.index(mark))
        self.move_by(1)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._note()
        self.tell_moment()

    def tell_moment(self) -> None:
        """Of the row under the cursor while it is in sight, else of the topmost one."""
        here = self._in_sight()
        number = self.story.number_of(here[0]) if here else None
        for n in range(number or 0, self.story.rowCount()):
            if entry := self._happened(n):
                self.moved.emit(entry.at)
                return

    def current_entry(self) -> Entry | None:
        index = self.currentIndex()
        return self._happened(index.row()) if index.isValid() else None

    def current_message(self) -> Message | None:
        entry = self.current_entry()
        return entry.message if entry else None

    def current_spot(self) -> QPoint:
        """Where a menu about the current row belongs, on the screen."""
        box = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(box.center())

    # -- Qt -------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self.move_by(1)
            case Qt.Key.Key_Up:
                self.move_by(-1)
            case Qt.Key.Key_C if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self._copy()
            case _:
                super().keyPressEvent(event)

    def _copy(self) -> None:
        if message := self.current_message():
            QGuiApplication.clipboard().setText(message.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for the bar is always kept, so that its coming makes no row higher."""
        super().resizeEvent(event)
        width = self.width() - self.verticalScrollBar().sizeHint().width()
        if width == self._drawn.width:
            return
        if self.story.rowCount() > LONG and self.isVisible():
            self._settled.start()  # measuring hundreds again can wait until the edge rests
        else:
            self._settle()

    def _settle(self) -> None:
        self._drawn.width = self.width() - self.verticalScrollBar().sizeHint().width()
        self.doItemsLayout()

    def dress(self) -> None:
        self._drawn.forget()
        self.doItemsLayout()
