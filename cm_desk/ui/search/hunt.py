"""What a search found so far. Every search ends the one before; nothing typed is an error."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cm_desk.desk import Desk
from cm_desk.domain.filters import MESSAGES
from cm_desk.domain.query import Filter, Hint, Query, parse
from cm_desk.store import contacts, search
from cm_desk.store.contacts import ContactRow
from cm_desk.store.paging import Cursor
from cm_desk.store.search import Count, Hit

PAGE, PEOPLE, WAYS = 50, 4, 3


@dataclass(slots=True)
class Found:
    """`cursor`: more is to be read. `count`: of all there are, None while it is not known."""

    query: Query
    best: bool = False
    people: Sequence[ContactRow] = ()
    hits: list[Hit] = field(default_factory=list)
    hints: tuple[Hint, ...] = ()
    cursor: Cursor | None = None
    count: Count | None = None


class Hunt:
    """`shown` hears of a new search, `grown` of further hits, `counted` of the number of all."""

    def __init__(
        self,
        desk: Desk,
        shown: Callable[[Found], object],
        grown: Callable[[Found, Sequence[Hit]], object],
        counted: Callable[[Found], object],
    ) -> None:
        self._desk, self._shown, self._grown, self._counted = desk, shown, grown, counted

    async def begin(self, text: str, best: bool) -> None:
        """The first page as soon as it is there; then what makes it full, then the number."""
        query = parse(text, MESSAGES, self._desk.now())
        found = Found(query, best and search.ranks(query))
        found.people = await self._people(found.query)
        page = await self._desk.store.search(search.search, found.query, None, PAGE, found.best)
        found.hits, found.hints, found.cursor = list(page.items), page.hints, page.cursor
        self._shown(found)
        await self.fill(found, PAGE)
        await self._count(found)

    async def fill(self, found: Found, most: int) -> None:
        """Read on until there are so many hits: a page may be short and not be the last."""
        while found.cursor is not None and len(found.hits) < most:
            page = await self._desk.store.search(
                search.search, found.query, found.cursor, PAGE, found.best
            )
            found.hits += page.items
            found.cursor = page.cursor
            self._grown(found, page.items)

    async def more(self, found: Found) -> None:
        await self.fill(found, len(found.hits) + 1)
        await self._count(found)

    async def _count(self, found: Found) -> None:
        if found.cursor is None:
            found.count = Count(len(found.hits))
        elif found.count is None:
            found.count = await self._desk.store.search(search.count, found.query)
        self._counted(found)

    async def _people(self, query: Query) -> Sequence[ContactRow]:
        """Words alone may be a name."""
        words = " ".join(term.text for term in query.terms if not term.without)
        if query.filters or not words:
            return ()
        return (await self._desk.store.read(contacts.find, words))[:PEOPLE]

    async def ways_out(self, query: Query) -> list[tuple[Filter, Count]]:
        """Filters without which something is found, and how much."""
        ways = []
        for each in query.filters[:WAYS]:
            other = parse(query.less(each), MESSAGES, self._desk.now())
            count = await self._desk.store.search(search.count, other)
            if count.n:
                ways.append((each, count))
        return ways
