"""What a person decides about a conversation: done, snoozed, seen; and taking that back."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.domain.views import State
from cm_desk.store.tally import OPEN, SNOOZED, STATES, Tally, place
from cm_desk.store.tx import Tx, stir


@dataclass(frozen=True, slots=True)
class Before:
    """How a conversation stood before a change, for `restore`."""

    id: int
    state: State
    until: datetime | None


def set_state(
    tx: Tx, ids: Iterable[int], state: State, until: datetime | None = None
) -> tuple[Before, ...]:
    """`until` only for SNOOZED. What was so already is not in the answer and is no news."""
    sums, befores = Tally(), []
    for id in ids:
        if before := _move(tx, id, STATES.index(state), until, sums):
            befores.append(before)
    sums.write(tx.db)
    return tuple(befores)


def restore(tx: Tx, befores: Iterable[Before]) -> None:
    """Back to how it stood. Messages that came since do not matter: this is what was asked."""
    sums = Tally()
    for before in befores:
        _move(tx, before.id, STATES.index(before.state), before.until, sums)
    sums.write(tx.db)


def _move(tx: Tx, id: int, state: int, until: datetime | None, sums: Tally) -> Before | None:
    found = tx.db.execute(
        "select account_id, state, turn, unread, snoozed_ms, speaker from conversations"
        " where id = ?",
        [id],
    ).fetchone()
    until_ms = None if until is None or state != SNOOZED else to_ms(until)
    if found is None or (found[1], found[4]) == (state, until_ms):
        return None
    account_id, old, turn, unread, snoozed_ms, speaker = found
    tx.db.execute(
        "update conversations set state = ?, snoozed_ms = ? where id = ?", [state, until_ms, id]
    )
    sums.conversation(account_id, place(old, turn), unread, sign=-1)
    sums.conversation(account_id, place(state, turn), unread)
    stir(tx, [speaker] if speaker else ())
    tx.changed(Topic.CONVERSATION, id)
    return Before(id, STATES[old], None if snoozed_ms is None else from_ms(snoozed_ms))


def mark_seen(tx: Tx, id: int) -> None:
    """No news when nothing was unread, so a view may ask for it whenever it shows one."""
    done = tx.db.execute(
        "update messages set unread = 0 where conversation_id = ? and unread = 1", [id]
    )
    if done.rowcount:
        _unread(tx, id, -done.rowcount)


def mark_unread(tx: Tx, id: int) -> None:
    """Its newest message from them is unread again. No news when something was unread already."""
    done = tx.db.execute(
        "update messages set unread = 1 where id = (select id from messages"
        " where conversation_id = ? and outgoing = 0 order by id desc limit 1)"
        " and (select unread from conversations where id = conversation_id) = 0",
        [id],
    )
    if done.rowcount:
        _unread(tx, id, 1)


def _unread(tx: Tx, id: int, more: int) -> None:
    [(account_id, unread)] = tx.db.execute(
        "update conversations set unread = unread + ? where id = ? returning account_id, unread",
        [more, id],
    ).fetchall()
    sums = Tally()
    sums.add(account_id, "unread", more)
    if not unread or unread == more:
        sums.add(account_id, "unseen", 1 if unread else -1)
    sums.write(tx.db)
    tx.changed(Topic.CONVERSATION, id)


def wake(tx: Tx, now: datetime) -> tuple[int, ...]:
    """Open what was snoozed until `now` or before."""
    ids = tx.db.execute(
        "select id from conversations where state = 1 and snoozed_ms <= ?", [to_ms(now)]
    ).fetchall()
    set_state(tx, [id for (id,) in ids], STATES[OPEN])
    return tuple(id for (id,) in ids)


def next_wake(db: sqlite3.Connection) -> datetime | None:
    """When the next snoozed one is due, or None."""
    [(ms,)] = db.execute("select min(snoozed_ms) from conversations where state = 1").fetchall()
    return None if ms is None else from_ms(ms)
