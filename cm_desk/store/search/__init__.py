"""Search in everything said, by them and by us, over all time: what domain/query.py reads.

All words must occur, in the text or the subject; case and accents do not matter. Languages written
without blanks have no words to index: with one of those the texts themselves are read. Filters are
exact, and every hit is reached page by page.
"""

import sqlite3
from typing import NamedTuple

from cm_desk.domain.query import Hint, Query
from cm_desk.store.paging import NEWEST, Cursor, capped
from cm_desk.store.search import page
from cm_desk.store.search.hits import COLUMNS, Hit
from cm_desk.store.search.page import Count
from cm_desk.store.search.planning import plan
from cm_desk.store.search.words import blankless, marks

__all__ = ["Count", "Found", "Hit", "count", "ranks", "search"]


class Found(NamedTuple):
    """A page; `cursor` continues after it, None was the end. A page may be empty and have one:
    nothing was found in what was read so far. `hints` are those of the query, and those that
    only the store can give."""

    items: tuple[Hit, ...] = ()
    cursor: Cursor | None = None
    hints: tuple[Hint, ...] = ()


def search(
    db: sqlite3.Connection,
    query: Query,
    cursor: Cursor | None = None,
    limit: int = 50,
    best: bool = False,
) -> Found:
    """Newest first. With `best` the newest `page.BEST` hits by rank, then the next of them."""
    if not query:
        return Found(hints=query.hints)
    made, limit = plan(db, query), capped(limit)
    hints = (*query.hints, *made.hints)
    if made.nothing:
        return Found(hints=hints)
    following: Cursor | None
    if best and made.match:
        rows, following = page.best(db, made, cursor, limit)
    else:
        before = NEWEST if cursor is None else int(cursor)
        rows, following = page.newest(db, made, COLUMNS, before, limit)
    looks = marks(query.terms)
    return Found(tuple(Hit._make((*row, looks)) for row in rows), following, hints)


def ranks(query: Query) -> bool:
    """Whether best first is another order than newest first: words that are indexed have ranks."""
    wanted = any(not term.without for term in query.terms)
    return wanted and not blankless(query.terms)


def count(db: sqlite3.Connection, query: Query, most: int = page.MOST) -> Count:
    """All hits, up to `most`."""
    made = plan(db, query) if query else None
    return Count(0) if made is None or made.nothing else page.count(db, made, most)
