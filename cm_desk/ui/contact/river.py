"""Everything ever exchanged with one person, as a list that loads as it is read."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from cm_desk.desk import Desk
from cm_desk.store import river
from cm_desk.store.messages import Message
from cm_desk.store.paging import Slice
from cm_desk.store.river import Entry
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.contact.delegate import StoryDelegate
from cm_desk.ui.contact.model import StoryModel
from cm_desk.ui.contact.story import Happened, Story, key

PAGE = 50
MOST = 200  # what the store gives at once
TALK = frozenset({"message", "signals", "first"})


class River(QListView):
    """`show_person` fills it; `opened` asks for the conversation of a message or gesture."""

    opened = Signal(int)  # a conversation
    promise_opened = Signal(object)
    note_opened = Signal(object)
    merge_opened = Signal(object)

    def __init__(self, desk: Desk, problem: Problem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, Tasks(self, problem)
        self._contact = 0
        self._kinds: frozenset[str] = frozenset()
        self._cursor: int | str | None = None
        self.story = StoryModel(self, desk.now)
        self._drawn = StoryDelegate(self, desk.now)
        self.setModel(self.story)
        self.setItemDelegate(self._drawn)
        self._look()
        self.story.wanted.connect(self._load_more)
        self.activated.connect(lambda _index: self.open_current())

    def _look(self) -> None:
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(False)
        self.setAccessibleName("Story, newest first")

    def show_person(self, contact_id: int, kinds: Iterable[str]) -> None:
        """The same person and kinds again keep their place; others start at the newest."""
        asked = (contact_id, frozenset(kinds))
        if asked != (self._contact, self._kinds):
            self._contact, self._kinds = asked
            self._tasks.newest("show", self._fill(PAGE, None, 0))

    def show_message(self, message_id: int) -> None:
        """Of the person and kinds that are shown: select it, at the top of the view."""
        self._tasks.newest("show", self._fill(PAGE, ("message", message_id), 0))

    def reload(self) -> None:
        """What is loaded is read again; the current row and the view stay where they are."""
        if self._contact:
            wanted = max(PAGE, self.story.entries)
            current = self._current_key()
            self._tasks.newest("show", self._fill(wanted, current, self._offset()))

    async def _fill(self, wanted: int, current: tuple[object, ...] | None, offset: int) -> None:
        story = Story(self._desk.now(), quiets="message" in self._kinds)
        self._cursor = None
        while True:
            found = await self._page(min(MOST, max(PAGE, wanted - story.entries)))
            story.extend(found.items, found.cursor is None)
            self._cursor = found.cursor
            aimed = not current or current[0] != "message" or current in map(key, story.rows)
            if found.cursor is None or (story.entries >= wanted and aimed):
                break
        self.story.replace(story, self._cursor is not None)
        self._restore(current, offset)

    async def _page(self, limit: int) -> Slice[Entry]:
        return await self._desk.store.read(
            river.page, self._contact, self._kinds, self._cursor, limit
        )

    def _load_more(self) -> None:
        self._tasks.newest("more", self._more())

    async def _more(self) -> None:
        asked = (self._contact, self._kinds, self._cursor)
        found = await self._page(PAGE)
        if asked == (self._contact, self._kinds, self._cursor):
            self._cursor = found.cursor
            self.story.extend(found.items, found.cursor is not None)

    def _current_key(self) -> tuple[object, ...] | None:
        index = self.currentIndex()
        return key(self.story.row(index.row())) if index.isValid() else None

    def _offset(self) -> int:
        """Where the current row stands in the view, in pixels from its top."""
        return self.visualRect(self.currentIndex()).top() if self.currentIndex().isValid() else 0

    def _restore(self, current: tuple[object, ...] | None, offset: int) -> None:
        number = self.story.number_of(current)
        if number is None:
            self._select_first()
            return
        index = self.story.index(number)
        self.setCurrentIndex(index)
        self.doItemsLayout()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.visualRect(index).top() - offset)

    def _select_first(self) -> None:
        for number in range(self.story.rowCount()):
            if isinstance(self.story.row(number), Happened):
                self.setCurrentIndex(self.story.index(number))
                self.scrollToTop()
                return

    # -- moving ---------------------------------------------------------------

    def move_by(self, step: int) -> None:
        """To the next thing that happened, over month marks and silences."""
        number = self.currentIndex().row() + step
        while 0 <= number < self.story.rowCount():
            if isinstance(self.story.row(number), Happened):
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

    def current_entry(self) -> Entry | None:
        index = self.currentIndex()
        row = self.story.row(index.row()) if index.isValid() else None
        return row.entry if isinstance(row, Happened) else None

    def current_message(self) -> Message | None:
        entry = self.current_entry()
        return entry.message if entry else None

    def open_current(self) -> None:
        entry = self.current_entry()
        if entry is None:
            return
        if entry.message:
            self.opened.emit(entry.message.conversation_id)
        elif entry.gesture and entry.gesture.conversation_id:
            self.opened.emit(entry.gesture.conversation_id)
        elif entry.promise:
            self.promise_opened.emit(entry.promise)
        elif entry.note:
            self.note_opened.emit(entry.note)
        elif entry.merge and entry.merge.parted_at is None:
            self.merge_opened.emit(entry.merge)

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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        entry = self.current_entry()
        here = index == self.currentIndex()
        hit = here and self._drawn.on_link(self.visualRect(index), event.position())
        if hit and entry and entry.merge and entry.merge.parted_at is None:
            self.merge_opened.emit(entry.merge)

    def _copy(self) -> None:
        if message := self.current_message():
            QGuiApplication.clipboard().setText(message.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._drawn.width != self.viewport().width():
            self._drawn.width = self.viewport().width()
            self.dress()

    def dress(self) -> None:
        """Rows have other heights now; what is being read stays where it is."""
        current, offset = self._current_key(), self._offset()
        self._drawn.forget()
        self.scheduleDelayedItemsLayout()
        if current is not None:
            QTimer.singleShot(0, self, partial(self._restore, current, offset))
