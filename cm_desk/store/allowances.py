"""Budgets of kindness: what may be spent without asking, and requests for more."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain import months
from cm_desk.domain.months import Month
from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.gestures import Gesture
from cm_desk.store.keys import clean, cleaned
from cm_desk.store.tx import Tx

ANYONE, MONTH = "", ""  # as a giver: who has no own one; as a kind: a month of all together
ASKED, GRANTED, REFUSED = "asked", "granted", "refused"
_SELECT = """
    select r.id, r.contact_id, c.name, r.giver, r.kind, r.cents, r.currency, r.reason, r.asked_ms,
        r.state, r.answer, r.answered_ms, r.gesture_id
    from spend_requests r join contacts c on c.id = r.contact_id """


@dataclass(frozen=True, slots=True)
class Request:
    """One line to whoever holds the purse, and what they answered, word for word."""

    id: int
    contact_id: int
    who: str
    giver: str
    kind: str
    cents: int
    currency: str
    reason: str
    asked_at: datetime
    state: str = ASKED
    answer: str = ""
    answered_at: datetime | None = None
    gesture_id: int | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What one person got from one giver."""

    contact_id: int
    who: str
    gestures: int
    cents: int
    currency: str


def put(tx: Tx, giver: str, kind: str, cents: int | None, currency: str) -> None:
    """None takes the limit away."""
    tx.db.execute("delete from allowances where giver = ? and kind = ?", [giver, kind])
    if cents is not None:
        row = [clean(giver), kind, cents, clean(currency)]
        tx.db.execute("insert into allowances values (?, ?, ?, ?)", row)
    tx.changed(Topic.SETTING, 0)


def all(db: sqlite3.Connection) -> dict[tuple[str, str], tuple[int, str]]:
    """(cents, currency) by (giver, kind)."""
    rows = db.execute("select giver, kind, cents, currency from allowances order by giver, kind")
    return {(giver, kind): (cents, currency) for giver, kind, cents, currency in rows}


def of(db: sqlite3.Connection, giver: str, kind: str) -> tuple[int, str] | None:
    """Their own, else what holds for anyone."""
    rows = db.execute(
        "select cents, currency from allowances where giver in (?, '') and kind = ?"
        " order by giver = '' limit 1",
        [giver, kind],
    ).fetchall()
    return rows[0] if rows else None


def spent(db: sqlite3.Connection, giver: str, month: Month, currency: str) -> int:
    """With what is on its way; what was given to us costs nothing."""
    [(cents,)] = db.execute(
        "select coalesce(sum(cost_cents), 0) from gestures where giver = ? and cost_cents > 0"
        " and at_ms between ? and ? and currency = ? and direction = 'given'",
        [giver, *_span(month), currency],
    )
    return int(cents)


def on_whom(db: sqlite3.Connection, giver: str, month: Month) -> list[Spent]:
    """Most first."""
    rows = db.execute(
        "select g.contact_id, c.name, count(*), sum(g.cost_cents), g.currency from gestures g"
        " join contacts c on c.id = g.contact_id where g.giver = ? and g.cost_cents > 0"
        " and g.at_ms between ? and ? and g.direction = 'given'"
        " group by g.contact_id, g.currency order by 4 desc, c.name",
        [giver, *_span(month)],
    )
    return [Spent(*row) for row in rows]


def givers(db: sqlite3.Connection) -> list[str]:
    """Whoever signs, paid for something, or has an allowance; by name."""
    rows = db.execute(
        "select giver from allowances union select giver from gestures where cost_cents > 0"
        " union select signer from accounts order by 1"
    )
    return [str(giver) for (giver,) in rows if giver]


def ask(tx: Tx, request: Request) -> int:
    """A new row where its id is 0."""
    r = cleaned(request)
    contact_id, home = merges.place(tx.db, r.contact_id)
    [(id,)] = tx.db.execute(
        "insert into spend_requests (id, contact_id, home, giver, kind, cents, currency, reason,"
        " asked_ms) values (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        [r.id, contact_id, home, r.giver, r.kind, r.cents, r.currency, r.reason, to_ms(r.asked_at)],
    ).fetchall()
    tx.changed(Topic.SETTING, 0)
    return int(id)


def answer(tx: Tx, id: int, state: str, words: str, at: datetime | None) -> None:
    """`at` None: it is open again."""
    ms = None if at is None else to_ms(at)
    tx.db.execute(
        "update spend_requests set state = ?, answer = ?, answered_ms = ? where id = ?",
        [state, clean(words), ms, id],
    )
    tx.changed(Topic.SETTING, 0)


def remove(tx: Tx, id: int) -> None:
    tx.db.execute("delete from spend_requests where id = ?", [id])
    tx.changed(Topic.SETTING, 0)


def get(db: sqlite3.Connection, id: int) -> Request | None:
    found = _all(db, "where r.id = ?", [id])
    return found[0] if found else None


def requests(db: sqlite3.Connection, limit: int = 100) -> list[Request]:
    """Those that wait for an answer first, then the newest."""
    return _all(db, "order by r.state <> 'asked', r.asked_ms desc, r.id desc limit ?", [limit])


def granted(db: sqlite3.Connection, gesture: Gesture) -> Request | None:
    """One that covers the gesture and was not used for another."""
    found = _all(
        db,
        "where r.state = 'granted' and (r.gesture_id is null or r.gesture_id = ?)"
        " and r.giver = ? and r.contact_id = ? and r.kind = ? and r.currency = ? and r.cents >= ?"
        " order by r.cents, r.id limit 1",
        [gesture.id, gesture.giver, gesture.contact_id, gesture.kind, gesture.currency,
         gesture.cost_cents],
    )  # fmt: skip
    return found[0] if found else None


def use(tx: Tx, request_id: int, gesture_id: int) -> None:
    """Undo of the gesture makes it free again by itself."""
    tx.db.execute("update spend_requests set gesture_id = ? where id = ?", [gesture_id, request_id])


def _span(month: Month) -> tuple[int, int]:
    return to_ms(months.start(month)), to_ms(months.last_moment(month))


def _all(db: sqlite3.Connection, rest: str, values: list[Any]) -> list[Request]:
    return [_of_row(row) for row in db.execute(_SELECT + rest, values)]


def _of_row(row: tuple[Any, ...]) -> Request:
    id, contact_id, who, giver, kind, cents, currency, reason, asked_ms, *answered = row
    state, answer, answered_ms, gesture_id = answered
    at = None if answered_ms is None else from_ms(answered_ms)
    return Request(
        *(id, contact_id, who, giver, kind, cents, currency, reason, from_ms(asked_ms)),
        *(state, answer, at, gesture_id),
    )
