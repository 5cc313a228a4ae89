"""The list of people: everybody who ever spoke to us, to find, to sort and to open."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from cm_desk.desk import Desk
from cm_desk.store import people
from cm_desk.store.paging import Slice
from cm_desk.store.people import ContactRow
from cm_desk.ui import art, keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.contact.people_model import (
    GESTURES,
    LAST,
    ON,
    PERSON,
    PROMISES,
    RECEIVED,
    SENT,
    PeopleModel,
)
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import PageHead
from cm_desk.ui.widgets.chips import paint_chip
from cm_desk.ui.widgets.fields import Search
from cm_desk.ui.widgets.layout import box, hbox, pane, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.table import Cell, Index, RowDelegate, Table
from cm_desk.ui.widgets.tabs import Segmented
from cm_desk.ui.widgets.text import Label

SORTS = {
    "Closest": ("closeness", True),
    "Latest": ("last", True),
    "Name": ("name", False),
    "Longest quiet": ("last", False),
}
PAGE, MOST = 50, 200
MOST_AGAIN = 400  # rows that are read again on news; a longer list waits until it is shown anew
NARROW = 720  # px at 100 % text


class PeopleList(QWidget):
    """`opened` carries a contact's id."""

    opened = Signal(int)

    def __init__(self, desk: Desk, news: News, problem: Problem, go: Navigator) -> None:
        super().__init__()
        self._desk, self._go, self._tasks = desk, go, Tasks(self, problem)
        self._cursor: int | str | None = None
        self._stale = True
        self.model = PeopleModel(self, desk.now)
        self.table = Table("People", (0, 84, 92, 78, 116, 82, 96))
        self.table.setModel(self.model)
        self.table.setItemDelegate(PeopleDelegate(self.table))
        self.table.dress()
        self.filter = Search("Find a person by name or handle", key="Ctrl+F", height=32)
        self.sort = Segmented(list(SORTS), 0, "Sort by")
        self.found = Label("", "small", "text.muted")
        self._lay_out()
        keys.context(self.table, "table")
        self.filter.edit.textChanged.connect(lambda _text: self.reload())
        self.filter.edit.installEventFilter(self)
        self.sort.chosen.connect(lambda _n: self.reload())
        self.table.opened.connect(self.open_current)
        self.table.doubleClicked.connect(lambda _index: self.open_current())
        self.model.wanted.connect(lambda: self._tasks.newest("more", self._more()))
        news.contacts.connect(self._changed)

    def _lay_out(self) -> None:
        title = "Everyone who ever spoke to you, on every channel."
        head = PageHead("People", title)
        sorts = box(hbox(self.sort, self.found, None, gap=12))
        self.tools = hbox((self.filter, 1), (sorts, 0), gap=8, margins=(28, 8, 24, 10))
        tools = box(self.tools)
        connect = Button("Connect an account", "primary", "plus")
        connect.clicked.connect(lambda: self._go.go("accounts"))
        self.nobody = Empty(
            "users-round",
            "Nobody here yet",
            "People appear with their first message. Connect an account or import an archive.",
            [connect],
        )
        self.no_match = Empty("search", "No match", "Check the spelling, or search all messages.")
        self.stack = QStackedWidget()
        for each in (self.table, self.nobody, self.no_match):
            self.stack.addWidget(each)
        pane(self.stack, "pane_surface")
        self.foot = vbox(gap=0)
        self.setLayout(vbox(head, tools, (self.stack, 1), self.foot, gap=0))

    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        current = self.current()
        wanted = max(PAGE, self.model.rowCount()) if not self.words else PAGE
        rows: list[ContactRow] = []
        self._cursor = None
        while True:
            found = await self._page(min(MOST, wanted - len(rows)))
            rows += found.items
            if found.cursor is None or len(rows) >= wanted:
                break
        self.model.replace(rows, self._cursor is not None)
        self._select(current.id if current else None)
        self._say(rows)

    async def _page(self, limit: int) -> Slice[ContactRow]:
        sort, descending = list(SORTS.values())[self.sort.current]
        found = await self._desk.store.read(
            people.page, people.named(self.words), sort, descending, self._cursor, limit
        )
        self._cursor = found.cursor
        return found

    async def _more(self) -> None:
        found = await self._page(PAGE)
        self.model.extend(found.items, found.cursor is not None)

    def _select(self, contact_id: int | None) -> None:
        if self.model.rowCount():
            self.table.selectRow(self.model.number_of(contact_id) or 0)

    def _say(self, rows: list[ContactRow]) -> None:
        if rows:
            self.stack.setCurrentWidget(self.table)
        elif self.words:
            self.no_match.say(f"No match for “{self.words[:40]}”", self.no_match.text.words)
            self.stack.setCurrentWidget(self.no_match)
        else:
            self.stack.setCurrentWidget(self.nobody)
        more = "more than " if self._cursor is not None else ""
        self.found.set_text(f"{more}{len(rows):,} people" if len(rows) != 1 else "1 person")

    @property
    def words(self) -> str:
        return self.filter.edit.text().strip()

    def current(self) -> ContactRow | None:
        number = self.table.currentIndex().row()
        return self.model.row(number) if 0 <= number < self.model.rowCount() else None

    def open_current(self) -> None:
        if row := self.current():
            self.opened.emit(row.id)

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        return {
            "table.next": lambda: self.table.move_by(1),
            "table.prev": lambda: self.table.move_by(-1),
            "table.open": self.open_current,
            "table.sort": self._next_sort,
            "app.find": self.filter.edit.setFocus,
        }

    def _next_sort(self) -> None:
        self.sort.choose((self.sort.current + 1) % len(SORTS))
        self.reload()

    def _changed(self, _ids: frozenset[int]) -> None:
        """A page nobody sees waits until it is shown, and so does a very long list."""
        if self.isVisible() and self.model.rowCount() <= MOST_AGAIN:
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()
        self.table.setFocus()

    def dress(self) -> None:
        self._make_room(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room(event.size().width())
        super().resizeEvent(event)

    def _make_room(self, width: int) -> None:
        wide = width >= theme.now().px(NARROW)
        self.table.show_columns([True, True, wide, wide, True, wide, True])
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self.tools.setDirection(way)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the filter, down goes into the list, Return opens, Esc clears."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.table.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif event.key() == Qt.Key.Key_Escape and self.words:
            self.filter.edit.clear()
        else:
            return False
        return True


class PeopleDelegate(RowDelegate):
    def paint_cell(self, cell: Cell, index: Index) -> None:
        row: ContactRow = index.data(Qt.ItemDataRole.UserRole)
        column = index.column()
        if column == PERSON:
            self._paint_person(cell, row)
        elif column == ON:
            self._paint_services(cell, row)
        elif column in (RECEIVED, SENT, LAST):
            cell.words(str(index.data()), color="text.secondary")
        elif column == GESTURES and row.gestures:
            self._paint_chip(cell, f"{row.gestures}", "joy", "gift")
        elif column == PROMISES and row.open_promises:
            self._paint_chip(cell, f"{row.open_promises} open", "wait", "flag")

    def _paint_person(self, cell: Cell, row: ContactRow) -> None:
        side = theme.now().px(32)
        face = QRectF(cell.x, cell.middle(32), side, side)
        art.paint_avatar(cell.p, face, row.name, row.avatar_url)
        cell.words(row.name, 7, weight=500, dx=42)
        cell.words(row.handle, 26, "small", "text.muted", dx=42)

    def _paint_services(self, cell: Cell, row: ContactRow) -> None:
        t = theme.now()
        for number, service in enumerate(row.services[:3]):
            spot = QRectF(cell.x + number * t.px(22), cell.middle(18), t.px(18), t.px(18))
            art.paint_service(cell.p, spot, service)

    def _paint_chip(self, cell: Cell, words: str, tone: str, icon: str) -> None:
        paint_chip(cell.p, cell.x, cell.middle(20), words, tone, icon)
