"""Reading the hits of a plan in pages, newest first or best first, and counting them.

A page looks at so many candidates at most (`WINDOWS`): where conditions let few of them through it
may be short or empty and still have a cursor. Nobody waits for a search of everything.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from cm_desk.store.paging import NEWEST, Cursor
from cm_desk.store.search.hits import COLUMNS
from cm_desk.store.search.planning import Plan

WINDOWS = (500, 5_000, 20_000)  # candidates, in steps: some 30 ms at most
COUNTED = (5_000, 20_000, 100_000)
MOST = 1_000  # are counted
BEST = 5_000  # of the newest hits are ranked: 50 ms
_ALL = -1
_FEWEST = 30  # ids for which the full text is asked one by one: 0.2 ms each
_JOINS = "cross join messages m on m.id = hit left join identities i on i.id = m.identity_id"
_NOT = "m.id not in (select rowid from words where words match ? and rowid between ? and ?)"
_HAS = "exists (select 1 from words where words match ? and rowid = m.id)"
_RANKED = """
    select rowid from words
    where words match ? and rowid between ? and ? and +rowid in (select value from json_each(?))
    order by bm25(words, 1.0, 2.0), rowid desc"""
Row = tuple[Any, ...]


class Count(NamedTuple):
    """`more`: there are at least `n`."""

    n: int
    more: bool = False


class Reader:
    """Reads candidates from where there are fewest: full text, a list of ids, messages with
    pictures, all."""

    def __init__(self, db: sqlite3.Connection, plan: Plan) -> None:
        self._db, self._plan = db, plan
        self._where, self._given = list(plan.where), list(plan.given)
        few, tail = plan.few, " and id < ? and id >= ? order by id desc limit ?"
        self._whole = not plan.where and not plan.without  # every candidate is a hit
        self._source, self._first, self._last = "", [], []  # type: tuple[str, list[Any], list[Any]]
        if plan.match and not (few and few[0] <= _FEWEST):
            listed = f" and +rowid in ({few[1]})" if few else ""
            self._source = (
                "select rowid as hit from words where words match ? and rowid < ? and rowid >= ?"
                f"{listed} order by rowid desc limit ?"
            )
            self._first, self._last = [plan.match], few[2] if few else []
        elif few:
            self._source, self._first = f"select id as hit from ({few[1]}) where true{tail}", few[2]
            if plan.match:
                self._where.append(_HAS)
                self._given.append(plan.match)
                self._whole = False
        else:
            some = (
                "indexed by messages_extra where extra is not null"
                if plan.pictured
                else "where true"
            )
            self._source = f"select id as hit from messages {some}{tail}"

    def sizes(self, windows: tuple[int, ...], enough: int) -> tuple[int, ...]:
        """How many candidates to look at: just enough where each is a hit, all of a short list."""
        if self._whole:
            return (enough,)
        return (_ALL,) if self._plan.few else windows

    def rows(self, columns: str, before: int, size: int, limit: int) -> list[Row]:
        window = self._window(before, size)
        without, left_out = self._left_out(window)
        where = " and ".join([*self._where, *without]) or "true"
        sql = f"select {columns} from ({self._source}) {_JOINS} where {where} limit ?"
        return self._db.execute(sql, [*window, *self._given, *left_out, limit]).fetchall()

    def end(self, before: int, size: int) -> int | None:
        """Where a window that is full ends; None: nothing comes after it."""
        if size == _ALL or self._whole:
            return None
        lowest, count = self._span(self._window(before, size))
        return lowest if count == size else None

    def _left_out(self, window: list[Any]) -> tuple[list[str], list[Any]]:
        """What has a word to be left out, within the window: the full text is slow one by one."""
        if not self._plan.without:
            return [], []
        lowest, _ = self._span(window)
        return [_NOT], [self._plan.without, lowest, self._plan.highest]

    def _span(self, window: list[Any]) -> tuple[int, int]:
        sql = f"select ifnull(min(hit), 0), count(*) from ({self._source})"
        [(lowest, count)] = self._db.execute(sql, window).fetchall()
        return int(lowest), int(count)

    def _window(self, before: int, size: int) -> list[Any]:
        before = min(before, self._plan.highest)
        return [*self._first, before, self._plan.lowest, *self._last, size]


def newest(
    db: sqlite3.Connection, plan: Plan, columns: str, before: int, limit: int
) -> tuple[list[Row], int | None]:
    """Up to `limit` rows that begin with an id below `before`, and where to go on."""
    reader, rows = Reader(db, plan), []  # type: tuple[Reader, list[Row]]
    following: int | None = before
    for size in reader.sizes(WINDOWS, limit + 1):
        rows += reader.rows(columns, before, size, limit + 1 - len(rows))
        if len(rows) > limit:
            return rows[:limit], int(rows[limit - 1][0])
        following = reader.end(before, size)
        if following is None:
            break
        before = following
    return rows, following


def best(
    db: sqlite3.Connection, plan: Plan, cursor: Cursor | None, limit: int
) -> tuple[list[Row], str | None]:
    """The newest hits ranked, then the next newest.

    A cursor is "highest/lowest/number": so many of the hits with ids in [lowest, highest) were
    shown, by rank. Those that arrive in between are above and move nothing.
    """
    before, lowest, shown = (NEWEST, 0, 0) if cursor is None else map(int, str(cursor).split("/"))
    block = replace(plan, lowest=max(plan.lowest, lowest))
    found, following = newest(db, block, "m.id", before, BEST)
    ids = [id for (id,) in found]
    if ids:
        given = [plan.match, ids[-1], ids[0], json.dumps(ids)]
        ids = [id for (id,) in db.execute(_RANKED, given)]
    lowest = lowest if shown else following or 0
    page = ids[shown : shown + limit]
    rows = {row[0]: row for row in by_id(db, page)}
    after = f"{lowest}/0/0" if lowest else None
    if shown + limit < len(ids):
        after = f"{max(ids) + 1}/{lowest}/{shown + limit}"
    return [rows[id] for id in page], after


def by_id(db: sqlite3.Connection, ids: list[int]) -> Iterator[Row]:
    source = "select value as hit from json_each(?)"
    return db.execute(f"select {COLUMNS} from ({source}) {_JOINS}", [json.dumps(ids)])


def count(db: sqlite3.Connection, plan: Plan, most: int = MOST) -> Count:
    reader, n, before = Reader(db, plan), 0, NEWEST
    for size in reader.sizes(COUNTED, most + 1):
        n += len(reader.rows("1", before, size, most + 1 - n))
        if n > most:
            return Count(most, True)
        following = reader.end(before, size)
        if following is None:
            return Count(n)
        before = following
    return Count(n, True)
