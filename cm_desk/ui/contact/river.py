"""Everything ever exchanged with one person, as a list that loads as it is read, both ways."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QMouseEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cm_desk.desk import Desk
from cm_desk.store import places
from cm_desk.store.merges import Merge
from cm_desk.store.places import BOTTOM, TOP
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.contact.past import Asked, Past
from cm_desk.ui.contact.story import of_message, told
from cm_desk.ui.contact.story_list import THIRD, Spot, StoryList

NEAR_PX = 600  # so far from either end, more is asked for
CALM_MS = 100  # while news pours in, ten looks a second are enough


class River(StoryList):
    """`show_story` fills it; `opened` asks for the conversation of a message or gesture."""

    opened = Signal(int, object)  # a conversation, and the message in it or None
    promise_opened = Signal(object)
    note_opened = Signal(object)
    merge_opened = Signal(object)
    signals_opened = Signal(object)  # an entry
    person_opened = Signal(int)

    def __init__(self, desk: Desk, problem: Problem, parent: QWidget | None = None) -> None:
        super().__init__(desk.now, parent)
        self._desk, self._tasks = desk, Tasks(self, problem)
        self.past, self._asked = Past(desk), Asked()
        self._loading: set[str] = set()
        self._edited: set[int] = set()
        self._stale = False
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._look_again)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.activated.connect(lambda _index: self.open_current())

    # -- what is shown --------------------------------------------------------

    def show_story(
        self,
        contact_id: int,
        kinds: Iterable[str],
        accounts: Collection[int] | None = None,
        spot: Spot | None = None,
    ) -> None:
        """The same person and filter again keep their place; others begin at the newest, or at
        `spot`."""
        only = None if accounts is None else frozenset(accounts)
        asked = Asked(contact_id, frozenset(kinds), only)
        if asked != self._asked:
            self._asked = asked
            self._begin(spot or Spot(TOP))

    def show_message(self, message_id: int) -> None:
        self._begin(Spot(places.of_message(message_id), of_message(message_id), THIRD))

    def show_moment(self, moment: datetime) -> None:
        """The newest that had happened by then comes to the top."""
        self._begin(Spot(places.after(moment)))

    def show_newest(self) -> None:
        self._begin(Spot(TOP))

    def show_oldest(self) -> None:
        self._begin(Spot(BOTTOM, offset=THIRD))

    def _begin(self, spot: Spot) -> None:
        self._tasks.newest("show", self._show(spot))

    async def _show(self, spot: Spot) -> None:
        if await self.past.begin(self._asked, spot.place.above() if spot.key else spot.place):
            self._paint()
            self.go_to(spot)

    # -- loading --------------------------------------------------------------

    def reload(self) -> None:
        """Something of this person changed. What is being read stays where it is."""
        self._stale = True
        self._soon()

    def heard(self, conversation_ids: Collection[int]) -> None:
        """What was said in these conversations may have been edited."""
        self._edited.update(conversation_ids)
        self._soon()

    def _soon(self) -> None:
        if not self._calm.isActive():
            self._calm.start()

    def _look_again(self) -> None:
        """A story nobody sees waits until it is shown."""
        if self.isVisible():
            self._tasks.newest("again", self._again())

    async def _again(self) -> None:
        edited, stale = frozenset(self._edited), self._stale
        changed = await self.past.said_again(edited)
        if stale:
            spot = self.spot()
            changed = await self.past.again(spot.place if spot else TOP) or changed
        self._edited -= edited
        self._stale = self._stale and not stale
        if changed:
            self._paint()

    def _scrolled(self, value: int) -> None:
        if not self.story.rowCount():
            return
        if value < NEAR_PX and not self.past.begun:
            self._load("newer", self.past.newer)
        if value > self.verticalScrollBar().maximum() - NEAR_PX and not self.past.ended:
            self._load("older", self.past.older)
        self.tell_moment()

    def _load(self, way: str, load: Callable[[], Awaitable[bool]]) -> None:
        """One page at a time in each direction."""
        if way not in self._loading:
            self._loading.add(way)
            self._tasks.start(self._more(way, load))

    async def _more(self, way: str, load: Callable[[], Awaitable[bool]]) -> None:
        try:
            changed = await load()
        finally:
            self._loading.discard(way)
        if changed:
            self._paint()

    def _paint(self) -> None:
        """A silence is told only where nothing is left out."""
        past, only = self.past, self.past.asked
        quiets = "message" in only.kinds and only.accounts is None
        self.show_rows(told(past.entries, self._desk.now(), past.begun, past.ended, quiets))
        QTimer.singleShot(0, self, self._look_around)

    def _look_around(self) -> None:
        self._scrolled(self.verticalScrollBar().value())

    # -- doing ----------------------------------------------------------------

    def open_current(self) -> None:
        entry = self.current_entry()
        if entry is None:
            return
        if entry.message:
            self.opened.emit(entry.message.conversation_id, entry.message.id)
        elif entry.gesture and entry.gesture.conversation_id:
            self.opened.emit(entry.gesture.conversation_id, entry.gesture.message_id)
        elif entry.promise:
            self.promise_opened.emit(entry.promise)
        elif entry.note:
            self.note_opened.emit(entry.note)
        elif entry.merge:
            self._open_merge(entry.merge)
        elif entry.what == "signals":
            self.signals_opened.emit(entry)

    def _open_merge(self, merge: Merge) -> None:
        """People who are two again lead to each other."""
        if merge.parted_at is None:
            self.merge_opened.emit(merge)
        else:
            here = self._asked.contact_id == merge.gone
            self.person_opened.emit(merge.kept if here else merge.gone)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale or self._edited:
            self._soon()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        entry = self.current_entry()
        here = index == self.currentIndex()
        if not here or entry is None:
            return
        if entry.what == "signals":  # nothing else can be done with them
            self.signals_opened.emit(entry)
        on_link = self._drawn.on_link(self.visualRect(index), event.position())
        if on_link and entry.merge and entry.merge.parted_at is None:
            self.merge_opened.emit(entry.merge)
