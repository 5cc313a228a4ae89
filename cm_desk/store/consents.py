"""What a person allowed us: to be named in public, to be quoted, to be introduced."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import clean
from cm_desk.store.tx import Tx

NAMED, QUOTED, PUBLIC, SPEAKS = "named", "quoted", "public", "speaks"


@dataclass(frozen=True, slots=True)
class Consent:
    """`words` are theirs, in `message_id` where they were written to us."""

    id: int
    contact_id: int
    what: str
    words: str
    message_id: int | None
    given_at: datetime
    withdrawn_at: datetime | None


def give(
    tx: Tx, contact_id: int, what: str, words: str, at: datetime, message_id: int | None = None
) -> int:
    contact_id, home = merges.place(tx.db, contact_id)
    [(id,)] = tx.db.execute(
        "insert into consents (contact_id, home, what, words, message_id, given_ms)"
        " values (?, ?, ?, ?, ?, ?) returning id",
        [contact_id, home, what, clean(words), message_id, to_ms(at)],
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)
    return int(id)


def withdraw(tx: Tx, id: int, at: datetime | None) -> None:
    """From `at` on it no longer counts; None takes the withdrawal back."""
    ms = None if at is None else to_ms(at)
    found = tx.db.execute(
        "update consents set withdrawn_ms = ? where id = ? returning contact_id", [ms, id]
    ).fetchall()
    for (contact_id,) in found:
        tx.changed(Topic.CONTACT, contact_id)


def remove(tx: Tx, id: int) -> None:
    found = tx.db.execute("delete from consents where id = ? returning contact_id", [id]).fetchall()
    for (contact_id,) in found:
        tx.changed(Topic.CONTACT, contact_id)


def of(db: sqlite3.Connection, contact_id: int) -> list[Consent]:
    """Newest first, the withdrawn ones too."""
    rows = db.execute(
        "select id, contact_id, what, words, message_id, given_ms, withdrawn_ms from consents"
        " where contact_id = ? order by given_ms desc, id desc",
        [contact_id],
    )
    return [_of_row(row) for row in rows]


def who(db: sqlite3.Connection, what: str) -> frozenset[int]:
    """The contacts who allow it now."""
    rows = db.execute(
        "select contact_id from consents where what = ? and withdrawn_ms is null", [what]
    )
    return frozenset(id for (id,) in rows)


def _of_row(row: tuple[Any, ...]) -> Consent:
    id, contact_id, what, words, message_id, given_ms, withdrawn_ms = row
    withdrawn_at = None if withdrawn_ms is None else from_ms(withdrawn_ms)
    return Consent(id, contact_id, what, words, message_id, from_ms(given_ms), withdrawn_at)
