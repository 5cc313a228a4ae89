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
_NAMED = (
    f"select contact_id from consents where contact_id in {_IDS} and what = 'named'"
    " and withdrawn_ms is null"
)
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
    """`given` are (kind, voice) of every gesture; `until` is a day, "" or when a card of theirs
    may come again. `ours`: it is an account of ours."""

    name: str = ""
    last_gesture: datetime | None = None
    given: set[tuple[str, str]] = field(default_factory=set)
    complaint: bool = False
    overdue: bool = False
    leave_alone: bool = False
    privately: bool = False
    named: bool = False
    ours: bool = False
    zone: str = ""
    until: str = ""


def of(db: sqlite3.Connection, ids: Iterable[int], now: datetime) -> dict[int, Standing]:
    """By contact. Few statements, however many people."""
    wanted = json.dumps(sorted(ids))
    rows = db.execute(f"select id, name from contacts where id in {_IDS}", [wanted])
    found = {id: Standing(name) for id, name in rows.fetchall()}
    _gestures(db, wanted, found)
    for id, until in db.execute(
        f"select contact_id, max(until) from cards where contact_id in {_IDS} group by contact_id",
        [wanted],
    ):
        found[id].until = until
    for name, those in (
        ("complaint", _complaints(db, wanted)),
        ("overdue", _overdue(db, wanted, now)),
        ("ours", _ours(db, wanted)),
        ("named", _ids(db, _NAMED, wanted)),
    ):
        for id in those:
            setattr(found[id], name, True)
    _told(db, wanted, found)
    return found


def _told(db: sqlite3.Connection, wanted: str, found: dict[int, Standing]) -> None:
    """What they want of us, and where they are."""
    for id, kind, text in db.execute(
        f"select contact_id, kind, text from facts where contact_id in {_IDS}"
        " and kind in (?2, ?3, ?4) order by made_ms",
        [wanted, About.ALONE, About.PRIVATE, About.ZONE],
    ):
        one = found[id]
        one.leave_alone |= kind == About.ALONE
        one.privately |= kind == About.PRIVATE
        one.zone = text if kind == About.ZONE else one.zone


def last_words(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, datetime]:
    """When each of them or we last wrote to the other, to the second. A like is no word."""
    rows = db.execute(
        "select i.contact_id, max(m.id) from identities i join messages m on m.identity_id = i.id"
        f" where i.contact_id in {_IDS} group by 1",
        [json.dumps(sorted(ids))],
    )
    return {id: from_ms(last << STEP) for id, last in rows}


def ways(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, list[Way]]:
    """By contact, newest first. Looks at all their messages: for the few that matter."""
    found: dict[int, list[Way]] = {id: [] for id in ids}
    for id, account, service, conversation, kind, _seen, at in db.execute(
        _LAST, [json.dumps(sorted(found))]
    ):
        way = Way(account, service, conversation, kind in PRIVATE, from_ms(at))
        found[id].append(way)
    for each in found.values():
        each.sort(key=lambda way: way.said_at, reverse=True)
    return found


def _ids(db: sqlite3.Connection, query: str, *values: object) -> set[int]:
    return {id for (id,) in db.execute(query, values)}


def _overdue(db: sqlite3.Connection, wanted: str, now: datetime) -> set[int]:
    query = (
        f"select distinct contact_id from promises where contact_id in {_IDS}"
        " and state = 'open' and theirs = 0 and due_ms < ?2"
    )
    return _ids(db, query, wanted, to_ms(now))


def _ours(db: sqlite3.Connection, wanted: str) -> set[int]:
    """One of our accounts that wrote to another one."""
    query = (
        f"select i.contact_id from identities i where i.contact_id in {_IDS} and exists"
        " (select 1 from accounts a where a.service = i.service"
        "  and (a.remote_id = i.author_key or ltrim(a.handle, '@') = ltrim(i.handle, '@')))"
    )
    return _ids(db, query, wanted)


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
