"""What we want to remember about somebody, in our own words."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import clean
from cm_desk.store.tx import Tx

_SELECT = "select t.id, t.contact_id, t.text, t.at_ms, t.touch from notes t "
STREAM = "select t.at_ms, t.id, t.contact_id, t.text, t.at_ms, t.touch from notes t"


@dataclass(frozen=True, slots=True)
class Note:
    """`touch`: it tells of a "call", that we "met", or a "letter"; "" for a mere note."""

    id: int
    contact_id: int
    text: str
    at: datetime
    touch: str = ""


def add(tx: Tx, contact_id: int, text: str, at: datetime, touch: str = "") -> int:
    contact_id, home = merges.place(tx.db, contact_id)
    [(id,)] = tx.db.execute(
        "insert into notes (contact_id, text, at_ms, home, touch) values (?, ?, ?, ?, ?)"
        " returning id",
        [contact_id, clean(text), to_ms(at), home, touch],
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)
    return int(id)


def get(db: sqlite3.Connection, id: int) -> Note | None:
    row = db.execute(_SELECT + "where id = ?", [id]).fetchone()
    return of_row(row) if row else None


def edit(tx: Tx, id: int, text: str) -> Note | None:
    """The note as it was, or None if there is none. The same text is no news."""
    old = get(tx.db, id)
    if old and old.text != clean(text):
        tx.db.execute("update notes set text = ? where id = ?", [clean(text), id])
        tx.changed(Topic.CONTACT, old.contact_id)
    return old


def remove(tx: Tx, id: int) -> Note | None:
    """What was removed, so that it can be added again."""
    if old := get(tx.db, id):
        tx.db.execute("delete from notes where id = ?", [id])
        tx.changed(Topic.CONTACT, old.contact_id)
    return old


def of(db: sqlite3.Connection, contact_id: int) -> list[Note]:
    """Newest first."""
    rows = db.execute(_SELECT + "where contact_id = ? order by at_ms desc, id desc", [contact_id])
    return [of_row(row) for row in rows]


def of_row(row: tuple[int, int, str, int, str]) -> Note:
    id, contact_id, text, at_ms, touch = row
    return Note(id, contact_id, text, from_ms(at_ms), touch)
