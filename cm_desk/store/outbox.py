"""What is to be sent. A row is committed before the network is touched and goes with the answer.

waiting → sending → (sent: gone) | unknown | failed | waiting again. `sending` found at the start
of the program is unknown: the answer was lost with the process.
"""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cm_desk.domain.model import Incoming, Outgoing, Page
from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import gestures, introductions, messages, requests, values
from cm_desk.store.keys import cleaned, key
from cm_desk.store.tx import Tx

_SELECT = """
    select id, account_id, conversation_id, message, state, not_before_ms, attempts, error
    from outbox """
SETTLE_MS = 15_000
WAITING, SENDING, UNKNOWN, FAILED, HELD = "waiting", "sending", "unknown", "failed", "held"


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """`state`: waiting, sending, unknown (it may have arrived: ask before a retry), failed (only
    the person can go on) or held. `attempts` counts how often it was begun."""

    id: int
    account_id: int
    conversation_id: int | None
    outgoing: Outgoing
    state: str
    not_before: datetime
    attempts: int
    error: str


def add(
    tx: Tx, account_id: int, conversation_id: int | None, message: Outgoing, not_before: datetime
) -> int:
    """The same `message.key` twice is one row. What the person sent outlives a power cut."""
    tx.lasting = True
    row = [account_id, conversation_id, message.key, values.outgoing(cleaned(message))]
    tx.db.execute(
        "insert into outbox (account_id, conversation_id, key, message, state, not_before_ms)"
        " values (?, ?, ?, ?, 'waiting', ?) on conflict (key) do nothing",
        [*row, to_ms(not_before)],
    )
    [(id,)] = tx.db.execute("select id from outbox where key = ?", [message.key]).fetchall()
    _changed(tx, id, conversation_id)
    return int(id)


def take_back(tx: Tx, id: int) -> Outgoing | None:
    """What was to be sent; None when it has begun or gone, and then it stays.

    A gesture that would have left with it was never given.
    """
    item = get(tx.db, id)
    if item is None or item.state in (SENDING, UNKNOWN):
        return None
    gestures.withdraw(tx, item.outgoing.key)
    requests.unuse(tx, item.outgoing.key)
    introductions.withdraw(tx, item.outgoing.key)
    _remove(tx, item)
    return item.outgoing


def get(db: sqlite3.Connection, id: int) -> OutboxItem | None:
    row = db.execute(_SELECT + "where id = ?", [id]).fetchone()
    return _of_row(row) if row else None


def page(db: sqlite3.Connection, limit: int = 200) -> list[OutboxItem]:
    """The next to go comes first."""
    rows = db.execute(_SELECT + "order by not_before_ms, id limit ?", [limit])
    return [_of_row(row) for row in rows]


_UNSENT = "state in ('waiting', 'unknown') and account_id = ? and not_before_ms <= ?"


def due(db: sqlite3.Connection, now: datetime, account_id: int) -> list[OutboxItem]:
    """Waiting or unknown, and the time has come, in the order in which they were written.

    One whose conversation has an earlier one that must still wait is not due.
    """
    rows = db.execute(
        _SELECT + f"o where {_UNSENT} and not exists (select 1 from outbox e"
        " where e.conversation_id = o.conversation_id and e.id < o.id"
        " and (e.state = 'sending' or e.state in ('waiting', 'unknown') and e.not_before_ms > ?))"
        " order by id",
        [account_id, to_ms(now), to_ms(now)],
    )
    return [_of_row(row) for row in rows]


def next_due(db: sqlite3.Connection, account_id: int) -> datetime | None:
    """When the next one may go; in the past for one that should have gone. None: nothing waits."""
    [(ms,)] = db.execute(
        "select min(not_before_ms) from outbox where state in ('waiting', 'unknown')"
        " and account_id = ?",
        [account_id],
    ).fetchall()
    return None if ms is None else from_ms(ms)


