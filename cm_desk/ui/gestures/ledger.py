"""The ledger: what we gave and why, and the promises that are due."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cm_desk.actions import gestures as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import accounts, contacts, ledger, messages, promises
from cm_desk.store.gestures import Given
from cm_desk.store.ledger import Sift
from cm_desk.store.promises import Promise
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.gestures import detail
from cm_desk.ui.gestures.back import came_back
from cm_desk.ui.gestures.cells import LedgerDelegate
from cm_desk.ui.gestures.detail import DetailCard
from cm_desk.ui.gestures.due import DueCard
from cm_desk.ui.gestures.filters import Filters, Known
from cm_desk.ui.gestures.give import change
from cm_desk.ui.gestures.kinds import look
from cm_desk.ui.gestures.model import LedgerModel
from cm_desk.ui.gestures.saving import save_table
from cm_desk.ui.gestures.settle import settle
from cm_desk.ui.gestures.words import summed
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.table import Table

PAGE, MOST = 50, 200
AHEAD = timedelta(days=3650)  # every open promise is worth a look
SIDE_FROM, NARROW, ROOMY = 860, 640, 760  # px at 100 % text


class Ledger(QWidget):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._go = desk, undo, go
        self._tasks = Tasks(self, problem)
        self._cursor: int | str | None = None
        self._stale, self._side_wanted = True, False
        self.filters = Filters()
        self.model = LedgerModel(self, desk.now)
        self.table = Table("Gestures, newest first", (98, 146, 0, 136, 70, 134))
        self.table.setModel(self.model)
        self.table.setItemDelegate(LedgerDelegate(self.table))
        self.table.dress()
        self.due, self.detail = DueCard(), DetailCard()
        self._lay_out()
        keys.context(self, "table")
        self.filters.changed.connect(self.reload)
        self.table.opened.connect(self.open_current)
        self.table.doubleClicked.connect(lambda _index: self.open_current())
        self.model.wanted.connect(lambda: self._tasks.newest("more", self._more()))
        self.due.done.connect(self._settle)
        self.detail.asked.connect(self._asked)
        self.detail.message.connect(self._open_message)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_detail())
        news.contacts.connect(self._changed)
        news.settings.connect(self._changed)

    def _lay_out(self) -> None:
        record = Button("Give a gesture", "primary", "plus", key="N")
        record.clicked.connect(self._choose_person)
        self.promises = Button("Details", "default", "panel-right", key="I")
        self.promises.clicked.connect(self._toggle_side)
        self.table_ = Button("As a table", "quiet", "file-down")
        self.table_.rename("Save what is shown as a table for a spreadsheet")
        self.table_.clicked.connect(self.export)
        self.buttons = [self.table_, self.promises, record]
        give = Button("Give one", "primary", "gift")
        give.clicked.connect(self._choose_person)
        first = "The first one can be a thank-you that costs nothing."
        self.nothing = Empty("gift", "No gestures yet", first, [give], tone="joy")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        everything = Button("Show all gestures", "default", "gift")
        everything.clicked.connect(self.filters.reset)
        words = "No gesture is like that. Take a choice back, or show all."
        self.no_match = Empty("search", "No match", words, [everything])
        self.stack.addWidget(self.no_match)
        pane(self.stack, "pane_surface")
        self.side = scroll(box(vbox(self.detail, self.due, None, gap=12, margins=(12, 14, 12, 14))))
        body = box(hbox((self.stack, 1), rule(True), self.side, gap=0))
        self.setLayout(vbox(self.filters, rule(), (body, 1), gap=0))
        self.dress()

    def dress(self) -> None:
        self.side.setFixedWidth(theme.now().px(298))
        self.stack.setMinimumHeight(theme.now().px(60))  # not what an empty state would like
        self._make_room(self.width())

    def _make_room(self, width: int) -> None:
        t = theme.now()
        wide = width >= t.px(SIDE_FROM)
        if self.promises.parent():  # shown before it has a place it would be a window
            self.promises.setVisible(not wide)
        self.side.setVisible(wide or self._side_wanted)
        room = width - (t.px(298) if self.side.isVisibleTo(self) else 0)
        voice, back = room >= t.px(NARROW), room >= t.px(ROOMY)
        self.table.show_columns([True, True, True, voice, True, back])

    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        current, rows = self.current(), list[Given]()
        wanted, self._cursor = max(PAGE, self.model.rowCount()), None
        while True:
            rows += await self._page(min(MOST, wanted - len(rows)))
            if self._cursor is None or len(rows) >= wanted:
                break
        self.model.replace(rows, self._cursor is not None)
        sifted = self.filters.sift != Sift()
        self.stack.setCurrentWidget(
            self.table if rows else self.no_match if sifted else self.nothing
        )
        self._show_detail()
        if rows:
            self.table.selectRow(self.model.number_of(current.gesture.id if current else None) or 0)
        await self._show_due()
        await self._count()

    async def _show_due(self) -> None:
        read, now = self._desk.store.read, self._desk.now()
        found = await read(promises.due, now + AHEAD)
        faces = await read(contacts.faces, {each.contact_id for each in found})
        self.due.show_promises(found, now, {id: picture for id, (_, picture) in faces.items()})

    async def _page(self, limit: int) -> tuple[Given, ...]:
        found = await self._desk.store.read(ledger.page, self.filters.sift, self._cursor, limit)
        self._cursor = found.cursor
        return found.items

    async def _more(self) -> None:
        rows = await self._page(PAGE)
        self.model.extend(rows, self._cursor is not None)

    async def _count(self) -> None:
        read, sift = self._desk.store.read, self.filters.sift
        await look(self._desk)
        accounts_ = await read(accounts.all)
        named = [(each.id, each.service, each.name or each.handle) for each in accounts_]
        counts = await read(ledger.counts, sift)
        known = Known(counts, await read(ledger.voices), named, await read(ledger.span))
        self.filters.show_known(known)
        self.filters.found.set_text(summed(await read(ledger.sums, sift)))

    def current(self) -> Given | None:
        number = self.table.currentIndex().row()
        return self.model.row(number) if 0 <= number < self.model.rowCount() else None

    def open_current(self) -> None:
        if given := self.current():
            self._go.open_person(given.gesture.contact_id)

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "table.next": lambda: self.table.move_by(1),
            "table.prev": lambda: self.table.move_by(-1),
            "table.open": self.open_current,
            "table.new": self._choose_person,
            "table.gesture": self._choose_person,
            "table.side": self._toggle_side,
            "table.remove": self._remove,
            "table.edit": lambda: self._asked("change"),
            "table.back": lambda: self._asked("back"),
            "table.export": self.export,
        }

    def _show_detail(self) -> None:
        self._tasks.newest("detail", self._read_detail(self.current()))

    async def _read_detail(self, given: Given | None) -> None:
        found = await detail.read(self._desk, given) if given else None
        self.detail.show_detail(found, self._desk.now())

    def _asked(self, what: str) -> None:
        given = self.current()
        if given is None:
            return
        if what == "person":
            self.open_current()
            return
        ask = {"back": came_back, "change": change}[what]
        self._tasks.start(self._with_undo(ask(self._desk, self.window(), given.gesture)))

    def _open_message(self, id: int) -> None:
        self._tasks.start(self._open_where(id))

    async def _open_where(self, id: int) -> None:
        said = await self._desk.store.read(messages.get, id)
        if said is not None:
            self._go.open_conversation(said.conversation_id, id)

    def export(self) -> None:
        """What is shown, as a table for a spreadsheet."""
        self._tasks.start(save_table(self._desk, self.window(), self.filters.sift))

    def panes(self) -> list[QWidget]:
        return [self.table, self.side]

    def selection(self) -> str:
        given = self.current()
        return given.who if given else ""

    def _choose_person(self) -> None:
        """A gesture is for somebody: the current row's person, else whom the people page shows."""
        if given := self.current():
            self._go.give_to(given.gesture.contact_id)
        else:
            self._go.go("people")

    def _toggle_side(self) -> None:
        self._side_wanted = not self._side_wanted
        self._make_room(self.width())

    def _remove(self) -> None:
        if given := self.current():
            self._tasks.start(self._with_undo(actions.remove(self._desk, given.gesture)))

    def _settle(self, promise: Promise, what: str) -> None:
        if what == "person":
            self._go.open_person(promise.contact_id)
        else:
            work = settle(self._desk, self.window(), promise, what, self._go)
            self._tasks.start(self._with_undo(work))

    async def _with_undo(self, work: Awaitable[Undo | None]) -> None:
        if done := await work:
            self._undo(done)

    def _changed(self, _ids: frozenset[int]) -> None:
        """A page nobody sees waits until it is shown."""
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room(event.size().width())
        super().resizeEvent(event)
