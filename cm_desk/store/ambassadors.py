"""People who speak for us in their own voice, on a place of their own."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import cleaned
from cm_desk.store.tx import Tx

_SELECT = """
    select a.id, a.contact_id, c.name, a.platform, a.url, a.topics, a.made_ms, a.ended_ms
    from ambassadors a join contacts c on c.id = a.contact_id """


@dataclass(frozen=True, slots=True)
class Ambassador:
    """`platform` is their own place, `topics` what they speak about there, with commas between.
    `id` is 0 before it is saved. `ended_at`: they do it no more."""

    id: int
    contact_id: int
    who: str
    platform: str
    url: str
    topics: str
    made_at: datetime
    ended_at: datetime | None = None


def save(tx: Tx, ambassador: Ambassador) -> int:
    """New where its id is 0, or nobody knows it any more; else in its place."""
    a = cleaned(ambassador)
    contact_id, home = merges.place(tx.db, a.contact_id)
    ended = None if a.ended_at is None else to_ms(a.ended_at)
    [(id,)] = tx.db.execute(
        "insert into ambassadors (id, contact_id, home, platform, url, topics, made_ms, ended_ms)"
        " values (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set"
        " platform = excluded.platform, url = excluded.url, topics = excluded.topics,"
        " ended_ms = excluded.ended_ms returning id",
        [a.id, contact_id, home, a.platform, a.url, a.topics, to_ms(a.made_at), ended],
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)
    return int(id)


def remove(tx: Tx, id: int) -> None:
    found = tx.db.execute("delete from ambassadors where id = ? returning contact_id", [id])
    for (contact_id,) in found.fetchall():
        tx.changed(Topic.CONTACT, contact_id)


def get(db: sqlite3.Connection, id: int) -> Ambassador | None:
    row = db.execute(_SELECT + "where a.id = ?", [id]).fetchone()
    return _of_row(row) if row else None


def all(db: sqlite3.Connection) -> list[Ambassador]:
    """By name; those who ended it last."""
    rows = db.execute(_SELECT + "order by a.ended_ms is not null, c.name collate nocase, a.id")
    return [_of_row(row) for row in rows]


def _of_row(row: tuple[Any, ...]) -> Ambassador:
    *known, made_ms, ended_ms = row
    id, contact_id, who, platform, url, topics = known
    ended_at = None if ended_ms is None else from_ms(ended_ms)
    return Ambassador(id, contact_id, who, platform, url, topics, from_ms(made_ms), ended_at)
