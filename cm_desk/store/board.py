"""What the board of help is made of: acts, turns and thanks, counted and judged nowhere."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.help import KINDS
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.acts import CONFIRMED, PROPOSED
from cm_desk.store.saving import STEP

_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)
_THEN = f"kind in ({_KINDS}) and at_ms >= ? and at_ms < ?"


@dataclass(frozen=True, slots=True)
class Done:
    """An act of help that a person confirmed."""

    act_id: int
    contact_id: int
    kind: str
    quote: str
    at: datetime


def done(
    db: sqlite3.Connection, since: datetime, until: datetime, context: str | None = None
) -> list[Done]:
    """From `since` on, before `until`; `context` None: whatever it was about."""
    about = "" if context is None else " and context = ?"
    rows = db.execute(
        "select id, contact_id, kind, quote, at_ms from acts"
        f" where state = '{CONFIRMED}' and {_THEN}{about} order by at_ms, id",
        [to_ms(since), to_ms(until), *([] if context is None else [context])],
    )
    return [Done(id, who, kind, quote, from_ms(at)) for id, who, kind, quote, at in rows]


def proposed(
    db: sqlite3.Connection, since: datetime, until: datetime, context: str | None = None
) -> dict[int, int]:
    """How many acts of each person nobody has looked at."""
    about = "" if context is None else " and context = ?"
    return dict(
        db.execute(
            f"select contact_id, count(*) from acts where state = '{PROPOSED}' and {_THEN}{about}"
            " group by contact_id",
            [to_ms(since), to_ms(until), *([] if context is None else [context])],
        ).fetchall()
    )


def turns(db: sqlite3.Connection, since: datetime, until: datetime) -> dict[int, int]:
    """How often we turned to each person then: words and gestures of ours."""
    rows = db.execute(
        "select contact_id, sum(n) from (select i.contact_id, count(*) as n from messages m"
        " join identities i on i.id = m.identity_id where m.id >= (?1 >> ?3) and m.sent_ms >= ?1"
        " and m.sent_ms < ?2 and m.outgoing = 1 and i.bot = 0 group by 1"
        " union all select contact_id, count(*) from gestures where at_ms >= ?1 and at_ms < ?2"
        " and direction = 'given' group by 1) group by contact_id",
        [to_ms(since), to_ms(until), STEP],
    )
    return {int(who): int(n) for who, n in rows}


def thanked(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, datetime]:
    """The last gesture to each of them, if there ever was one."""
    rows = db.execute(
        "select contact_id, max(at_ms) from gestures"
        " where contact_id in (select value from json_each(?)) and direction = 'given'"
        " group by contact_id",
        [json.dumps(list(ids))],
    )
    return {who: from_ms(at) for who, at in rows}


def first(db: sqlite3.Connection) -> datetime | None:
    """When the earliest act of help that we know was done."""
    sql = f"select min(at_ms) from acts where state = '{CONFIRMED}' and kind in ({_KINDS})"
    [(at,)] = db.execute(sql)
    return None if at is None else from_ms(at)
