"""What people did for others or for us, seen in a message: a rule proposes, a person confirms."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import clean
from cm_desk.store.tx import Tx

PROPOSED, CONFIRMED, DISMISSED = "proposed", "confirmed", "dismissed"
_COLUMNS = (
    "id, contact_id, kind, context, message_id, quote, at_ms, state, sign, proof_id, judged_ms"
)


@dataclass(frozen=True, slots=True)
class Act:
    """`kind` is answers, welcomes, introduces, reports, recommends …; `context` what it was about.

    `quote` are their words, which are the evidence. `id` is 0 before it is saved. `sign` is a
    Sign of domain/help.py: why it was proposed, shown by the message `proof_id`. `judged_at` is
    when one of us confirmed or dismissed it.
    """

    id: int
    contact_id: int
    kind: str
    context: str
    message_id: int | None
    quote: str
    at: datetime
    state: str = PROPOSED
    sign: str = ""
    proof_id: int | None = None
    judged_at: datetime | None = None


def add(tx: Tx, act: Act) -> int | None:
    """None when this kind of act is known of its message already, whatever was said of it."""
    contact_id, home = merges.place(tx.db, act.contact_id)
    found = tx.db.execute(
        "insert into acts (contact_id, home, kind, context, message_id, quote, at_ms, state, sign,"
        " proof_id, judged_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " on conflict do nothing returning id",
        [
            *(contact_id, home, act.kind, clean(act.context), act.message_id, clean(act.quote)),
            *(to_ms(act.at), act.state, str(act.sign), act.proof_id, _ms(act.judged_at)),
        ],
    ).fetchall()
    if found:
        tx.changed(Topic.CONTACT, contact_id)
    return int(found[0][0]) if found else None


def judge(
    tx: Tx, id: int, state: str, at: datetime | None, context: str | None = None
) -> Act | None:
    """The act as it was; `context` None leaves what it is about. `at` None: nobody judged it."""
    if (old := get(tx.db, id)) is None:
        return None
    tx.db.execute(
        "update acts set state = ?, judged_ms = ?, context = coalesce(?, context) where id = ?",
        [state, _ms(at), None if context is None else clean(context), id],
    )
    tx.changed(Topic.CONTACT, old.contact_id)
    return old


def remove(tx: Tx, id: int) -> Act | None:
    if old := get(tx.db, id):
        tx.db.execute("delete from acts where id = ?", [id])
        tx.changed(Topic.CONTACT, old.contact_id)
    return old


def get(db: sqlite3.Connection, id: int) -> Act | None:
    row = db.execute(f"select {_COLUMNS} from acts where id = ?", [id]).fetchone()
    return _of_row(row) if row else None


def of(db: sqlite3.Connection, contact_id: int) -> list[Act]:
    """Newest first, in every state."""
    return _all(db, "contact_id = ? order by at_ms desc, id desc", [contact_id])


def between(
    db: sqlite3.Connection, since: datetime, until: datetime, state: str = CONFIRMED
) -> list[Act]:
    """From `since` on, before `until`; oldest first."""
    where = "state = ? and at_ms >= ? and at_ms < ? order by at_ms, id"
    return _all(db, where, [state, to_ms(since), to_ms(until)])


def _all(db: sqlite3.Connection, where: str, values: Iterable[Any]) -> list[Act]:
    rows = db.execute(f"select {_COLUMNS} from acts where {where}", list(values))
    return [_of_row(row) for row in rows]


def _of_row(row: tuple[Any, ...]) -> Act:
    id, contact_id, kind, context, message_id, quote, at_ms, state, sign, proof_id, judged = row
    known = (id, contact_id, kind, context, message_id, quote, from_ms(at_ms), state)
    return Act(*known, sign, proof_id, None if judged is None else from_ms(judged))


def _ms(at: datetime | None) -> int | None:
    return None if at is None else to_ms(at)
