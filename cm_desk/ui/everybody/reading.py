"""Which people the list shows, and its pages as they are read."""

from collections.abc import Sequence

from cm_desk.desk import Desk
from cm_desk.domain.filters import PEOPLE
from cm_desk.domain.query import Hint, Query, parse
from cm_desk.store import sifting
from cm_desk.store.paging import Cursor
from cm_desk.store.people import CLOSENESS, RISING, SORTS, ContactRow

PAGE, MOST = 50, 200
AT_ONCE = 10_000  # people


class Reading:
    """What is asked for, and how far it was read."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.query = desk, Query("")
        self.sort, self.down = CLOSENESS, True
        self.hints: Sequence[Hint] = ()
        self._cursor: Cursor | None = None

    def ask(self, text: str) -> None:
        self.query = parse(text, PEOPLE, self._desk.now())

    def sort_by(self, sort: str) -> None:
        """Its usual way first, the other one when it is asked for again."""
        self.down = not self.down if sort == self.sort else sort not in RISING
        self.sort = sort

    @property
    def order(self) -> str:
        """For SavedView.sort: "last", "last up", "" for the usual one."""
        usual = self.down is (self.sort not in RISING)
        way = "" if usual else " down" if self.down else " up"
        return "" if usual and self.sort == CLOSENESS else f"{self.sort}{way}"

    @order.setter
    def order(self, words: str) -> None:
        sort, _, way = words.partition(" ")
        self.sort = sort if sort in SORTS else CLOSENESS
        self.down = way == "down" if way else self.sort not in RISING

    @property
    def more(self) -> bool:
        return self._cursor is not None

    async def first(self, least: int) -> list[ContactRow]:
        """From the beginning, at least so many where there are."""
        rows: list[ContactRow] = []
        self._cursor = None
        while True:
            rows += await self._page(max(1, min(MOST, least - len(rows))))
            if self._cursor is None or len(rows) >= least:
                return rows

    async def next(self) -> Sequence[ContactRow]:
        return await self._page(PAGE) if self.more else ()

    async def count(self) -> tuple[int, int]:
        """How many are found, and of how many."""
        return await self._desk.store.read(sifting.count, self.query, self._desk.now())

    async def ids(self) -> list[int]:
        """All that are found, as many as a label is put on at once."""
        return await self._desk.store.read(sifting.ids, self.query, self._desk.now(), AT_ONCE)

    async def _page(self, limit: int) -> Sequence[ContactRow]:
        asked = self.query, self._desk.now(), self.sort, self.down, self._cursor, limit
        found = await self._desk.store.read(sifting.find, *asked)
        self._cursor, self.hints = found.cursor, found.hints
        return found.items
