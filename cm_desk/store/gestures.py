"""Gestures: the thanks, apologies, gifts and surprises somebody was given."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import contacts, merges
from cm_desk.store.keys import cleaned
from cm_desk.store.paging import NEWEST, Cursor, Slice, capped
from cm_desk.store.tx import Tx

_COLUMNS = """t.id, t.contact_id, t.kind, t.at_ms, t.voice, t.why, t.message_id, t.cost_cents,
    t.currency, t.minutes, t.note, t.public, t.conversation_id"""
_SELECT = f"select {_COLUMNS} from gestures t "
STREAM = f"select t.at_ms, {_COLUMNS} from gestures t"


@dataclass(frozen=True, slots=True)
class Gesture:
    """`voice` is who of us gave it, `why` what moved us, often a quoted message (`message_id`).
    `id` is 0 before it is saved."""

    id: int
    contact_id: int
    kind: str
    at: datetime
    voice: str = ""
    why: str = ""
    message_id: int | None = None
    cost_cents: int = 0
    currency: str = ""
    minutes: int = 0
    note: str = ""
    public: bool = False
    conversation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A gesture, and the name and picture of whom it was for."""

    gesture: Gesture
    who: str
    avatar_url: str


def add(tx: Tx, gesture: Gesture) -> int:
    """A new row, whatever its id says."""
    g = cleaned(gesture)
    contact_id, home = merges.place(tx.db, g.contact_id)
    [(id,)] = tx.db.execute(
        "insert into gestures (contact_id, kind, at_ms, voice, why, message_id, cost_cents,"
        " currency, minutes, note, public, conversation_id, home)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        [
            *(contact_id, g.kind, to_ms(g.at), g.voice, g.why, g.message_id, g.cost_cents),
            *(g.currency, g.minutes, g.note, g.public, g.conversation_id, home),
        ],
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)
    return int(id)


def get(db: sqlite3.Connection, id: int) -> Gesture | None:
    row = db.execute(_SELECT + "where id = ?", [id]).fetchone()
    return of_row(row) if row else None


def remove(tx: Tx, id: int) -> Gesture | None:
    """What was removed, so that it can be added again; None if it was not there."""
    if gesture := get(tx.db, id):
        tx.db.execute("delete from gestures where id = ?", [id])
        tx.changed(Topic.CONTACT, gesture.contact_id)
    return gesture


def of(db: sqlite3.Connection, contact_id: int) -> list[Gesture]:
    """Newest first."""
    rows = db.execute(_SELECT + "where contact_id = ? order by at_ms desc, id desc", [contact_id])
    return [of_row(row) for row in rows]


def page(
    db: sqlite3.Connection, kind: str | None = None, cursor: Cursor | None = None, limit: int = 50
) -> Slice[Gesture]:
    """Everybody's, newest first."""
    limit, (at, id) = capped(limit), after(cursor)
    rows = db.execute(
        _SELECT + "where (at_ms, id) < (?, ?) and kind = coalesce(?, kind)"
        " order by at_ms desc, id desc limit ?",
        [at, id, kind, limit + 1],
    ).fetchall()
    following = f"{rows[limit - 1][3]}/{rows[limit - 1][0]}" if len(rows) > limit else None
    return Slice(tuple(map(of_row, rows[:limit])), following)


def ledger(
    db: sqlite3.Connection, kind: str | None = None, cursor: Cursor | None = None, limit: int = 50
) -> Slice[Given]:
    """A page with the names and pictures of the people."""
    found = page(db, kind, cursor, limit)
    faces = contacts.faces(db, {each.contact_id for each in found.items})
    rows = tuple(Given(each, *faces.get(each.contact_id, ("", ""))) for each in found.items)
    return Slice(rows, found.cursor)


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many of each kind were given, to everybody together."""
    return dict(db.execute("select kind, count(*) from gestures group by kind").fetchall())


def after(cursor: Cursor | None) -> tuple[int, int]:
    """(at_ms, id) of a cursor "at_ms/id"; None starts above everything."""
    if cursor is None:
        return NEWEST, NEWEST
    at, id = str(cursor).split("/")
    return int(at), int(id)


def of_row(row: tuple[Any, ...]) -> Gesture:
    id, contact_id, kind, at_ms, *rest = row
    voice, why, message_id, cost, currency, minutes, note, public, conversation_id = rest
    return Gesture(
        *(id, contact_id, kind, from_ms(at_ms), voice, why, message_id, cost, currency, minutes),
        *(note, bool(public), conversation_id),
    )
