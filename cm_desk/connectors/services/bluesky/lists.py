"""Lists that a server gives from new to old only, read forward without gaps or doubles.

What was seen is kept as a window: the newest items by their names, and the time of the oldest of
them. Whatever is above that time and has no known name is new, also when somebody's slow clock
puts it below what came before. A known name that should be on the newest page and is not was
taken away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

KEPT = 25  # names in a window, and items of the page that looks for news
FIRST = 50  # items of the very first page
MOST = 50  # items of a page where much is new


class Item(NamedTuple):
    """`at` rises with the place in the list: a time, or a key that is made of one."""

    id: str
    at: str
    body: dict[str, Any]


Read = Callable[[str, int], tuple[list[Item], str]]
"""(where to go on, how many) to (items from new to old, where to go on or "")."""


@dataclass(frozen=True, slots=True)
class Window:
    """`floor` None: never read; "": all there is was seen."""

    floor: str | None = None
    known: tuple[str, ...] = ()

    @classmethod
    def of(cls, items: list[Item], whole: bool) -> "Window":
        """`items` from new to old; `whole`: there are no others."""
        kept = items[:KEPT]
        floor = "" if not kept or (whole and len(items) <= KEPT) else kept[-1].at
        return cls(floor, tuple(each.id for each in kept))

    def with_(self, fresh: list[Item]) -> "Window":
        """After `fresh`, from old to new, was seen as well; newer ones may be left."""
        known = (*(each.id for each in fresh[::-1]), *self.known)
        if len(fresh) < KEPT:
            return Window(self.floor, known)
        return Window(fresh[-KEPT].at, known[:KEPT])

    @classmethod
    def read(cls, found: Any) -> "Window":
        """Raises TypeError or ValueError."""
        if found is None:
            return cls()
        floor, known = found
        return cls(str(floor), tuple(str(each) for each in known))

    def json(self) -> object:
        return None if self.floor is None else [self.floor, self.known]


@dataclass(frozen=True, slots=True)
class Batch:
    """`items` from old to new; `missing` are names that are not in the list any more."""

    items: list[Item]
    missing: tuple[str, ...]
    after: Window
    more: bool


class Forward:
    """One list. Remembers where the pages begin that it has walked over and not yet given.

    They are read again when their turn comes: what was deleted meanwhile is not given at all.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._pages: list[str] = []
        self._for = Window()

    def newer(self, window: Window) -> Batch:
        if window.floor is None:
            items, further = self._read("", FIRST)
            return Batch(items[::-1], (), Window.of(items, not further), more=False)
        if window != self._for:
            self._pages = []
        while self._pages:
            page, _ = self._read(self._pages.pop(), MOST)
            if fresh := _new(page, window):
                return self._piece(fresh, window)
        return self._newest(window)

    def _newest(self, window: Window) -> Batch:
        page, further = self._read("", KEPT)
        if page and further and not _touches(page, window):
            return self._oldest(window, further) or self.newer(window)
        fresh = _new(page, window)
        missing = _missing(page, window, fresh, whole=not further)
        last = Window.of(page, not further) if page else Window(window.floor)
        return Batch(fresh, missing, last, more=False)

    def _oldest(self, window: Window, at: str) -> Batch | None:
        """The page behind which all is known; those before it wait."""
        while True:
            page, further = self._read(at, MOST)
            if not page or not further or _touches(page, window):
                break
            self._pages.append(at)
            at = further
        fresh = _new(page, window)
        self._for = window
        if not fresh and not self._pages:
            self._pages = [""]
        return self._piece(fresh, window) if fresh else None

    def _piece(self, fresh: list[Item], window: Window) -> Batch:
        """`fresh` is given; whatever is newer comes later."""
        self._for = window.with_(fresh)
        return Batch(fresh, (), self._for, more=True)


def _touches(page: list[Item], window: Window) -> bool:
    return any(each.id in window.known or each.at < (window.floor or "") for each in page)


def _new(walked: list[Item], window: Window) -> list[Item]:
    """From old to new, each once."""
    floor = window.floor or ""
    found = {e.id: e for e in walked if e.id not in window.known and e.at >= floor}
    return list(found.values())[::-1]


def _missing(page: list[Item], window: Window, fresh: list[Item], whole: bool) -> tuple[str, ...]:
    """Known names that have their place on `page` and are not on it."""
    there, new = {each.id for each in page}, {each.id for each in fresh}
    pushed = sum(each.id in new for each in page)
    shown = window.known if whole else window.known[: max(KEPT - pushed, 0)]
    return tuple(each for each in shown if each not in there)