def begin(tx: Tx, id: int, at: datetime) -> OutboxItem | None:
    """Mark it as being sent; commit before you send. None: it was taken back or is not waiting."""
    item = get(tx.db, id)
    if item is None or item.state not in (WAITING, UNKNOWN):
        return None
    tx.lasting = True
    tx.db.execute(
        "update outbox set state = 'sending', begun_ms = ?, attempts = attempts + 1 where id = ?",
        [to_ms(at), id],
    )
    _changed(tx, id, item.conversation_id)
    return item


def sent(tx: Tx, id: int, message: Incoming) -> None:
    """The message joins its conversation, signed by the account's signer, and the row goes.

    A gesture that waited for it is given.
    """
    if (item := get(tx.db, id)) is None:
        return
    messages.save(tx, item.account_id, Page((message,)), "sent")
    signed = tx.db.execute(
        "update messages set signer = (select signer from accounts where id = ?) where key = ?"
        " returning id",
        [item.account_id, key(item.account_id, message.remote_id)],
    ).fetchall()
    gestures.arrived(tx, item.outgoing.key, signed[0][0] if signed else None, message.sent_at)
    _remove(tx, item)


def failed(tx: Tx, id: int, error: str, retry_at: datetime | None, unknown: bool) -> None:
    """`unknown`: it may have arrived, look it up. No `retry_at`: only the person can go on."""
    state = UNKNOWN if unknown else FAILED if retry_at is None else WAITING
    later = None if retry_at is None else to_ms(retry_at)
    _set(tx, id, state, later, error)


def hold(tx: Tx, id: int, why: str) -> None:
    """Not before the person has looked at it again: `why` says what changed."""
    _set(tx, id, HELD, None, why)


def hurry(tx: Tx, account_id: int, now: datetime) -> None:
    """The account works again: what was tried in vain is due at once."""
    ids = tx.db.execute(
        "select id from outbox where account_id = ? and attempts > 0 and not_before_ms > ?"
        " and state in ('waiting', 'unknown')",
        [account_id, to_ms(now)],
    ).fetchall()
    for (id,) in ids:
        _set(tx, id, None, to_ms(now), None)


def again(tx: Tx, id: int, at: datetime) -> None:
    """The person looked at a failed or held one and wants it to go: a new click, the same key."""
    item = get(tx.db, id)
    if item and item.state in (FAILED, HELD):
        message = values.outgoing(replace(item.outgoing, written_at=at))
        tx.db.execute("update outbox set message = ?, attempts = 0 where id = ?", [message, id])
        _set(tx, id, WAITING, to_ms(at), "")


def recover(tx: Tx) -> tuple[int, ...]:
    """At the start of the program: what was being sent when it ended may have arrived.

    Not looked up before SETTLE_MS after its sending began: the service may be busy with it, and
    would say that it never came.
    """
    begun = tx.db.execute("select id, begun_ms from outbox where state = 'sending'").fetchall()
    for id, begun_ms in begun:
        _set(tx, id, UNKNOWN, begun_ms + SETTLE_MS, "")
    return tuple(id for id, _ in begun)


def _set(tx: Tx, id: int, state: str | None, not_before_ms: int | None, error: str | None) -> None:
    found = tx.db.execute(
        "update outbox set state = coalesce(?, state),"
        " not_before_ms = coalesce(?, not_before_ms), error = coalesce(?, error)"
        " where id = ? returning conversation_id",
        [state, not_before_ms, error, id],
    ).fetchall()
    for (conversation_id,) in found:
        _changed(tx, id, conversation_id)


def _remove(tx: Tx, item: OutboxItem) -> None:
    tx.db.execute("delete from outbox where id = ?", [item.id])
    _changed(tx, item.id, item.conversation_id)


def _changed(tx: Tx, id: int, conversation_id: int | None) -> None:
    tx.changed(Topic.OUTBOX, id)
    if conversation_id is not None:
        tx.changed(Topic.CONVERSATION, conversation_id)


def _of_row(row: tuple[Any, ...]) -> OutboxItem:
    id, account_id, conversation_id, message, state, not_before_ms, attempts, error = row
    outgoing, not_before = values.from_outgoing(message), from_ms(not_before_ms)
    return OutboxItem(id, account_id, conversation_id, outgoing, state, not_before, attempts, error)
