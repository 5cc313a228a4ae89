"""People. A contact has identities; messages belong to identities and are never rewritten."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms
from cm_desk.store import merges
from cm_desk.store.keys import clean, key
from cm_desk.store.people import ContactRow, find
from cm_desk.store.tx import Tx

__all__ = [
    "ContactRow",
    "Identity",
    "Person",
    "faces",
    "find",
    "identities",
    "person",
    "rename",
    "renamed",
    "resolve",
]
_TOTALS = """
    select c.id, c.name, coalesce(max(i.last_ms), 0) as last, coalesce(min(i.first_ms), 0) as first,
        total(i.received) as received, total(i.sent) as sent, total(i.signals) as signals,
        (select count(*) from gestures g where g.contact_id = c.id) as gestures,
        (select count(*) from promises p where p.contact_id = c.id and p.state = 'open'
            and p.theirs = 0) as promised
    from contacts c left join identities i on i.contact_id = c.id where c.id = ? group by c.id"""
_IDENTITIES = """
    select id, service, author_key, handle, name, url, avatar_url, bio from identities
    where contact_id = ? order by last_ms desc, id"""


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


def pictures(db: sqlite3.Connection) -> set[str]:
    """The addresses of all pictures that profiles and voices have."""
    found = db.execute(
        "select avatar_url from identities where avatar_url <> '' union select face from voices"
        " where face <> ''"
    )
    return {url for (url,) in found}


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
