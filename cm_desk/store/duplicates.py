"""Who may be one person: rows to compare, and the pairs that were judged already."""

import sqlite3
from datetime import datetime
from typing import Any

from cm_desk.domain.times import to_ms
from cm_desk.store.tx import Tx

PAGE = 1000


def page(db: sqlite3.Connection, after: int, limit: int = PAGE) -> list[tuple[Any, ...]]:
    """(contact, identity, service, handle, name, url, picture, bio) with ids above `after`.

    Bots are left out.
    """
    return db.execute(
        "select contact_id, id, service, handle, name, url, avatar_url, bio from identities"
        " where id > ? and bot = 0 order by id limit ?",
        [after, limit],
    ).fetchall()


def judged(db: sqlite3.Connection, now: datetime) -> set[tuple[int, int]]:
    """Pairs of identities that are not the same, or not to be asked about yet; smaller id first."""
    found = db.execute(
        "select a, b from judged where until_ms is null or until_ms > ?", [to_ms(now)]
    )
    return set(found.fetchall())


def judge(tx: Tx, a: int, b: int, until: datetime | None = None) -> None:
    """Two identities are not one person; with `until` they are asked about again then."""
    tx.db.execute(
        "insert into judged (a, b, until_ms) values (?, ?, ?)"
        " on conflict (a, b) do update set until_ms = excluded.until_ms",
        [min(a, b), max(a, b), None if until is None else to_ms(until)],
    )


def forget(tx: Tx, a: int, b: int) -> None:
    tx.db.execute("delete from judged where a = ? and b = ?", [min(a, b), max(a, b)])
