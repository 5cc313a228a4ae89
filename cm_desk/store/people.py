"""The list of people: sorted by any column, sifted, in pages by key."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.known import About
from cm_desk.domain.times import from_ms
from cm_desk.store import labels, lines
from cm_desk.store.labels import Label
from cm_desk.store.lines import Line
from cm_desk.store.paging import Cursor, Slice, capped
from cm_desk.text.folding import folded

# What the list can be sorted by, and the column of it.
CLOSENESS = "closeness"
SORTS = {
    CLOSENESS: "turns",
    "name": "name",
    "first": "first_ms",
    "last": "last_ms",
    "heard": "heard_ms",
    "received": "received",
    "sent": "sent",
    "signals": "signals",
    "gestures": "gestures",
    "given": "given_ms",
    "promises": "promises",
    "channels": "channels",
}
RISING = frozenset({"name"})  # the usual way of the others is down: the most, the newest
_PROBE = 2000  # lines that are looked at in order before all are read and sorted
_ALONE = """
    select contact_id from facts
    where kind = ? and contact_id in (select value from json_each(?))"""
_SHOWN = (
    "id, first_ms, last_ms, heard_ms, received, sent, turns, signals, gestures, given_ms,"
    " promises, waiting"
)
_FACES = """
    select c.id, c.name, i.service, i.handle, i.avatar_url
    from json_each(?) j cross join contacts c on c.id = j.value
        left join identities i on i.contact_id = c.id order by i.last_ms desc, i.id"""


@dataclass(slots=True, unsafe_hash=True)  # frozen takes ten times as long: decisions/0016
class ContactRow:
    """A line of the list of people; handle and picture are those of their newest identity.

    `turns` is how often the word went from one side to the other. `heard_at`: the last sign of
    theirs, a word or a signal. A time is None when there was none. `waiting`: conversations in
    which their word is the last and asks for an answer. `alone`: they asked for quiet, or we
    decided it.
    """

    id: int
    name: str
    handle: str
    services: tuple[str, ...]
    avatar_url: str
    received: int
    sent: int
    last_at: datetime
    gestures: int
    open_promises: int
    first_at: datetime | None = None
    heard_at: datetime | None = None
    given_at: datetime | None = None
    turns: int = 0
    signals: int = 0
    waiting: int = 0
    labels: tuple[Label, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on a line `p`, as SQL, and what is given to them. Empty: everybody."""

    conditions: tuple[str, ...] = ()
    given: tuple[Any, ...] = ()

    @property
    def sql(self) -> str:
        return "".join(f" and ({each})" for each in self.conditions)


EVERYBODY = Where()


def named(words: str) -> Where:
    """Whose name or handle, in any of their identities, contains each of the words."""
    parts = folded(words).split()
    return Where(("instr(p.words, ?)",) * len(parts), tuple(parts))


def page(
    db: sqlite3.Connection,
    where: Where = EVERYBODY,
    sort: str = CLOSENESS,
    descending: bool = True,
    cursor: Cursor | None = None,
    limit: int = 50,
) -> Slice[ContactRow]:
    """`sort` is one of SORTS; who is equal in it stands in the order of ids."""
    limit, order = capped(limit), _Order(SORTS[sort], descending, cursor)
    rows = _picked(db, where, order, limit + 1)
    kept = rows[:limit]
    return Slice(_rows(db, kept), order.after(kept[-1]) if len(rows) > limit else None)


def count(db: sqlite3.Connection, where: Where = EVERYBODY) -> int:
    """How many it keeps; reads every line when it is not empty."""
    found = 0
    for table in lines.sources(db):
        sql = f"select count(*) from {table} p where true{where.sql}"
        found += db.execute(sql, where.given).fetchone()[0]
    return found


def rows(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, ContactRow]:
    """Those of the people that are still here."""
    among, found = json.dumps(list(ids)), list[Line]()
    for table in lines.sources(db):
        sql = f"select {_SHOWN}, 0 from {table} p where p.id in (select value from json_each(?))"
        found += db.execute(sql, [among])
    return {row.id: row for row in _rows(db, found)}


