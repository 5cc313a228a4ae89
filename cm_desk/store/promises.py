"""What we said we would do for somebody, by when, and whether we did."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
    t.message_id, t.theirs, t.quote, t.proof_id
    from promises t join contacts c on c.id = t.contact_id"""
_SELECT = f"select {_COLUMNS} "
_MOVES = "select id, promise_id, at_ms, from_ms, due_ms, agreed_ms from promise_moves "
# What became of a promise, each at its time: the promise as it is now, and which days it had.
MADE = f"select t.made_ms, {_COLUMNS}"
SETTLED = f"select t.settled_ms, {_COLUMNS}"
MOVED = f"""select v.at_ms, v.id, v.from_ms, v.due_ms, {_COLUMNS}
    join promise_moves v on v.promise_id = t.id"""


@dataclass(frozen=True, slots=True)
class Promise:
    """`state` is "open", "kept" or "broken"; `who` the name of the contact. `theirs`: they promised
    it to us. `quote` was said in `message_id`; `proof_id` is the message that shows it kept."""

    id: int
    contact_id: int
    who: str
    text: str
    due: datetime
    state: str
    made_at: datetime
    settled_at: datetime | None
    message_id: int | None
    theirs: bool = False
    quote: str = ""
    proof_id: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A promise got another day. `id` is 0 before it is saved; `agreed_at` when they said yes to
    it: without that, or after the old day, the old day counts."""

    id: int
    promise_id: int
    at: datetime
    was_due: datetime
    due: datetime
    agreed_at: datetime | None = None


def add(
    tx: Tx,
    contact_id: int,
    text: str,
    due: datetime,
    at: datetime,
    message_id: int | None = None,
    quote: str = "",
    theirs: bool = False,
) -> int:
    """`at` is now: when it was promised."""
    contact_id, home = merges.place(tx.db, contact_id)
    row = [contact_id, clean(text), to_ms(due), to_ms(at), message_id, home, clean(quote), theirs]
    [(id,)] = tx.db.execute(
        "insert into promises (contact_id, text, due_ms, state, made_ms, message_id,"
        " home, quote, theirs) values (?, ?, ?, 'open', ?, ?, ?, ?, ?) returning id",
        row,
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)
    return int(id)


def get(db: sqlite3.Connection, id: int) -> Promise | None:
    row = db.execute(_SELECT + "where t.id = ?", [id]).fetchone()
    return of_row(row) if row else None


def settle(tx: Tx, id: int, state: str, at: datetime | None, proof_id: int | None = None) -> None:
    """ "kept" or "broken" at `at`; "open" takes that back. The same again is no news."""
    settled_ms = None if state == "open" or at is None else to_ms(at)
    what = "state = ?, settled_ms = ?, proof_id = ?"
    _change(tx, what, [state, settled_ms, proof_id], "state <> ?", [state], id)


def move(tx: Tx, id: int, due: datetime, at: datetime) -> int | None:
    """The id of the move; None when it is due then already."""
    was = get(tx.db, id)
    if was is None or was.due == due:
        return None
    return _moved(tx, Move(0, id, at, was.due, due))


def _moved(tx: Tx, each: Move) -> int:
    agreed_ms = None if each.agreed_at is None else to_ms(each.agreed_at)
    values = [each.promise_id, to_ms(each.at), to_ms(each.was_due), to_ms(each.due), agreed_ms]
    [(id,)] = tx.db.execute(
        "insert into promise_moves (promise_id, at_ms, from_ms, due_ms, agreed_ms)"
        " values (?, ?, ?, ?, ?) returning id",
        values,
    ).fetchall()
    _change(tx, "due_ms = ?", [to_ms(each.due)], "due_ms <> ?", [to_ms(each.due)], each.promise_id)
    return int(id)


def unmove(tx: Tx, move_id: int) -> None:
    """Take a move back, as if it had never been. A later one stands, from the day before both."""
    found = tx.db.execute(
        "delete from promise_moves where id = ? returning promise_id, from_ms", [move_id]
    ).fetchall()
    for id, from_ms_ in found:
        later = tx.db.execute(
            "update promise_moves set from_ms = ? where id = (select min(id) from promise_moves"
            " where promise_id = ? and id > ?)",
            [from_ms_, id, move_id],
        )
        if not later.rowcount:
            _change(tx, "due_ms = ?", [from_ms_], "due_ms <> ?", [from_ms_], id)


def moves(db: sqlite3.Connection, id: int) -> tuple[Move, ...]:
    """In the order in which it was moved."""
    rows = db.execute(_MOVES + "where promise_id = ? order by id", [id])
    return tuple(map(_move, rows))


def moved(db: sqlite3.Connection) -> dict[int, list[Move]]:
    """All moves, by promise, in their order."""
    found: dict[int, list[Move]] = {}
    for row in db.execute(_MOVES + "order by id"):
        found.setdefault(row[1], []).append(_move(row))
    return found


def agree(tx: Tx, move_id: int, at: datetime | None) -> None:
    """They said yes to the other day at `at`; None takes that back."""
    tx.db.execute(
        "update promise_moves set agreed_ms = ? where id = ?",
        [None if at is None else to_ms(at), move_id],
    )


def _move(row: tuple[Any, ...]) -> Move:
    id, promise_id, at, was_due, due, agreed = row
    agreed_at = None if agreed is None else from_ms(agreed)
    return Move(id, promise_id, from_ms(at), from_ms(was_due), from_ms(due), agreed_at)


def decline(tx: Tx, message_id: int, at: datetime | None) -> None:
    """What this message says is no promise, and is never offered again; None takes that back."""
    tx.db.execute("delete from declined where message_id = ?", [message_id])
    if at is not None:
        tx.db.execute("insert into declined values (?, ?)", [message_id, to_ms(at)])
    if who := merges.author(tx.db, message_id):
        tx.changed(Topic.CONTACT, merges.root(tx.db, who))


def declined(db: sqlite3.Connection, messages: Iterable[int]) -> set[int]:
    """Those of the messages that hold no promise, as a person said."""
    found = db.execute(
        "select message_id from declined where message_id in (select value from json_each(?))",
        [json.dumps(list(messages))],
    )
    return {id for (id,) in found}


def tell(tx: Tx, contact_id: int, gesture_id: int) -> None:
    """This gesture lets them know of every promise to them that was kept."""
    tx.db.execute(
        "update promises set told_id = ? where contact_id = ? and state = 'kept'"
        " and told_id is null and theirs = 0",
        [gesture_id, contact_id],
    )
    tx.changed(Topic.CONTACT, contact_id)


def remove(tx: Tx, id: int) -> tuple[Move, ...]:
    """Its moves, so that all of it can come back."""
    known = moves(tx.db, id)
    tx.db.execute("delete from promise_moves where promise_id = ?", [id])
    found = tx.db.execute("delete from promises where id = ? returning contact_id", [id]).fetchall()
    for (contact_id,) in found:
        tx.changed(Topic.CONTACT, contact_id)
    return known


def put_back(tx: Tx, was: Promise, known: Sequence[Move]) -> None:
    """What was removed comes back with another id."""
    first = next((each.was_due for each in known), was.due)
    said = (was.message_id, was.quote, was.theirs)
    id = add(tx, was.contact_id, was.text, first, was.made_at, *said)
    settle(tx, id, was.state, was.settled_at, was.proof_id)
    for each in known:
        _moved(tx, replace(each, promise_id=id))


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


def everyones(db: sqlite3.Connection, contact_id: int | None, settled: bool) -> list[Promise]:
    """Of one person or all, the one due first comes first; the open ones, or all."""
    rows = db.execute(
        _SELECT + "where t.contact_id = coalesce(?, t.contact_id) and (? or t.state = 'open')"
        " order by t.due_ms, t.id",
        [contact_id, settled],
    )
    return [of_row(row) for row in rows]


def due(db: sqlite3.Connection, until: datetime) -> list[Promise]:
    """Open ones of ours that are due at `until` or before, the oldest first."""
    rows = db.execute(
        _SELECT
        + "where t.state = 'open' and t.theirs = 0 and t.due_ms <= ? order by t.due_ms, t.id",
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
    id, contact_id, who, text, due_ms, state, made_ms, settled_ms, message_id, *rest = row
    settled_at = None if settled_ms is None else from_ms(settled_ms)
    due, made_at = from_ms(due_ms), from_ms(made_ms)
    theirs, quote, proof_id = rest
    return Promise(
        id, contact_id, who, text, due, state, made_at, settled_at, message_id, bool(theirs),
        quote, proof_id,
    )  # fmt: skip
