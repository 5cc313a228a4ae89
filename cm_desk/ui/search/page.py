"""Search: everything ever said, and the people who said it, as one types."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QListView, QMenu, QStackedLayout, QWidget

from cm_desk.desk import Desk
from cm_desk.domain.completion import Asked, Offer
from cm_desk.domain.filters import MESSAGES
from cm_desk.domain.query import Query
from cm_desk.store.contacts import ContactRow
from cm_desk.store.search import Hit
from cm_desk.store.search.values import values
from cm_desk.store.views import SavedView
from cm_desk.text import show
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.asking.field import AskField
from cm_desk.ui.compose.composer import OnUndo
from cm_desk.ui.keys import context
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.search.delegate import FoundDelegate
from cm_desk.ui.search.hunt import Found, Hunt
from cm_desk.ui.search.model import FoundModel, found_words
from cm_desk.ui.search.nothing import Nothing
from cm_desk.ui.shelf.saving import save
from cm_desk.ui.trail import Step
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, hbox, pane, rule, vbox
from cm_desk.ui.widgets.tabs import Segmented
from cm_desk.ui.widgets.text import Label

TYPING_MS = 60  # between two keys of a fast typist; a search costs a few
BEST = "best"  # SavedView.sort


class SearchPage(QWidget):
    def __init__(
        self, desk: Desk, news: News, problem: Problem, undo: OnUndo, go: Navigator
    ) -> None:
        super().__init__()
        self._desk, self._go, self._undo = desk, go, undo
        self._tasks = Tasks(self, problem)
        self._hunt = Hunt(desk, self._show, self._grow, self._say)
        self._found, self._best, self._loading = Found(Query("")), False, False
        self.view: SavedView | None = None  # what is searched is this one's, or was changed since
        hint = "Search everything, on this computer"
        self.field = AskField(hint, MESSAGES, self._values, desk.now, problem)
        self.found = FoundModel(desk.now, self)
        self.list = QListView()
        self.nothing = Nothing(self.field.begin, self._ask_for)
        self._look()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._connect()
        context(self, "search")

    def _look(self) -> None:
        self.list.setModel(self.found)
        self.list.setItemDelegate(FoundDelegate(self.found))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setAccessibleName("Found")
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self.list)
        self._count = Label("", "small", "text.muted", elide=True)
        self.order = Segmented(("Newest first", "Best first"), name="Order (Alt+B)")
        self.keep = Button("Save", "quiet", "bookmark", name="Save this search as a view")
        self.keep.key = "Ctrl+S"
        self._bar = box(hbox((self._count, 1), self.order, self.keep, gap=8))
        head = vbox(self.field, self._bar, gap=6, margins=(24, 16, 24, 8))
        self.setLayout(vbox(box(head), rule(), (holder, 1), gap=0))
        pane(self, "pane_surface")
        self.setFocusProxy(self.field)
        self._bar.hide()

    def _connect(self) -> None:
        self.field.typed.connect(lambda _text: self._pause.start())
        self.field.entered.connect(self._enter)
        self.field.stepped.connect(self._step)
        self._pause.timeout.connect(self._ask_now)
        self.order.chosen.connect(lambda number: self._sort(number == 1))
        self.keep.clicked.connect(self.save)
        self.list.clicked.connect(lambda _index: self.open_current())
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)

    def ask(self, text: str = "") -> None:
        """The cursor into the field; `text` searches at once, "" keeps what was found before."""
        self.view = None
        if text:
            self.field.edit.setText(text)
        self.field.edit.setFocus()
        self.field.edit.selectAll()

    def open_saved(self, view: SavedView) -> None:
        """Search for it, unless that is what is shown."""
        self._best, same = view.sort == BEST, self._found.query.text == view.query
        self.order.choose(int(self._best))
        known, self.view = self.view == view, view
        if not known or not same:
            self.field.edit.setText(view.query)
            self._ask_now()
        else:
            self._say(self._found)
        self.list.setFocus()

    async def _values(self, asked: Asked) -> Sequence[Offer]:
        return await self._desk.store.read(values, asked)

    # -- searching
    def _ask_for(self, text: str) -> None:
        self.field.edit.setText(text)
        self._ask_now()

    def _ask_now(self) -> None:
        self._pause.stop()
        self._tasks.newest("search", self._hunt.begin(self.field.text, self._best))

    def _sort(self, best: bool) -> None:
        self._best = best
        self.order.choose(int(best))
        self._ask_now()

    def _show(self, found: Found) -> None:
        """A new search."""
        self._found, self._loading = found, False
        self.found.replace([*found.people, *found.hits])
        self.list.scrollToTop()
        self.field.show_hints(found.hints)
        if self.found.found:
            self.list.setCurrentIndex(self.found.index(0))
        self._bar.setVisible(bool(found.query))
        self._say(found)

    def _grow(self, found: Found, hits: Sequence[Hit]) -> None:
        if found is self._found:
            first = not self.found.found
            self.found.extend(hits)
            if first and hits:
                self.list.setCurrentIndex(self.found.index(0))
            self._say(found)

    def _say(self, found: Found) -> None:
        if found is not self._found:
            return
        self._stack.setCurrentIndex(1 if self.found.found else 0)
        named = self.view and self.view.query == found.query.text.strip()
        name = f"{show.line(self.view.name, 60)}: " if self.view and named else ""
        self._count.set_text(f"{name}{found_words(found)}" if found.hits else "")
        if not found.query:
            self.nothing.say_start()
        elif found.count is not None and not self.found.found:
            self.nothing.say_none(found.query)
            if found.query.filters:
                self._tasks.newest("ways", self._ways(found.query))
        elif not self.found.found:
            self.nothing.say("Reading what was said …", "Nothing with these words so far.")

    async def _ways(self, query: Query) -> None:
        ways = await self._hunt.ways_out(query)
        if query is self._found.query:
            self.nothing.say_ways(query, ways)

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if value > bar.maximum() - 600 and self._found.cursor is not None and not self._loading:
            self._loading = True
            self._tasks.start(self._more(self._found))

    async def _more(self, found: Found) -> None:
        try:
            await self._hunt.more(found)
        finally:
            self._loading = False

    # -- going there
    def _current(self) -> ContactRow | Hit | None:
        number = self.list.currentIndex().row()
        return self.found.found[number] if 0 <= number < len(self.found.found) else None

    def open_current(self) -> bool:
        found = self._current()
        if isinstance(found, ContactRow):
            self._go.open_person(found.id)
        elif found is not None:
            self._go.open_conversation(found.conversation_id, found.id)
        return found is not None

    def open_story(self) -> bool:
        """The place of the message in everything that passed with its person."""
        found = self._current()
        if isinstance(found, ContactRow):
            self._go.open_person(found.id)
        elif found is not None and found.contact_id is not None:
            self._go.open_story(found.contact_id, found.id)
        else:
            return False
        return True

    def way_back(self) -> Step:
        """To the results as they stood."""
        text = show.line(self._found.query.text.strip(), 30)
        words = f"view {show.line(self.view.name, 30)}" if self.view else f"search for “{text}”"
        back = self.list if self.found.found else self.field.edit
        return Step(f"the {words}", back.setFocus)

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        self.list.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open", self.open_current)
        found = self._current()
        if isinstance(found, Hit) and found.contact_id is not None:
            menu.addAction("Show in the story of its person", self.open_story)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _enter(self) -> None:
        """Return searches first when the list is older than the words."""
        if self._pause.isActive() or self._found.query.text != self.field.text:
            self._ask_now()
        else:
            self.open_current()

    def _step(self, by: int) -> None:
        number = self.list.currentIndex().row() + by
        if self.found.found:
            number = min(max(number, 0), len(self.found.found) - 1)
            self.list.setCurrentIndex(self.found.index(number))

    # -- saving
    def save(self) -> bool:
        """False when there is nothing to save."""
        if not self.field.text.strip():
            return False
        self._tasks.start(self._save())
        return True

    async def _save(self) -> None:
        query, sort = self.field.text.strip(), BEST if self._best else ""
        saved = await save(self._desk, self, SavedView(0, "messages", "", query, sort), self.view)
        if saved is not None:
            self.view, undo = saved
            self._undo(undo)

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        return {
            "table.next": partial(self._step, 1),
            "table.prev": partial(self._step, -1),
            "table.open": self.open_current,
            "search.story": self.open_story,
            "search.best": lambda: self._sort(not self._best),
            "search.filters": self.field.open,
            "search.fix": self.field.hints.take,
            "view.save": self.save,
            "app.search": self.ask,
            "app.find": self.ask,
        }

    def panes(self) -> Sequence[QWidget]:
        return [self.field.edit, self.list]

    def selection(self) -> str:
        return ""
