"""What was made while two people were one: only a person can say whose it is when they part."""

import sqlite3
from collections.abc import Iterator

from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.merges import BELONGS, Made, Merge

_ABOVE = """
    select c.joined, coalesce(max(m.at_ms), 0) from contacts c
    left join merges m on m.gone = c.id and m.parted_ms is null
    where c.id = ? and c.joined is not null group by c.id"""
_AUTHOR = """(select coalesce(i.home, i.contact_id) from messages m
    join identities i on i.id = m.identity_id where m.id = t.message_id)"""
Way = dict[int, int]  # a contact, and those it was joined into: since when (ms) it is in them


def since(db: sqlite3.Connection, merge: Merge) -> list[Made]:
    """Newest first: what the whole person got when who would leave was in them already.

    With three who became one, what was made for two of them before the third came is told too.
    """
    theirs, way = set(merges.homes(db, merge.gone)), _way(db, merge.gone)
    met: dict[int, int] = {}
    rows: list[Made] = []
    for table, columns in BELONGS.items():
        for id, what, at_ms, owner, author in _made(db, table, columns, merge):
            if owner not in met:
                met[owner] = _met(way, _way(db, owner))
            if owner not in theirs and at_ms >= met[owner]:
                rows.append(Made(table, id, what, from_ms(at_ms), owner, author in theirs))
    return sorted(rows, key=lambda each: each.at, reverse=True)


def _made(
    db: sqlite3.Connection, table: str, columns: tuple[str, str] | None, merge: Merge
) -> Iterator[tuple[int, str, int, int, int | None]]:
    """(id, what it says, when it was made, whose it is, whose message it quotes)"""
    if columns is not None:
        made, what = columns
        fields = {name for (name,) in db.execute(f"select name from pragma_table_info('{table}')")}
        author = _AUTHOR if "message_id" in fields else "null"
        yield from db.execute(
            f"select t.id, {what}, {made}, coalesce(home, contact_id), {author} from {table} t"
            f" where contact_id = ? and {made} >= ?",
            [merges.root(db, merge.kept), to_ms(merge.at)],
        ).fetchall()


def _way(db: sqlite3.Connection, contact_id: int) -> Way:
    found, since_ms, here = {contact_id: 0}, 0, contact_id
    while row := db.execute(_ABOVE, [here]).fetchone():
        here, since_ms = row[0], max(since_ms, row[1])
        found[here] = since_ms
    return found


def _met(one: Way, other: Way) -> int:
    """Since when two contacts are one person."""
    first = next(each for each in one if each in other)
    return max(one[first], other[first])
