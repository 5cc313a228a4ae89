"""The list of people: everybody who ever spoke to us, to sift, to sort and to open."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cm_desk.actions import settings as choosing
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.completion import Asked, Offer
from cm_desk.domain.filters import PEOPLE
from cm_desk.store import people, settings, sifting
from cm_desk.store.people import ContactRow
from cm_desk.store.views import SavedView
from cm_desk.text import show
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.asking.field import AskField
from cm_desk.ui.everybody import chooser, columns, words
from cm_desk.ui.everybody.bulk import BulkBar
from cm_desk.ui.everybody.chips import Chips
from cm_desk.ui.everybody.model import PeopleModel
from cm_desk.ui.everybody.reading import PAGE, Reading
from cm_desk.ui.everybody.table import PeopleTable
from cm_desk.ui.everybody.together import Together
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.shelf.saving import save
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import PageHead
from cm_desk.ui.widgets.layout import box, hbox, pane, rule, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.text import Label, announce

SHOWN = "people.columns"  # the setting
TYPING_MS = 60
CALM_MS = 800  # the list follows the news this often at most
MOST_AGAIN = (
    400  # rows that are put in order again on news; in a longer list they stay where they are
)


class PeopleList(QWidget):
    """`opened` carries a contact's id. `view` is the saved search that is shown, or was changed
    since."""

    opened = Signal(int)

    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._go, self._tasks = desk, undo, go, Tasks(self, problem)
        self.view: SavedView | None = None
        self._columns: tuple[str, ...] = columns.USUAL
        self._stale, self._heard = True, set[int]()
        self.reading, self.model = Reading(desk), PeopleModel(self, desk.now)
        self.table = PeopleTable(self.model)
        self.field = AskField(
            "Find people: a name, or silent:3m, label:repair, -is:quiet",
            PEOPLE,
            self._values,
            desk.now,
            problem,
            height=36,
        )
        self.chips, self.bulk, self.found = Chips(), BulkBar(), Label("", "small", "text.muted")
        self.together = Together(desk, self.model, self.reading, self._tasks, undo, self)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._some = self._every = 0
        self._lay_out()
        self._connect(news)

    def _lay_out(self) -> None:
        self.choose_columns = Button("Columns", "default", "sliders-horizontal", key="Shift+C")
        self.keep = Button("Save", "default", "bookmark", key="Ctrl+S")
        self.keep.rename("Save what is shown as a view")
        words = "Everyone who ever spoke to you, on every channel."
        self.head = PageHead("People", words, [self.keep, self.choose_columns])
        self._chips_row = box(
            hbox((self.chips, 1), (self.found, Qt.AlignmentFlag.AlignTop), gap=12)
        )
        tools = vbox(self.field, self._chips_row, self.bulk, gap=8, margins=(28, 10, 24, 8))
        connect = Button("Connect an account", "primary", "plus")
        connect.clicked.connect(lambda: self._go.go("accounts"))
        self.nobody = Empty(
            "users-round",
            "Nobody here yet",
            "People appear with their first message. Connect an account or import an archive.",
            [connect],
        )
        everybody = Button("Show everybody", "default", "users-round")
        everybody.clicked.connect(partial(self.ask, ""))
        self.no_match = Empty("search", "No match", "", [everybody])
        self.stack = QStackedWidget()
        for each in (self.table, self.nobody, self.no_match):
            self.stack.addWidget(each)
        self.stack.setMinimumHeight(60)  # not what an empty state would like: the chips need room
        pane(self.stack, "pane_surface")
        self.foot = vbox(gap=0)
        self.setLayout(vbox(self.head, box(tools), rule(), (self.stack, 1), self.foot, gap=0))
        self.bulk.hide()

    def _connect(self, news: News) -> None:
        keys.context(self.table, "table")
        keys.context(self.field, "search")
        self.field.typed.connect(lambda _text: self._pause.start())
        self.field.entered.connect(self._enter)
        self.field.stepped.connect(self._step)
        self._pause.timeout.connect(self._typed)
        self._calm.timeout.connect(self._follow)
        self.table.sorted.connect(self.sort_by)
        self.table.opened.connect(self.open_current)
        self.table.doubleClicked.connect(lambda _index: self.open_current())
        self.model.wanted.connect(lambda: self._tasks.newest("more", self._more()))
        self.model.marks.connect(self._show_marks)
        self.chips.removed.connect(lambda each: self.ask(self.reading.query.less(each)))
        self.chips.chosen.connect(self.ask)
        self.bulk.pressed.connect(lambda action: self.commands[action]())
        self.keep.clicked.connect(self.save)
        self.choose_columns.clicked.connect(self.offer_columns)
        news.contacts.connect(self._changed)
        news.labels.connect(self._changed)

    # -- what is shown
    def ask(self, text: str) -> None:
        """Sift by `text`, "" for everybody."""
        self.field.edit.setText(text)
        self._typed()

    def open_saved(self, view: SavedView) -> None:
        known, self.view = self.view == view, view
        self.reading.order = view.sort
        if not known or self.field.text != view.query:
            self.field.edit.setText(view.query)
            self._typed()
        self.table.setFocus()

    def show_view(self, view: SavedView | None) -> None:
        """The view that is open was renamed, changed or removed."""
        self.view = view
        self._say_name()

    def open_everybody(self) -> None:
        """Out of the view that is open; what is typed without one stays."""
        if self.view is not None:
            self.view = None
            self.ask("")

    def sort_by(self, sort: str) -> None:
        self.reading.sort_by(sort)
        way = "from high to low" if self.reading.down else "from low to high"
        announce(self, f"Sorted by {columns.by_sort(sort).title}, {way}")
        self._from_the_top()

    async def _values(self, asked: Asked) -> Sequence[Offer]:
        return await self._desk.store.read(sifting.values, asked)

    def _typed(self) -> None:
        self._pause.stop()
        self.reading.ask(self.field.text)
        self._from_the_top()

    def _from_the_top(self) -> None:
        self._make_room(self.width())
        self._tasks.newest("reload", self._load(keep=False))

    def reload(self) -> None:
        self._tasks.newest("reload", self._load(keep=True))

    async def _load(self, keep: bool) -> None:
        self._stale = False
        self._heard.clear()
        loaded = self.model.rowCount() if keep else 0
        rows = await self.reading.first(max(PAGE, loaded))
        anchor = self.table.anchor()
        self.model.order = self.reading.sort, self.reading.down
        self.model.replace(rows, self.reading.more)
        self.table.head.show_order(*self.model.order)
        if keep:
            self.table.return_to(anchor)
        else:
            self.table.choose(0)
            self.table.scrollToTop()
        self._say(bool(rows))
        self._some, self._every = await self.reading.count()
        self._say_count()

    async def _more(self) -> None:
        rows = await self.reading.next()
        self.model.extend(rows, self.reading.more)

    def _say(self, any_found: bool) -> None:
        query = self.reading.query
        self.field.show_hints(self.reading.hints)
        self.chips.show_filters(query.filters, not query.text.strip(), self._desk.now())
        if any_found:
            self.stack.setCurrentWidget(self.table)
        elif query:
            text = show.line(query.text.strip(), 60)
            self.no_match.say(
                f"No match for “{text}”", "Take a filter away, or check the spelling."
            )
            self.stack.setCurrentWidget(self.no_match)
        else:
            self.stack.setCurrentWidget(self.nobody)
        self.chips.setVisible(any_found or bool(query))
        self.keep.setEnabled(bool(query))
        self._say_name()

    def _say_name(self) -> None:
        """Of the view, while what is shown is what it was saved for."""
        same = self.view is not None and self.view.query == self.reading.query.text.strip()
        name = show.line(self.view.name, 80) if self.view and same else "People"
        self.head.title.set_text(name)

    def _say_count(self) -> None:
        sifted = bool(self.reading.query)
        self.found.set_text(words.counted(self._some, self._every, sifted))
        self._show_marks()

    # -- news
    def _changed(self, ids: frozenset[int]) -> None:
        """A page that nobody sees waits until it is shown."""
        if not self.isVisible():
            self._stale = True
            return
        self._heard |= ids
        if not self._calm.isActive():
            self._calm.start()

    def _follow(self) -> None:
        if self.model.rowCount() <= MOST_AGAIN:
            self.reload()
        else:
            self._tasks.newest("update", self._update(self.model.among(self._heard)))
            self._stale = True

    async def _update(self, ids: list[int]) -> None:
        self.model.update(await self._desk.store.read(people.rows, ids))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._tasks.newest("columns", self._restore_columns())
            self.reload()
        self.table.setFocus()

    # -- columns
    async def _restore_columns(self) -> None:
        self._columns = columns.read(await self._desk.store.read(settings.get, SHOWN, ""))
        self._make_room(self.width())

    def offer_columns(self) -> None:
        self._tasks.start(self._choose_columns())

    async def _choose_columns(self) -> None:
        chosen = await chooser.choose(self.window(), self._columns)
        if chosen is not None:
            self._columns = chosen
            self._make_room(self.width())
            await choosing.choose(self._desk, SHOWN, columns.written(chosen))

    def dress(self) -> None:
        self._make_room(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room(event.size().width())
        super().resizeEvent(event)

    def _make_room(self, width: int) -> None:
        room = width / theme.now().px(1000) * 1000
        shown = columns.fitting(self._columns, self.reading.sort, room)
        self.table.show_columns([column.id in shown for column in columns.COLUMNS])

    # -- keys
    def current(self) -> ContactRow | None:
        return self.table.current()

    def open_current(self) -> None:
        if row := self.current():
            self.opened.emit(row.id)

    def _give(self) -> None:
        if row := self.current():
            self._go.give_to(row.id)

    def _enter(self) -> None:
        """Return sifts first where the list is older than the words."""
        if self._pause.isActive():
            self._typed()
        else:
            self.open_current()

    def _escape(self) -> bool:
        """Out of the marks first, then out of the field."""
        if self.together.clear():
            return True
        if self.field.edit.hasFocus():
            self.table.setFocus()
            return True
        return False

    def _step(self, by: int) -> None:
        self.table.move_by(by)

    def _show_marks(self) -> None:
        marked = len(self.model.marked)
        self._chips_row.setVisible(not marked)
        self.bulk.show_marked(marked, self._some)

    def save(self) -> bool:
        """False when nothing is sifted: everybody is no view."""
        if not self.reading.query:
            return False
        self._tasks.start(self._save())
        return True

    async def _save(self) -> None:
        made = SavedView(0, "people", "", self.field.text.strip(), self.reading.order)
        saved = await save(self._desk, self, made, self.view)
        if saved is not None:
            self.view, undo = saved
            self._say_name()
            self._undo(undo)

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        return {
            "table.next": partial(self.table.move_by, 1),
            "table.prev": partial(self.table.move_by, -1),
            "table.open": self.open_current,
            **({} if self.model.marked else {"table.gesture": self._give}),  # never in bulk
            "table.sort": self.table.sort_here,
            "table.columns": self.offer_columns,
            **self.together.commands(self.table),
            "table.selectNone": self._escape,
            "search.filters": self.field.open,
            "search.fix": self.field.hints.take,
            "view.save": self.save,
            "app.find": self.field.edit.setFocus,
        }
