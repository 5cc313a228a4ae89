"""Pairs of people that somebody has judged, so that they are not asked about again."""

import sqlite3
from datetime import datetime

from cm_desk.domain.times import to_ms
from cm_desk.store.tx import Tx


def judged(db: sqlite3.Connection, now: datetime) -> set[tuple[int, int]]:
    """Pairs of identities that are not the same, or not to be asked about yet; smaller id first."""
    found = db.execute(
        "select a, b from judged where until_ms is null or until_ms > ?", [to_ms(now)]
    )
    return set(found.fetchall())


def parted(db: sqlite3.Connection) -> set[frozenset[int]]:
    """Contacts that were one once: who parted them knows."""
    rows = db.execute("select kept, gone from merges where parted_ms is not null")
    return {frozenset(row) for row in rows.fetchall()}


def judge(tx: Tx, a: int, b: int, until: datetime | None = None) -> None:
    """Two identities are not one person; with `until` they are asked about again then."""
    tx.db.execute(
        "insert into judged (a, b, until_ms) values (?, ?, ?)"
        " on conflict (a, b) do update set until_ms = excluded.until_ms",
        [min(a, b), max(a, b), None if until is None else to_ms(until)],
    )


def forget(tx: Tx, a: int, b: int) -> None:
    tx.db.execute("delete from judged where a = ? and b = ?", [min(a, b), max(a, b)])
