"""Search: everything ever said, and the people who said it, as one types."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QStackedLayout, QWidget

from cm_desk.desk import Desk
from cm_desk.domain.filters import MESSAGES
from cm_desk.domain.query import parse
from cm_desk.store import contacts, search
from cm_desk.store.contacts import ContactRow
from cm_desk.store.paging import Cursor
from cm_desk.text import show
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.compose.composer import OnUndo
from cm_desk.ui.format import count
from cm_desk.ui.keys import context
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.search.delegate import FoundDelegate
from cm_desk.ui.search.model import FoundModel
from cm_desk.ui.widgets.fields import Search
from cm_desk.ui.widgets.layout import box, pane, rule, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.text import Label

PAGE, PEOPLE = 50, 4
TYPING_MS = 60  # between two keys of a fast typist; a search costs a few


class SearchPage(QWidget):
    def __init__(
        self, desk: Desk, news: News, problem: Problem, undo: OnUndo, go: Navigator
    ) -> None:
        super().__init__()
        self._desk, self._go = desk, go
        self._tasks = Tasks(self, problem)
        self._asked, self._cursor, self._loading = "", None, False
        self.field = Search("Search everything, on this computer", height=44, role="body")
        self.found = FoundModel(desk.now, self)
        self.list = QListView()
        self._look()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._connect()
        context(self, "table")

    _cursor: Cursor | None

    def _look(self) -> None:
        self.list.setModel(self.found)
        self.list.setItemDelegate(FoundDelegate(self.found))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("Found")
        start = "Words, “a phrase”, or the beginning of a word*. People too."
        self._empty = Empty("search", "Find what was said", start, tone="calm")
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.list)
        self._count = Label("", "small", "text.muted", elide=True)
        head = vbox(self.field, self._count, gap=6, margins=(24, 16, 24, 8))
        self.setLayout(vbox(box(head), rule(), (holder, 1), gap=0))
        pane(self, "pane_surface")
        self.setFocusProxy(self.field)

    def _connect(self) -> None:
        self.field.edit.textChanged.connect(lambda _text: self._pause.start())
        self.field.edit.returnPressed.connect(self._enter)
        self.field.edit.installEventFilter(self)
        self._pause.timeout.connect(self._ask_now)
        self.list.clicked.connect(lambda _index: self.open_current())
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)

    def ask(self, text: str = "") -> None:
        """The cursor into the field; `text` searches at once, "" keeps what was found before."""
        if text:
            self.field.edit.setText(text)
        self.field.edit.setFocus()
        self.field.edit.selectAll()

    # -- searching
    def _ask_now(self) -> None:
        self._pause.stop()
        self._tasks.newest("search", self._search(self.field.edit.text()))

    async def _search(self, text: str) -> None:
        """Each search interrupts the one before. Nothing typed is an error."""
        self._asked = text
        if not text.strip():
            self._show([], [], None)
            return
        people = await self._desk.store.read(contacts.find, text.strip())
        query = parse(text, MESSAGES, self._desk.now())
        hits = await self._desk.store.search(search.search, query, None, PAGE)
        self._show(people[:PEOPLE], hits.items, hits.cursor)

    def _show(
        self, people: Sequence[ContactRow], hits: Sequence[search.Hit], cursor: Cursor | None
    ) -> None:
        self._cursor, self._loading = cursor, False
        self.found.replace([*people, *hits])
        self.list.scrollToTop()
        if self.found.found:
            self.list.setCurrentIndex(self.found.index(0))
        self._stack.setCurrentIndex(1 if self.found.found else 0)
        self._say(len(hits), cursor is not None)

    def _say(self, hits: int, more: bool) -> None:
        asked = show.line(self._asked, 40)
        if asked and not self.found.found:
            self._empty.say(f"No match for “{asked}”", "Check the spelling or use fewer words.")
        elif not asked:
            self._empty.say(
                "Find what was said", "Words, “a phrase”, or the beginning of a word*. People too."
            )
        many = f"{hits}+ messages" if more else count(hits, "message", "messages")
        self._count.set_text(f"{many}, newest first" if hits else "")

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if value > bar.maximum() - 600 and self._cursor is not None and not self._loading:
            self._loading = True
            self._tasks.start(self._more(self._asked, self._cursor))

    async def _more(self, asked: str, cursor: Cursor) -> None:
        try:
            query = parse(asked, MESSAGES, self._desk.now())
            hits = await self._desk.store.search(search.search, query, cursor, PAGE)
        finally:
            self._loading = False
        if asked == self._asked and cursor == self._cursor:
            self._cursor = hits.cursor
            self.found.extend(hits.items)
            total = sum(not isinstance(each, ContactRow) for each in self.found.found)
            self._say(total, hits.cursor is not None)

    # -- going there
    def open_current(self) -> bool:
        number = self.list.currentIndex().row()
        if not 0 <= number < len(self.found.found):
            return False
        found = self.found.found[number]
        if isinstance(found, ContactRow):
            self._go.open_person(found.id)
        else:
            self._go.open_conversation(found.conversation_id, found.id)
        return True

    def _enter(self) -> None:
        """Return searches first when the list is older than the words."""
        if self._pause.isActive() or self._asked != self.field.edit.text():
            self._ask_now()
        else:
            self.open_current()

    def _step(self, by: int) -> None:
        number = self.list.currentIndex().row() + by
        if self.found.found:
            number = min(max(number, 0), len(self.found.found) - 1)
            self.list.setCurrentIndex(self.found.index(number))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move in the list while the cursor stays in the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by is not None:
                self._step(by)
                return True
        return False

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        return {
            "table.next": lambda: self._step(1),
            "table.prev": lambda: self._step(-1),
            "table.open": self.open_current,
            "app.search": self.ask,
            "app.find": self.ask,
        }

    def panes(self) -> Sequence[QWidget]:
        return [self.field.edit, self.list]

    def selection(self) -> str:
        return ""
