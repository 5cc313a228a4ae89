"""The saved searches of the rail: opened, counted, named, ordered and removed."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu

from cm_desk.actions import views as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.filters import MESSAGES
from cm_desk.domain.query import parse
from cm_desk.store import search, views
from cm_desk.store.views import SavedView
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.news import News
from cm_desk.ui.shelf import saving
from cm_desk.ui.window import Window

PLACE = "view "
PAGES = {"messages": "search", "people": "people"}  # by SavedView.kind
ICONS = {"messages": "bookmark", "people": "users"}
COUNT_MS = 2_000  # counts follow the news, this often at most
MOST = 99


class Saved(Protocol):
    """A page that shows saved searches. `view` is the one that is open."""

    view: SavedView | None

    def open_saved(self, view: SavedView) -> None: ...


class Frame(Protocol):
    """What shows pages and their places: the conductor."""

    desk: Desk
    news: News
    window: Window
    place: str

    def show(self, name: str, place: str) -> Any: ...

    def built(self, names: Iterable[str]) -> list[Any]: ...

    def undoable(self, undo: Undo) -> None: ...


class Shelf(QObject):
    def __init__(self, it: Frame, problem: Problem) -> None:
        super().__init__(it.window)
        self._it, self._tasks = it, Tasks(self, problem)
        self.views: list[SavedView] = []
        self._counts: dict[str, int] = {}
        self._calm = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._calm.timeout.connect(self._count_soon)
        it.news.views.connect(lambda _ids: self.refresh())
        it.news.conversations.connect(self._heard)
        it.window.rail.asked.connect(self._menu)

    def refresh(self) -> None:
        self._tasks.newest("views", self._read())

    async def _read(self) -> None:
        self.views = await self._it.desk.store.read(views.all)
        known = {each.id: each for each in self.views}
        for page in self._it.built(PAGES.values()):
            if getattr(page, "view", None) is not None:
                page.view = known.get(page.view.id)
        places = [(f"{PLACE}{each.id}", each.name, ICONS[each.kind]) for each in self.views]
        self._it.window.rail.show_views(places)
        self.offer()
        await self._count()

    # -- counts
    def _heard(self, _ids: frozenset[int]) -> None:
        if self.views and not self._calm.isActive():
            self._calm.start()

    def _count_soon(self) -> None:
        self._tasks.newest("count", self._count())

    async def _count(self) -> None:
        """Unread messages; cheap, because there is an index of them."""
        desk = self._it.desk
        for view in self.views:
            if view.kind == "messages":
                query = parse(f"{view.query} is:unread", MESSAGES, desk.now())
                found = await desk.store.read(search.count, query, MOST)
                self._counts[f"{PLACE}{view.id}"] = found.n
        self._it.window.rail.show_counts(self._counts)

    # -- what is open
    def find(self, place: str) -> SavedView | None:
        return next((each for each in self.views if f"{PLACE}{each.id}" == place), None)

    def open(self, place: str) -> bool:
        """False for a place that is no saved search any more."""
        if (view := self.find(place)) is None:
            return False
        page: Saved = self._it.show(PAGES[view.kind], place)
        page.open_saved(view)
        self.offer()
        return True

    def offer(self) -> None:
        """The commands of the view that is open, while one is."""
        commands, view = self._it.window.commands, self.find(self._it.place)
        for name in _DOING:
            commands.pop(name, None)
        if view is not None:
            commands.update({name: partial(self._do, name, view) for name in _DOING})

    def entries(self) -> Sequence[tuple[str, str, str]]:
        """(place, name, icon) for the palette."""
        return [(f"{PLACE}{each.id}", each.name, ICONS[each.kind]) for each in self.views]

    # -- what is done to one
    def _menu(self, place: str, at: QPoint) -> None:
        if (view := self.find(place)) is None:
            return
        menu = QMenu(self._it.window)
        for name, words in _WORDS.items():
            menu.addAction(words, partial(self._do, name, view))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _do(self, name: str, view: SavedView) -> None:
        self._tasks.start(self._done(name, view))

    async def _done(self, name: str, view: SavedView) -> None:
        now = self.find(f"{PLACE}{view.id}")  # it may have moved since the menu was opened
        undo = await _DOING[name](self, now) if now else None
        if undo is not None:
            self._it.undoable(undo)

    async def _rename(self, view: SavedView) -> Undo | None:
        return await saving.rename(self._it.desk, self._it.window, view)

    async def _up(self, view: SavedView) -> Undo | None:
        return await self._move(view, -1)

    async def _down(self, view: SavedView) -> Undo | None:
        return await self._move(view, 1)

    async def _move(self, view: SavedView, by: int) -> Undo | None:
        place = self.views.index(view) + by
        if not 0 <= place < len(self.views):
            return None
        return await actions.move(self._it.desk, view, place)

    async def _remove(self, view: SavedView) -> Undo | None:
        return await actions.remove(self._it.desk, view)


_DOING = {
    "view.rename": Shelf._rename,
    "view.up": Shelf._up,
    "view.down": Shelf._down,
    "view.remove": Shelf._remove,
}
_WORDS = {
    "view.rename": "Rename …",
    "view.up": "Move up",
    "view.down": "Move down",
    "view.remove": "Remove",
}
