"""How often we want to speak with somebody, and when we did."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges, steps
from cm_desk.store.steps import Step
from cm_desk.store.tx import Tx

_TOUCHES = """
    select max(m.sent_ms) from messages m join identities i on i.id = m.identity_id
    where i.contact_id = ?1 and m.sent_ms >= ?2 and m.outgoing = 0
        and exists (select 1 from messages o where o.conversation_id = m.conversation_id
            and o.outgoing = 1)
    group by m.sent_ms / 86400000
    union select at_ms from gestures where contact_id = ?1 and outbox_key = '' and at_ms >= ?2
    union select at_ms from notes where contact_id = ?1 and touch <> '' and at_ms >= ?2"""
_SPOKE = """
    select contact_id, max(last_ms) from identities
    where contact_id in (select contact_id from cadences) group by 1"""
_COLUMNS = "contact_id, ideal_days, longest_days, later_ms, id"
_LAST_TOUCH = """
    select (select m.sent_ms from messages m where m.identity_id = i.id and m.account_id = a.id
        and m.outgoing = 0 and exists (select 1 from messages o
            where o.conversation_id = m.conversation_id and o.outgoing = 1)
        order by m.id desc limit 1)
    from identities i cross join accounts a where i.contact_id = ?1
    union all select max(at_ms) from gestures where contact_id = ?1 and outbox_key = ''
    union all select max(at_ms) from notes where contact_id = ?1 and touch <> ''"""


@dataclass(frozen=True, slots=True)
class Cadence:
    """Every `ideal_days`, and no later than `longest_days`. `later`: not before that time."""

    contact_id: int
    ideal_days: int
    longest_days: int
    later: datetime | None = None
    id: int = 0

    def put_off(self, now: datetime) -> bool:
        return self.later is not None and self.later > now


def put(tx: Tx, cadence: Cadence, made: datetime) -> Step:
    """In the place of the one before; `ideal_days` 0 takes it away."""
    whole = merges.root(tx.db, cadence.contact_id)
    old = steps.delete(tx, "cadences", "contact_id = ?", [whole])
    if not cadence.ideal_days:
        return old
    new = steps.insert(
        tx, "cadences", whole, ideal_days=cadence.ideal_days,
        longest_days=max(cadence.ideal_days, cadence.longest_days), made_ms=to_ms(made),
    )  # fmt: skip
    return Step("cadences", new.made, old.were)


def put_off(tx: Tx, cadence: Cadence, until: datetime | None) -> Step:
    """Nobody is reminded of it before then; None takes that back."""
    later_ms = None if until is None else to_ms(until)
    return steps.update(tx, "cadences", cadence.id, later_ms=later_ms)


def of(db: sqlite3.Connection, contact_id: int) -> Cadence | None:
    row = db.execute(
        f"select {_COLUMNS} from cadences where contact_id = ?"
        " order by made_ms desc, id desc limit 1",
        [merges.root(db, contact_id)],
    ).fetchone()
    return _of_row(row) if row else None


def all(db: sqlite3.Connection) -> list[Cadence]:
    """One for each person; of two that came together by a merge the newer."""
    rows = db.execute(
        f"select {_COLUMNS}, max(made_ms) from cadences group by contact_id order by contact_id"
    )
    return [_of_row(row[:5]) for row in rows]


def _of_row(row: tuple[int, int, int, int | None, int]) -> Cadence:
    contact_id, ideal, longest, later_ms, id = row
    later = None if later_ms is None else from_ms(later_ms)
    return Cadence(contact_id, ideal, longest, later, id)


def last_words(db: sqlite3.Connection) -> dict[int, datetime]:
    """The last word of either side, answered or not, of everybody who has a cadence."""
    return {who: from_ms(ms) for who, ms in db.execute(_SPOKE)}


def touches(db: sqlite3.Connection, contact_id: int, since: datetime) -> list[datetime]:
    """Days on which they and we really spoke, and gestures that arrived: one time for each.

    A word of theirs counts where we spoke too: a mention that nobody answered is no touch.
    """
    whole = merges.root(db, contact_id)
    rows = db.execute(_TOUCHES, [whole, to_ms(since)]).fetchall()
    return sorted(from_ms(ms) for (ms,) in rows)


def last_touches(db: sqlite3.Connection, ids: Collection[int]) -> dict[int, datetime]:
    """When each of them and we last spoke, without reading all that was said."""
    found = {}
    for id in ids:
        rows = db.execute(_LAST_TOUCH, [merges.root(db, id)]).fetchall()
        if times := [ms for (ms,) in rows if ms is not None]:
            found[id] = from_ms(max(times))
    return found


def touched(
    db: sqlite3.Connection, ids: Collection[int], since: datetime
) -> dict[int, list[datetime]]:
    """The touches of each of them."""
    return {id: touches(db, id, since) for id in ids}


def usual(now: datetime) -> datetime:
    """How far back we look for what is usual with somebody."""
    return now - timedelta(days=730)
