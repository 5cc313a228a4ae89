"""Messages that were a joy or a hurt: pinned, so that newer ones do not bury them."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.known import Moment
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges, steps
from cm_desk.store.keys import clean
from cm_desk.store.steps import Step
from cm_desk.store.tx import Tx

_COLUMNS = "id, contact_id, message_id, kind, quote, note, at_ms"


@dataclass(frozen=True, slots=True)
class Marked:
    """`quote` is what the message said when it was marked, `at` when it was written."""

    id: int
    contact_id: int
    message_id: int
    kind: Moment
    quote: str
    note: str
    at: datetime


def mark(tx: Tx, message_id: int, kind: Moment, made: datetime, note: str = "") -> Step:
    """A message is one moment: another kind takes the place of the one before.

    Falsy for a message that is not here, or that is about nobody.
    """
    [found] = tx.db.execute(
        "select max(text), max(sent_ms) from messages where id = ?", [message_id]
    ).fetchall()
    owner = merges.author(tx.db, message_id)
    if owner is None:
        return Step("moments")
    old = steps.delete(tx, "moments", "message_id = ?", [message_id])
    new = steps.insert(
        tx, "moments", owner, message_id=message_id, kind=kind, quote=found[0], note=clean(note),
        at_ms=found[1], made_ms=to_ms(made),
    )  # fmt: skip
    return Step("moments", new.made, old.were)


def unmark(tx: Tx, message_id: int) -> Step:
    return steps.delete(tx, "moments", "message_id = ?", [message_id])


def of(db: sqlite3.Connection, contact_id: int) -> list[Marked]:
    """Newest first."""
    rows = db.execute(
        f"select {_COLUMNS} from moments where contact_id = ? order by at_ms desc, id desc",
        [contact_id],
    )
    return [_of_row(row) for row in rows]


def _of_row(row: tuple[Any, ...]) -> Marked:
    id, contact_id, message_id, kind, quote, note, at_ms = row
    return Marked(id, contact_id, message_id, Moment(kind), quote, note, from_ms(at_ms))
