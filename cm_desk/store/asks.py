"""Texts that ask, and what the person who wrote them said to that."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import cleaned
from cm_desk.store.tx import Tx

ANYWAY, NOTHING = "anyway", "nothing"  # it asks before its time; it asks nothing
_COLUMNS = "id, contact_id, account_id, text, verdict, reason, made_ms"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`text` is the draft it was said of, to the letter; `id` 0 before it is saved."""

    id: int
    contact_id: int
    account_id: int
    text: str
    verdict: str
    reason: str
    made_at: datetime


def add(tx: Tx, verdict: Verdict) -> int:
    new = cleaned(verdict)
    contact_id, home = merges.place(tx.db, new.contact_id)
    [(id,)] = tx.db.execute(
        "insert into asks (contact_id, home, account_id, text, verdict, reason, made_ms)"
        " values (?, ?, ?, ?, ?, ?, ?) returning id",
        [
            *(contact_id, home, new.account_id, new.text, new.verdict, new.reason),
            to_ms(new.made_at),
        ],
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)
    return int(id)


def remove(tx: Tx, id: int) -> None:
    found = tx.db.execute("delete from asks where id = ? returning contact_id", [id]).fetchall()
    for (contact_id,) in found:
        tx.changed(Topic.CONTACT, contact_id)


def of(db: sqlite3.Connection, contact_id: int) -> list[Verdict]:
    """Newest first."""
    return _all(db, "contact_id = ? order by made_ms desc, id desc", [contact_id])


def since(db: sqlite3.Connection, since: datetime) -> list[Verdict]:
    return _all(db, "made_ms >= ? order by made_ms, id", [to_ms(since)])


def _all(db: sqlite3.Connection, where: str, values: list[Any]) -> list[Verdict]:
    rows = db.execute(f"select {_COLUMNS} from asks where {where}", values)
    return [_of_row(*row) for row in rows]


def _of_row(
    id: int, contact_id: int, account_id: int, text: str, verdict: str, reason: str, made_ms: int
) -> Verdict:
    return Verdict(id, contact_id, account_id, text, verdict, reason, from_ms(made_ms))
