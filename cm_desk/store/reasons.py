"""Who gives us a reason for a kind word, rule by rule: rows, and no judgement of them.

Each can be asked of everybody or of some (`who`). What people marked is read whole; of the two
that look through everybody those come first who had no gesture, or none for longest.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cm_desk.domain.occasions import Day
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.saving import STEP

MOST = 200  # of those that are found by looking through everybody
ROUND = 100  # answers that are an occasion
Who = Collection[int] | None
_THEIRS = """
    select m.id, m.text, m.sent_ms from (select (select t.id from messages t
        where t.identity_id = i.id and t.account_id = a.id and t.outgoing = 0
        and length(t.text) > 0 and t.deleted = 0 order by t.id {order} limit 1) as id
        from identities i cross join accounts a where i.contact_id = ?) x
    join messages m on m.id = x.id order by m.id {order} limit 1"""
_FAIR = """(select max(g.at_ms) from gestures g where g.contact_id = identities.contact_id
    and g.direction = 'given') nulls first, min(first_ms)"""
_LAST_WORD = """(select max(m.id) from messages m join identities j on j.id = m.identity_id
    where j.contact_id = identities.contact_id)"""
_THANKED = """(select 1 from gestures g where g.contact_id = {of}.contact_id
    and g.direction = 'given' and g.at_ms > {of}.at_ms)"""
_SORRY = """(select 1 from apologies a where a.message_id = o.message_id) and not exists
    (select 1 from gestures g where g.contact_id = o.contact_id and g.kind = 'apology'
        and g.direction = 'given' and g.at_ms >= o.at_ms)"""


@dataclass(frozen=True, slots=True)
class Found:
    """A person, what they said, and the number that the rule is about (people helped, years …)."""

    contact_id: int
    message_id: int
    quote: str
    at: datetime
    n: int = 0
    what: str = ""


def hurts(db: sqlite3.Connection, who: Who = None) -> list[Found]:
    """Messages marked as a hurt that no apology, begun or given, has answered."""
    rows = _rows(
        db,
        "select o.contact_id, o.message_id, o.quote, o.at_ms from moments o where o.kind = 'hurt'"
        f" and not exists {_SORRY}",
        *_only(who, "o.contact_id"),
        "order by o.at_ms desc",
    )
    return [Found(whose, id, quote, from_ms(at)) for whose, id, quote, at in rows]


def kept(db: sqlite3.Connection, since: datetime, who: Who = None) -> list[Found]:
    """Promises that were kept since then and nobody told them of, with the words behind them."""
    rows = _rows(
        db,
        "select p.contact_id, p.message_id, p.text, p.settled_ms from promises p"
        " where p.state = 'kept' and p.theirs = 0 and p.told_id is null and p.settled_ms >= ?",
        *_only(who, "p.contact_id"),
        "order by p.settled_ms desc",
        before=[to_ms(since)],
    )
    return [
        Found(whose, said[0], said[1], from_ms(said[2]), what=text)
        for whose, message_id, text, _ in rows
        if (said := _said(db, message_id) or _before(db, whose, message_id))
    ]


def helped(db: sqlite3.Connection, since: datetime, who: Who = None) -> list[Found]:
    """People who helped others since their last gesture; `n` is how often, the words the newest."""
    rows = _rows(
        db,
        "select a.contact_id, a.message_id, a.quote, max(a.at_ms), count(*) from acts a"
        " where a.state = 'confirmed' and a.message_id is not null and a.at_ms >= ?"
        " and a.kind in ('answers', 'welcomes', 'introduces', 'reports', 'creates')"
        f" and not exists {_THANKED.format(of='a')}",
        *_only(who, "a.contact_id"),
        "group by a.contact_id",
        before=[to_ms(since)],
    )
    return [Found(whose, id, quote, from_ms(at), n) for whose, id, quote, at, n in rows]


def praised(
    db: sqlite3.Connection, since: datetime, until: datetime, who: Who = None
) -> list[Found]:
    """Messages marked as a joy, which no word of ours and no gesture followed."""
    rows = _rows(
        db,
        "select o.contact_id, o.message_id, o.quote, o.at_ms from moments o"
        " join messages m on m.id = o.message_id"
        " where o.kind = 'joy' and o.at_ms >= ? and o.at_ms < ?"
        " and not exists (select 1 from messages r where r.conversation_id = m.conversation_id"
        "  and r.outgoing = 1 and r.id > m.id)"
        f" and not exists {_THANKED.format(of='o')}",
        *_only(who, "o.contact_id"),
        "order by o.at_ms desc",
        before=[to_ms(since), to_ms(until)],
    )
    return [Found(whose, id, quote, from_ms(at)) for whose, id, quote, at in rows]


def days(db: sqlite3.Connection, who: Who = None) -> Iterator[tuple[Found, str, Day, bool]]:
    """Days people told us, with their words: (who, name, day, whether every year)."""
    rows = _rows(
        db,
        "select contact_id, message_id, quote, name, month, day, year, yearly from dates"
        " where message_id is not null and quote <> ''",
        *_only(who, "contact_id"),
    )
    for whose, message_id, quote, name, month, day, year, yearly in rows:
        if said := _said(db, message_id):
            found = Found(whose, message_id, quote, from_ms(said[2]))
            yield found, name, (month, day, year), bool(yearly)


def met_on(
    db: sqlite3.Connection, months_days: list[str], least: int, who: Who = None
) -> list[Found]:
    """People who first wrote on one of these days ("11-25"), of any year; `n` the messages."""
    rows = _rows(
        db,
        "select contact_id, min(first_ms), sum(received) from identities where received > 0",
        *_only(who, "contact_id"),
        "group by contact_id having sum(received) >= ?"
        " and strftime('%m-%d', min(first_ms) / 1000, 'unixepoch')"
        f" in (select value from json_each(?)) order by {_FAIR} limit ?",
        after=[least, json.dumps(months_days), MOST],
    )
    return [
        Found(whose, said[0], said[1], from_ms(first_ms), n)
        for whose, first_ms, n in rows
        if (said := _words(db, whose, "asc"))
    ]


def rounds(db: sqlite3.Connection, since: datetime, who: Who = None) -> list[Found]:
    """People who gave their hundredth answer to others, or the next hundredth, since then."""
    only, values = _only(who, "contact_id")
    rows = _rows(
        db,
        "select contact_id, message_id, quote, at_ms, n from (select *, row_number() over"
        " (partition by contact_id order by at_ms, id) as n from acts where state = 'confirmed'"
        f" and kind = 'answers' {only}) where n % ? = 0 and at_ms >= ? and message_id is not null",
        "",
        [*values, ROUND, to_ms(since)],
    )
    return [Found(whose, id, quote, from_ms(at), n) for whose, id, quote, at, n in rows]


def close_and_quiet(
    db: sqlite3.Connection, least: int, since: datetime, until: datetime, who: Who = None
) -> list[Found]:
    """People with whom both sides wrote at least `least` times and whose last word lies between
    the two moments (a like is none); `n` the smaller of both counts."""
    rows = _rows(
        db,
        "select contact_id, min(sum(received), sum(sent)) from identities where 1",
        *_only(who, "contact_id"),
        "group by contact_id having sum(received) >= ? and sum(sent) >= ? and max(last_ms) >= ?"
        f" and {_LAST_WORD} between ? and ? order by {_FAIR} limit ?",
        after=[least, least, to_ms(since), to_ms(since) >> STEP, to_ms(until) >> STEP, MOST],
    )
    found = newest(db, [whose for whose, _ in rows])
    return [
        Found(whose, said.message_id, said.quote, said.at, n)
        for whose, n in rows
        if (said := found.get(whose))
    ]


def newest(db: sqlite3.Connection, ids: Collection[int]) -> dict[int, Found]:
    """The newest words of each."""
    said = {id: _words(db, id, "desc") for id in ids}
    return {id: Found(id, s[0], s[1], from_ms(s[2])) for id, s in said.items() if s}


def back_again(
    db: sqlite3.Connection, since: datetime, quiet: timedelta, who: Who = None
) -> list[Found]:
    """People who wrote since then after at least `quiet` without a word; `n` the days of it. Only
    the first thing that each of them wrote can be a return."""
    rows = _rows(
        db,
        "select g.contact_id, m.id, m.text, m.sent_ms, (select max(b.sent_ms) from messages b"
        "  join identities j on j.id = b.identity_id"
        "  where j.contact_id = g.contact_id and b.id < m.id) from"
        " (select i.contact_id, min(m.id) as id from messages m"
        "  join identities i on i.id = m.identity_id where m.sent_ms >= ? and m.id >= ?"
        "  and m.outgoing = 0",
        *_only(who, "i.contact_id"),
        "group by 1 order by 2 desc limit ?) g cross join messages m on m.id = g.id",
        before=[to_ms(since), to_ms(since) >> STEP],
        after=[6 * MOST],
    )
    found: dict[int, Found] = {}
    for whose, id, text, at, before in rows:
        if before is not None and text and at - before >= quiet.total_seconds() * 1000:
            found[whose] = Found(whose, id, text, from_ms(at), (at - before) // 86_400_000)
    return list(found.values())


def _only(who: Who, column: str) -> tuple[str, list[Any]]:
    if who is None:
        return "", []
    return f"and {column} in (select value from json_each(?))", [json.dumps(sorted(who))]


def _rows(
    db: sqlite3.Connection,
    query: str,
    only: str,
    values: list[Any],
    rest: str = "",
    before: Collection[Any] = (),
    after: Collection[Any] = (),
) -> list[Any]:
    return db.execute(f"{query} {only} {rest}", [*before, *values, *after]).fetchall()


def _said(db: sqlite3.Connection, message_id: int | None) -> tuple[int, str, int] | None:
    """Their words in a message; None for one of ours, or none."""
    found = db.execute(
        "select id, text, sent_ms from messages where id = ? and outgoing = 0 and text <> ''",
        [message_id],
    ).fetchone()
    return (int(found[0]), str(found[1]), int(found[2])) if found else None


def _before(
    db: sqlite3.Connection, contact_id: int, message_id: int | None
) -> tuple[int, str, int] | None:
    """What this person said last in the conversation before a message of ours."""
    found = db.execute(
        "select m.id, m.text, m.sent_ms from messages o join messages m"
        " on m.conversation_id = o.conversation_id and m.id < o.id and m.outgoing = 0"
        " join identities i on i.id = m.identity_id"
        " where o.id = ? and o.outgoing = 1 and i.contact_id = ? and m.text <> ''"
        " and m.deleted = 0 order by m.id desc limit 1",
        [message_id, contact_id],
    ).fetchone()
    return (int(found[0]), str(found[1]), int(found[2])) if found else None


def _words(db: sqlite3.Connection, contact_id: int, order: str) -> tuple[int, str, int] | None:
    """The first or the last thing they said."""
    found = db.execute(_THEIRS.format(order=order), [contact_id]).fetchone()
    return (int(found[0]), str(found[1]), int(found[2])) if found else None
