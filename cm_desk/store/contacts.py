"""People. A contact has identities; messages belong to identities and are never rewritten."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms
from cm_desk.store import merges
from cm_desk.store.keys import clean, key, literal
from cm_desk.store.paging import Cursor, Slice, capped
from cm_desk.store.tx import Tx

_TOTALS = """
    select c.id, c.name, coalesce(max(i.last_ms), 0) as last, coalesce(min(i.first_ms), 0) as first,
        total(i.received) as received, total(i.sent) as sent, total(i.signals) as signals,
        (select count(*) from gestures g where g.contact_id = c.id) as gestures,
        (select count(*) from promises p where p.contact_id = c.id and p.state = 'open') as promised
    from contacts c left join identities i on i.contact_id = c.id where c.id = ? group by c.id"""
_IDENTITIES = """
    select id, service, author_key, handle, name, url, avatar_url, bio from identities
    where contact_id = ? order by last_ms desc, id"""
_NEWEST = """
    not exists (select 1 from identities s where s.contact_id = i.contact_id
        and (s.last_ms, s.id) > (i.last_ms, i.id))"""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody at one service. `key` stays when the handle changes."""

    id: int
    service: str
    key: str
    handle: str
    name: str
    url: str
    avatar_url: str
    bio: str


@dataclass(slots=True, unsafe_hash=True)  # frozen takes ten times as long: decisions/0016
class ContactRow:
    """A line of the list of people; handle and picture are those of their newest identity."""

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


@dataclass(frozen=True, slots=True)
class Person:
    """Everything the card of a person counts."""

    id: int
    name: str
    identities: tuple[Identity, ...]
    first_at: datetime
    last_at: datetime
    received: int
    sent: int
    signals: int
    gestures: int
    open_promises: int
    notes: int
    surveys: int


def page(
    db: sqlite3.Connection,
    sort: str = "recent",
    words: str = "",
    cursor: Cursor | None = None,
    limit: int = 50,
) -> Slice[ContactRow]:
    """People by "recent", "silent" (the longest first), "name" or "messages".

    `words` keeps those whose name or handle contains each of them.
    """
    limit = capped(limit)
    ids, following = _picked(db, sort, words.split(), cursor, limit)
    rows = (_contact(db, id) for id in ids)
    return Slice(tuple(row for row in rows if row), following)


def find(db: sqlite3.Connection, words: str, limit: int = 50) -> list[ContactRow]:
    """Whose name or handle contains each of the words; who wrote last comes first."""
    return list(page(db, "recent", words, limit=limit).items)


def person(db: sqlite3.Connection, contact_id: int) -> Person | None:
    """Whoever stands for the contact now: its `id` is another one after a merge."""
    found = db.execute(_TOTALS, [merges.root(db, contact_id)]).fetchone()
    if found is None:
        return None
    id, name, last, first, received, sent, signals, gestures, promised = found
    [(notes, surveys)] = db.execute(
        "select (select count(*) from notes where contact_id = ?1),"
        " (select count(*) from surveys where contact_id = ?1)",
        [id],
    ).fetchall()
    return Person(
        *(id, name, identities(db, id), from_ms(first), from_ms(last), int(received), int(sent)),
        *(int(signals), gestures, promised, notes, surveys),
    )


def identities(db: sqlite3.Connection, contact_id: int) -> tuple[Identity, ...]:
    """The one that wrote last comes first."""
    return tuple(Identity(*row) for row in db.execute(_IDENTITIES, [contact_id]))


