"""What we said we would do for somebody, by when, and whether we did."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.gestures import after
from cm_desk.store.keys import clean
from cm_desk.store.paging import Cursor, Slice, capped
from cm_desk.store.tx import Tx

_COLUMNS = """t.id, t.contact_id, c.name, t.text, t.due_ms, t.state, t.made_ms, t.settled_ms,
    t.message_id from promises t join contacts c on c.id = t.contact_id"""
_SELECT = f"select {_COLUMNS} "
STREAM = f"select t.made_ms, {_COLUMNS}"


@dataclass(frozen=True, slots=True)
class Promise:
    """`state` is "open", "kept" or "broken"; `who` the name of the contact."""

    id: int
    contact_id: int
    who: str
    text: str
    due: datetime
    state: str
    made_at: datetime
    settled_at: datetime | None
    message_id: int | None


def add(
    tx: Tx, contact_id: int, text: str, due: datetime, at: datetime, message_id: int | None = None
) -> int:
    """`at` is now: when it was promised."""
    contact_id, home = merges.place(tx.db, contact_id)
    [(id,)] = tx.db.execute(
        "insert into promises (contact_id, text, due_ms, state, made_ms, message_id,"
        " home) values (?, ?, ?, 'open', ?, ?, ?) returning id",
        [contact_id, clean(text), to_ms(due), to_ms(at), message_id, home],
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)
    return int(id)


def get(db: sqlite3.Connection, id: int) -> Promise | None:
    row = db.execute(_SELECT + "where t.id = ?", [id]).fetchone()
    return of_row(row) if row else None


def settle(tx: Tx, id: int, state: str, at: datetime | None) -> None:
    """ "kept" or "broken" at `at`; "open" takes that back. The same again is no news."""
    settled_ms = None if state == "open" or at is None else to_ms(at)
    _change(tx, "state = ?, settled_ms = ?", [state, settled_ms], "state <> ?", [state], id)


def move(tx: Tx, id: int, due: datetime) -> None:
    _change(tx, "due_ms = ?", [to_ms(due)], "due_ms <> ?", [to_ms(due)], id)


def remove(tx: Tx, id: int) -> None:
    found = tx.db.execute("delete from promises where id = ? returning contact_id", [id]).fetchall()
    for (contact_id,) in found:
        tx.changed(Topic.CONTACT, contact_id)


def _change(tx: Tx, what: str, values: list[Any], unless: str, old: list[Any], id: int) -> None:
    found = tx.db.execute(
        f"update promises set {what} where id = ? and {unless} returning contact_id",
        [*values, id, *old],
    ).fetchall()
    for (contact_id,) in found:
        tx.changed(Topic.CONTACT, contact_id)


def of(db: sqlite3.Connection, contact_id: int) -> list[Promise]:
    """Newest first."""
    rows = db.execute(
        _SELECT + "where t.contact_id = ? order by t.made_ms desc, t.id desc", [contact_id]
    )
    return [of_row(row) for row in rows]


def due(db: sqlite3.Connection, until: datetime) -> list[Promise]:
    """The open ones that are due at `until` or before, the oldest first."""
    rows = db.execute(
        _SELECT + "where t.state = 'open' and t.due_ms <= ? order by t.due_ms, t.id",
        [to_ms(until)],
    )
    return [of_row(row) for row in rows]


def page(
    db: sqlite3.Connection,
    state: str | None = "open",
    cursor: Cursor | None = None,
    limit: int = 50,
) -> Slice[Promise]:
    """Everybody's, the one due first comes first; `state` None for all."""
    limit = capped(limit)
    at, id = (-(1 << 62), 0) if cursor is None else after(cursor)
    rows = db.execute(
        _SELECT + "where (t.due_ms, t.id) > (?, ?) and t.state = coalesce(?, t.state)"
        " order by t.due_ms, t.id limit ?",
        [at, id, state, limit + 1],
    ).fetchall()
    following = f"{rows[limit - 1][4]}/{rows[limit - 1][0]}" if len(rows) > limit else None
    return Slice(tuple(map(of_row, rows[:limit])), following)


def of_row(row: tuple[Any, ...]) -> Promise:
    id, contact_id, who, text, due_ms, state, made_ms, settled_ms, message_id = row
    settled_at = None if settled_ms is None else from_ms(settled_ms)
    due, made_at = from_ms(due_ms), from_ms(made_ms)
    return Promise(id, contact_id, who, text, due, state, made_at, settled_at, message_id)
