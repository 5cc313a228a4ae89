"""How we stand with some people today: what speaks for a kind word, and what against it."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cm_desk.domain.known import About
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.saving import STEP

DAYS = timedelta(days=90)  # in which attention is counted
_IDS = "(select value from json_each(?1))"
PRIVATE = ("direct", "mail", "chat")
_LAST = f"""
    select i.contact_id, m.account_id, a.service, m.conversation_id, m.kind, m.visibility,
        max(m.sent_ms)
    from identities i join messages m on m.identity_id = i.id and m.outgoing = 0
    join accounts a on a.id = m.account_id
    where i.contact_id in {_IDS} and a.base_url <> '' and i.bot = 0
    group by i.contact_id, m.account_id, m.kind in ('direct', 'mail', 'chat')"""


@dataclass(frozen=True, slots=True)
class Way:
    """Where they last wrote to us on one account, in public or in private."""

    account_id: int
    service: str
    conversation_id: int
    private: bool
    said_at: datetime


@dataclass(slots=True)
class Standing:
    """`ways` newest first. `given` are (kind, voice) of every gesture; `spoke_at` the last word
    of either side; `until` a day, "" or when a card of theirs may come again."""

    name: str = ""
    ways: list[Way] = field(default_factory=list)
    last_gesture: datetime | None = None
    given: set[tuple[str, str]] = field(default_factory=set)
    complaint: bool = False
    overdue: bool = False
    leave_alone: bool = False
    zone: str = ""
    spoke_at: datetime | None = None
    until: str = ""


def of(db: sqlite3.Connection, ids: Iterable[int], now: datetime) -> dict[int, Standing]:
    """By contact. Few statements, however many people."""
    wanted = json.dumps(sorted(ids))
    rows = db.execute(f"select id, name from contacts where id in {_IDS}", [wanted])
    found = {id: Standing(name) for id, name in rows.fetchall()}
    _ways(db, wanted, found)
    _gestures(db, wanted, found)
    for id, last in db.execute(
        f"select contact_id, max(last_ms) from identities where contact_id in {_IDS}"
        " group by contact_id",
        [wanted],
    ):
        found[id].spoke_at = from_ms(last)
    for id in _complaints(db, wanted):
        found[id].complaint = True
    for (id,) in db.execute(
        f"select distinct contact_id from promises where contact_id in {_IDS}"
        " and state = 'open' and theirs = 0 and due_ms < ?2",
        [wanted, to_ms(now)],
    ):
        found[id].overdue = True
    for id, kind, text in db.execute(
        f"select contact_id, kind, text from facts where contact_id in {_IDS}"
        " and kind in (?2, ?3) order by made_ms",
        [wanted, About.ALONE, About.ZONE],
    ):
        if kind == About.ALONE:
            found[id].leave_alone = True
        else:
            found[id].zone = text
    for id, until in db.execute(
        f"select contact_id, max(until) from cards where contact_id in {_IDS} group by contact_id",
        [wanted],
    ):
        found[id].until = until
    return found


def _ways(db: sqlite3.Connection, wanted: str, found: dict[int, Standing]) -> None:
    for id, account, service, conversation, kind, _seen, at in db.execute(_LAST, [wanted]):
        way = Way(account, service, conversation, kind in PRIVATE, from_ms(at))
        found[id].ways.append(way)
    for each in found.values():
        each.ways.sort(key=lambda way: way.said_at, reverse=True)


def _gestures(db: sqlite3.Connection, wanted: str, found: dict[int, Standing]) -> None:
    rows = db.execute(
        f"select contact_id, kind, voice, at_ms from gestures where contact_id in {_IDS}"
        " and direction = 'given'",
        [wanted],
    )
    for id, kind, voice, at in rows:
        one = found[id]
        one.given.add((kind, voice))
        one.last_gesture = max(one.last_gesture or from_ms(at), from_ms(at))


def _complaints(db: sqlite3.Connection, wanted: str) -> set[int]:
    """An open apology, or a hurt for which nobody said sorry yet."""
    rows = db.execute(
        f"select contact_id from apologies where contact_id in {_IDS} and closed_ms is null"
        f" union select o.contact_id from moments o where o.contact_id in {_IDS}"
        " and o.kind = 'hurt' and not exists"
        " (select 1 from apologies a where a.message_id = o.message_id) and not exists"
        " (select 1 from gestures g where g.contact_id = o.contact_id and g.kind = 'apology'"
        "  and g.at_ms >= o.at_ms)",
        [wanted],
    )
    return {id for (id,) in rows}


def attention(db: sqlite3.Connection, now: datetime) -> dict[int, tuple[int, int]]:
    """(how often they aided others, how often we turned to them) in 90 days, by person."""
    since = to_ms(now - DAYS)
    aided = dict(
        db.execute(
            "select contact_id, count(*) from acts where state = 'confirmed' and at_ms >= ?"
            " group by contact_id",
            [since],
        ).fetchall()
    )
    turns = dict(
        db.execute(
            "select contact_id, sum(n) from (select i.contact_id, count(*) as n from messages m"
            " join identities i on i.id = m.identity_id"
            f" where m.id >= (?1 >> {STEP}) and m.sent_ms >= ?1 and m.outgoing = 1 group by 1"
            " union all select contact_id, count(*) from gestures where at_ms >= ?1"
            " and direction = 'given' group by 1) group by contact_id",
            [since],
        ).fetchall()
    )
    return {id: (aided.get(id, 0), int(turns.get(id, 0))) for id in {*aided, *turns}}


def never_thanked(db: sqlite3.Connection, limit: int = 200) -> list[tuple[int, str, int]]:
    """(id, name, messages) of people who had no gesture ever, who wrote most first."""
    return db.execute(
        "select c.id, c.name, sum(i.received) from identities i join contacts c"
        " on c.id = i.contact_id where i.bot = 0 and not exists"
        " (select 1 from gestures g where g.contact_id = c.id and g.direction = 'given')"
        " group by c.id order by 3 desc limit ?",
        [limit],
    ).fetchall()