def faces(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Name and picture by contact id, for rows that are about several people."""
    found = db.execute(
        "select c.id, c.name, coalesce((select i.avatar_url from identities i"
        " where i.contact_id = c.id order by i.last_ms desc, i.id limit 1), '')"
        " from contacts c where c.id in (select value from json_each(?))",
        [json.dumps(list(ids))],
    )
    return {id: (name, avatar_url) for id, name, avatar_url in found}


def resolve(db: sqlite3.Connection, service: str, author_key: str) -> int | None:
    """The contact of an author, or None for somebody we never met."""
    found = db.execute(
        "select contact_id from identities where key = ?", [key(service, author_key)]
    ).fetchone()
    return int(found[0]) if found else None


def renamed(db: sqlite3.Connection, id: int) -> bool:
    """Whether the name is one that we gave."""
    found = db.execute("select renamed from contacts where id = ?", [id]).fetchone()
    return bool(found and found[0])


def rename(tx: Tx, id: int, name: str, ours: bool = True) -> None:
    """With `ours` a new name at a service does not change it from now on."""
    done = tx.db.execute(
        "update contacts set name = ?, renamed = ? where id = ?", [clean(name), ours, id]
    )
    if done.rowcount:
        tx.changed(Topic.CONTACT, id)


def _contact(db: sqlite3.Connection, id: int) -> ContactRow | None:
    found = db.execute(_TOTALS, [id]).fetchone()
    if found is None:
        return None
    _, name, last, _, received, sent, _, gestures, promised = found
    who = identities(db, id)
    handle, avatar_url = (who[0].handle, who[0].avatar_url) if who else ("", "")
    services = tuple(dict.fromkeys(each.service for each in who))
    return ContactRow(
        *(id, name, handle, services, avatar_url, int(received), int(sent), from_ms(last)),
        *(gestures, promised),
    )


def _picked(
    db: sqlite3.Connection, sort: str, words: list[str], cursor: Cursor | None, limit: int
) -> tuple[list[int], Cursor | None]:
    """The ids of a page and the cursor after it."""
    sql, given = _SORTS[sort](words, cursor)
    rows: list[tuple[Any, ...]] = db.execute(sql + " limit ?", [*given, limit + 1]).fetchall()
    kept = rows[:limit]
    following = "/".join(map(str, kept[-1])) if len(rows) > limit else None
    return [int(row[0]) for row in kept], following


def _matching(words: list[str], id: str) -> tuple[str, list[Any]]:
    """A condition on a contact's id: some name or handle of theirs contains each word."""
    each = (
        f" and {id} in (select contact_id from identities where name like ? escape '\\'"
        " or handle like ? escape '\\' union select id from contacts where name like ? escape '\\')"
    )
    return each * len(words), [f"%{literal(clean(word))}%" for word in words for _ in range(3)]


def _by_time(words: list[str], cursor: Cursor | None, newest: bool) -> tuple[str, list[Any]]:
    than, order = ("<", "desc") if newest else (">", "asc")
    sql, given = f"select i.contact_id, i.last_ms, i.id from identities i where {_NEWEST}", []
    if cursor is not None:
        _, last, id = str(cursor).split("/")
        sql, given = f"{sql} and (i.last_ms, i.id) {than} (?, ?)", [int(last), int(id)]
    more, likes = _matching(words, "i.contact_id")
    return f"{sql}{more} order by i.last_ms {order}, i.id {order}", given + likes


def _by_name(words: list[str], cursor: Cursor | None) -> tuple[str, list[Any]]:
    sql, given = "select c.id, c.name from contacts c where c.joined is null", []
    if cursor is not None:
        id, name = str(cursor).split("/", 1)
        sql, given = f"{sql} and (c.name collate nocase, c.id) > (?, ?)", [name, int(id)]
    more, likes = _matching(words, "c.id")
    return f"{sql}{more} order by c.name collate nocase, c.id", given + likes


def _by_messages(words: list[str], cursor: Cursor | None) -> tuple[str, list[Any]]:
    more, given = _matching(words, "i.contact_id")
    sql = (
        "select i.contact_id, sum(i.received + i.sent) as n from identities i"
        f" where true{more} group by i.contact_id"
    )
    if cursor is not None:
        id, n = str(cursor).split("/")
        sql, given = f"{sql} having (n, i.contact_id) < (?, ?)", [*given, int(n), int(id)]
    return f"{sql} order by n desc, i.contact_id desc", given


_SORTS: dict[str, Any] = {
    "recent": lambda words, cursor: _by_time(words, cursor, newest=True),
    "silent": lambda words, cursor: _by_time(words, cursor, newest=False),
    "name": _by_name,
    "messages": _by_messages,
}