def ids(db: sqlite3.Connection, where: Where, most: int) -> list[int]:
    """All that it keeps, up to `most`, in no order."""
    found = list[int]()
    for table in lines.sources(db):
        sql = f"select p.id from {table} p where true{where.sql} limit ?"
        found += [id for (id,) in db.execute(sql, [*where.given, most - len(found)])]
    return found


def find(db: sqlite3.Connection, words: str, limit: int = 50) -> list[ContactRow]:
    """Whose name or handle contains each of the words; the last contact comes first."""
    return list(page(db, named(words), "last", limit=limit).items)


class _Order:
    """By a column, then by id, after a cursor "id/value"."""

    def __init__(self, column: str, descending: bool, cursor: Cursor | None) -> None:
        self.column, self.descending = column, descending
        self.since, self.given = "", tuple[Any, ...]()
        if cursor is not None:
            id, value = str(cursor).split("/", 1)
            self.since = f" and (p.{column}, p.id) {'<' if descending else '>'} (?, ?)"
            self.given = (value if column == "name" else int(value), int(id))

    def sql(self, by_index: bool = True) -> str:
        way = "desc" if self.descending else "asc"
        return f"order by {'' if by_index else '+'}p.{self.column} {way}, p.id {way} limit ?"

    def after(self, row: Line) -> str:
        return f"{row[0]}/{row[-1]}"

    def merged(self, rows: list[Line]) -> list[Line]:
        return sorted(rows, key=lambda row: (row[-1], row[0]), reverse=self.descending)


def _picked(db: sqlite3.Connection, where: Where, order: _Order, limit: int) -> list[Line]:
    """Rows of `_SHOWN` and, last, what they are sorted by."""
    found = []
    for table in lines.sources(db):
        found += _of(db, table, where, order, limit)
    return order.merged(found)[:limit]


def _of(db: sqlite3.Connection, table: str, where: Where, order: _Order, limit: int) -> list[Line]:
    """Walks in order while that finds enough; else reading all and sorting is quicker."""
    shown, since = f"select {_SHOWN}, p.{order.column} from", order.since
    if where.conditions:
        walk = f"(select * from {table} p where true{since} {order.sql()}) p"
        sql = f"{shown} {walk} where true{where.sql} limit ?"  # as they come: in order
        found = db.execute(sql, [*order.given, _PROBE, *where.given, limit]).fetchall()
        if len(found) == limit:
            return found
    sql = f"{shown} {table} p where true{since}{where.sql} {order.sql(not where.conditions)}"
    return db.execute(sql, [*order.given, *where.given, limit]).fetchall()


def _rows(db: sqlite3.Connection, picked: Sequence[Line]) -> tuple[ContactRow, ...]:
    ids = json.dumps([line[0] for line in picked])
    faces: dict[int, list[tuple[str, ...]]] = {}
    for id, *face in db.execute(_FACES, [ids]):
        faces.setdefault(id, []).append(tuple(face))
    tags = labels.of_people(db, [line[0] for line in picked])
    alone = {id for (id,) in db.execute(_ALONE, [About.ALONE, ids])}
    return tuple(_row(line, faces[line[0]], tags, line[0] in alone) for line in picked)


def _row(
    line: Line, faces: list[tuple[str, ...]], tags: dict[int, tuple[Label, ...]], alone: bool
) -> ContactRow:
    id, first, last, heard, received, sent, turns, signals, gestures, given, promises, waiting = (
        line[:-1]
    )
    name, _, handle, avatar_url = faces[0]
    services = tuple(dict.fromkeys(face[1] for face in faces if face[1]))
    return ContactRow(
        *(id, name, handle or "", services, avatar_url or "", received, sent, from_ms(last)),
        *(gestures, promises, _at(first), _at(heard), _at(given), turns, signals, waiting),
        *(tags.get(id, ()), alone),
    )


def _at(ms: int) -> datetime | None:
    return from_ms(ms) if ms else None
