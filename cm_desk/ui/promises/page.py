"""The promises tab: what is due, overdue first, what became of the others, and what is offered."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from cm_desk.actions import pledges
from cm_desk.actions import promises as actions
from cm_desk.actions.pledges import Offer
from cm_desk.actions.promises import Kept, Month
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import contacts
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.gestures.promise import promise_to
from cm_desk.ui.gestures.settle import choices, settle
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.promises import words
from cm_desk.ui.promises.cells import PromisesDelegate
from cm_desk.ui.promises.model import PromisesModel, Row, key_of
from cm_desk.ui.promises.months import MonthsCard
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.table import Table
from cm_desk.ui.widgets.tabs import Tabs

CALM_MS = 500  # while mail pours in, two looks a second are enough
SIDE_FROM, NARROW = 860, 640  # px at 100 % text
DUE, THEIRS, OFFERED, SETTLED = "To keep", "By them", "Offered", "Settled"
VIEWS = (DUE, THEIRS, OFFERED, SETTLED)
EMPTY = {
    DUE: ("No open promises", "Every promise made here was kept, moved with a yes, or told."),
    THEIRS: ("Nothing is promised to us", "What somebody says they will do is offered here."),
    OFFERED: ("Nothing to track", "What sounds like a promise is offered, never made by itself."),
    SETTLED: ("Nothing settled yet", "Kept or not, each promise ends here with its date."),
}


@dataclass(frozen=True, slots=True)
class Found:
    """All promises and offers, and the pictures of the people."""

    kept: tuple[Kept, ...] = ()
    offers: tuple[Offer, ...] = ()
    pictures: Mapping[int, str] = field(default_factory=dict)


class PromisesTab(QWidget):
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
        self._found, self._stale, self._side_wanted = Found(), True, False
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(lambda: self._changed(frozenset()))
        self._month: str | None = None  # "2026-11", "" for all time; None: no month is opened
        self.tabs = Tabs(list(VIEWS), name="Promises")
        self.model = PromisesModel(self, desk.now)
        self.table = Table("Promises, the one due first comes first", (104, 168, 0, 64, 150))
        self.table.setModel(self.model)
        self.table.setItemDelegate(PromisesDelegate(self.table))
        self.table.dress()
        self.months = MonthsCard()
        self._lay_out()
        keys.context(self, "promises")
        self._connect(news)

    def _connect(self, news: News) -> None:
        self.tabs.currentChanged.connect(self._view_changed)
        self.table.opened.connect(self.open_current)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_buttons())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(lambda _spot: self._menu())
        self.table.doubleClicked.connect(lambda _index: self.open_current())
        self.months.opened.connect(self._open_month)
        self.whole.clicked.connect(self._close_month)
        news.contacts.connect(self._changed)
        news.conversations.connect(lambda _ids: self._calm.start())

    def _lay_out(self) -> None:
        self.kept_side = Button("Kept on time", "default", "gauge", key="I")
        self.kept_side.clicked.connect(self._toggle_side)
        self.first = Button("Kept", "primary", "check", key="E")
        self.first.clicked.connect(self._first)
        self.second = Button("Move", "default", "calendar-clock", key="H")
        self.second.clicked.connect(self._second)
        self.buttons = [self.kept_side, self.second, self.first]
        for each in self.buttons:
            each.setParent(self)  # until the head of the page takes them
        self.whole = Button("", "quiet", "x", small=True)
        self.whole.hide()
        self.nothing = Empty("flag", *EMPTY[DUE], tone="calm")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        pane(self.stack, "pane_surface")
        self.side = scroll(box(vbox(self.months, None, margins=(12, 14, 12, 14))), "Kept on time")
        body = box(hbox((self.stack, 1), rule(True), self.side, gap=0))
        head = box(hbox(self.tabs, None, self.whole, margins=(28, 4, 24, 0)))
        self.setLayout(vbox(head, rule(), (body, 1), gap=0))
        self.dress()

    def dress(self) -> None:
        self.side.setFixedWidth(theme.now().px(298))
        self._make_room(self.width())

    def _make_room(self, width: int) -> None:
        t = theme.now()
        wide = width >= t.px(SIDE_FROM)
        self.kept_side.setVisible(not wide)
        self.side.setVisible(wide or self._side_wanted)
        room = width - (t.px(298) if self.side.isVisibleTo(self) else 0)
        self.table.show_columns([True, True, True, room >= t.px(NARROW), True])

    # -- reading
    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        seen = await actions.overview(self._desk)
        offers = await pledges.everybodys(self._desk)
        ids = {each.promise.contact_id for each in seen.kept} | {e.contact_id for e in offers}
        faces = await self._desk.store.read(contacts.faces, ids)
        pictures = {id: picture for id, (_, picture) in faces.items()}
        self._found = Found(seen.kept, tuple(offers), pictures)
        self.months.show_months(seen.whole, seen.months)
        self.refresh()

    def refresh(self) -> None:
        """The rows of the view, the selection kept by what it is."""
        number, was = self.table.currentIndex().row(), None
        if 0 <= number < len(self.model.found):
            was = key_of(self.model.found[number])
        shown = self._shown()
        self.model.replace(shown, self._found.pictures)
        self.nothing.say(*EMPTY[self.view])
        self.stack.setCurrentWidget(self.table if shown else self.nothing)
        if shown:
            here = (n for n, each in enumerate(shown) if key_of(each) == was)
            self.table.selectRow(next(here, 0))
        self._show_buttons()
        self.tabs.set_counts({view: len(self._of(view)) for view in VIEWS})

    @property
    def view(self) -> str:
        return VIEWS[self.tabs.currentIndex()]

    def _shown(self) -> Sequence[Kept | Offer]:
        return self._of(self.view) if self._month is None else self._in_month(self._month)

    def _of(self, view: str) -> list[Kept] | list[Offer]:
        if view == OFFERED:
            return list(self._found.offers)
        if view == SETTLED:
            done = [each for each in self._found.kept if each.promise.state != "open"]
            return sorted(done, key=lambda each: each.promise.settled_at or each.promise.due)[::-1]
        waiting = [each for each in self._found.kept if each.promise.state == "open"]
        return [each for each in waiting if each.promise.theirs is (view == THEIRS)]

    def _in_month(self, name: str) -> list[Kept]:
        mine = [each for each in self._found.kept if not each.promise.theirs]
        return [each for each in mine if f"{each.counts:%Y-%m}" == name or not name]

    # -- months
    def _open_month(self, month: Month) -> None:
        self._month = month.name
        self.whole.set_words(f"{words.name(month)}: {words.share(month)}", "Show all again")
        self.whole.show()
        self.refresh()
        self.table.setFocus()

    def _close_month(self) -> None:
        self._month = None
        self.whole.hide()
        self.refresh()
        self.table.setFocus()

    def _view_changed(self, _number: int) -> None:
        self._month = None
        self.whole.hide()
        self.refresh()

    # -- what can be done
    def current(self) -> Row | None:
        number = self.table.currentIndex().row()
        return self.model.row(number) if 0 <= number < len(self.model.found) else None

    def open_current(self) -> None:
        """Where it was said, or their story."""
        row = self.current()
        if row and row.message_id:
            self._go.open_story(row.contact_id, row.message_id)
        elif row:
            self._go.open_person(row.contact_id)

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "table.next": lambda: self.table.move_by(1),
            "table.prev": lambda: self.table.move_by(-1),
            "table.open": self.open_current,
            "table.side": self._toggle_side,
            "table.new": self._promise,
            "table.remove": partial(self._settle, "remove"),
            "promise.keep": partial(self._settle, "keep"),
            "promise.proof": partial(self._settle, "proof"),
            "promise.move": partial(self._settle, "move"),
            "promise.agreed": partial(self._settle, "agreed"),
            "promise.broken": partial(self._settle, "broken"),
            "promise.reopen": partial(self._settle, "reopen"),
            "promise.take": self._take,
            "promise.gesture": self._give,
            "promise.more": self._menu,
            "promise.back": self._back,
        }

    def _back(self) -> bool:
        """Out of a month; there is nothing else to close."""
        if self._month is not None:
            self._close_month()
            return True
        return False

    def _give(self) -> None:
        if row := self.current():
            self._go.give_to(row.contact_id, row.message_id)

    def _promise(self) -> None:
        """Something more to the person of this row; without one, somebody is chosen first."""
        if row := self.current():
            self._do(promise_to(self._desk, self.window(), row.contact_id))
        else:
            self._go.go("people")

    def _take(self) -> bool:
        row = self.current()
        if row is None or row.offer is None:
            return False
        self._do(pledges.take(self._desk, row.offer))
        return True

    def _show_buttons(self) -> None:
        """What is done most often here, for the pointer too."""
        row = self.current()
        offered = row is not None and row.offer is not None
        open_ = row is not None and row.kept is not None and row.kept.promise.state == "open"
        self.first.setVisible(row is not None)
        self.second.setVisible(offered or open_)
        self.first.key = "Alt+P" if offered else "E" if open_ else "Shift+R"
        self.first.set_words("Track it" if offered else "Kept" if open_ else "Open again")
        self.second.key = "Delete" if offered else "H"
        self.second.set_words("Not a promise" if offered else "Move")

    def _first(self) -> None:
        row = self.current()
        if row is not None and row.offer is not None:
            self._take()
        elif not self._settle("keep"):
            self._settle("reopen")

    def _second(self) -> None:
        row = self.current()
        self._settle("remove" if row and row.offer else "move")

    def _settle(self, what: str) -> bool:
        """False where it makes no sense: a settled promise is not moved."""
        row = self.current()
        if row is None:
            return False
        if row.offer is not None:
            if what == "remove":
                self._do(pledges.decline(self._desk, row.offer))
            return what == "remove"
        kept = row.kept
        if kept is None or (what != "remove" and what not in _can(kept)):
            return False
        if what == "remove":
            self._do(actions.remove(self._desk, kept.promise))
        else:
            self._do(settle(self._desk, self.window(), kept.promise, what, self._go))
        return True

    def _menu(self) -> None:
        menu = QMenu(self)
        for label, do in self._menu_lines():
            menu.addAction(label, do)
        at = self.table.visualRect(self.table.currentIndex()).center()
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _menu_lines(self) -> list[tuple[str, Callable[[], object]]]:
        row = self.current()
        if row is None:
            return []
        if row.offer is not None:
            decline = partial(self._settle, "remove")
            return [("Track it", self._take), ("Not a promise", decline)]
        lines = [*choices(row.kept.promise)] if row.kept else []
        if row.kept and row.kept.asked and row.kept.promise.state == "open":
            lines.insert(2, ("They agreed to the new day", "agreed"))
        return [(label, partial(self._settle, what)) for label, what in lines]

    def _do(self, work: Awaitable[Undo | None]) -> None:
        self._tasks.start(self._with_undo(work))

    async def _with_undo(self, work: Awaitable[Undo | None]) -> None:
        if done := await work:
            self._undo(done)

    def _toggle_side(self) -> None:
        self._side_wanted = not self._side_wanted
        self._make_room(self.width())

    def panes(self) -> list[QWidget]:
        return [self.table, self.side]

    def selection(self) -> str:
        row = self.current()
        return row.who if row else ""

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


def _can(kept: Kept) -> set[str]:
    """What can become of it now."""
    found = {what for _, what in choices(kept.promise)}
    return found | {"agreed"} if kept.asked and kept.promise.state == "open" else found
