"""Who gives us a reason for a kind word, rule by rule: rows, and no judgement of them."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.saving import STEP

MOST = 60  # for each rule; the best of them become cards
_THEIRS = """
    select m.id, m.text, m.sent_ms from messages m join identities i on i.id = m.identity_id
    where i.contact_id = ? and m.outgoing = 0 and length(m.text) > 0 and m.deleted = 0
    order by m.id {order} limit 1"""


@dataclass(frozen=True, slots=True)
class Found:
    """A person, what they said, and the number that the rule is about (people helped, years …)."""

    contact_id: int
    message_id: int
    quote: str
    at: datetime
    n: int = 0
    what: str = ""


def hurts(db: sqlite3.Connection) -> list[Found]:
    """Messages marked as a hurt that no apology, begun or given, has answered."""
    rows = db.execute(
        "select o.contact_id, o.message_id, o.quote, o.at_ms from moments o where o.kind = 'hurt'"
        " and not exists (select 1 from apologies a where a.message_id = o.message_id)"
        " and not exists (select 1 from gestures g where g.contact_id = o.contact_id"
        "  and g.kind = 'apology' and g.at_ms >= o.at_ms) order by o.at_ms desc limit ?",
        [MOST],
    )
    return [Found(who, id, quote, from_ms(at)) for who, id, quote, at in rows]


def kept(db: sqlite3.Connection) -> list[Found]:
    """Promises that were kept, of which nobody told them; with the words they were made for."""
    rows = db.execute(
        "select p.contact_id, p.message_id, p.text, p.settled_ms from promises p"
        " where p.state = 'kept' and p.theirs = 0 and p.told_id is null"
        " order by p.settled_ms desc limit ?",
        [MOST],
    ).fetchall()
    return [
        Found(who, said[0], said[1], from_ms(said[2]), what=text)
        for who, message_id, text, _ in rows
        if (said := _said(db, message_id))
    ]


def helped(db: sqlite3.Connection, since: datetime) -> list[Found]:
    """People who helped others since their last gesture; `n` is how often."""
    rows = db.execute(
        "select a.contact_id, a.message_id, a.quote, max(a.at_ms), count(*) from acts a"
        " where a.state = 'confirmed' and a.message_id is not null and a.at_ms >= ?"
        " and a.kind in ('answers', 'welcomes', 'introduces', 'reports', 'creates')"
        " and not exists (select 1 from gestures g where g.contact_id = a.contact_id"
        "  and g.direction = 'given' and g.at_ms > a.at_ms)"
        " group by a.contact_id order by 5 desc, 4 desc limit ?",
        [to_ms(since), MOST],
    )
    return [Found(who, id, quote, from_ms(at), n) for who, id, quote, at, n in rows]


def praised(db: sqlite3.Connection, since: datetime, until: datetime) -> list[Found]:
    """Messages marked as a joy, which no word of ours and no gesture followed."""
    rows = db.execute(
        "select o.contact_id, o.message_id, o.quote, o.at_ms from moments o"
        " join messages m on m.id = o.message_id"
        " where o.kind = 'joy' and o.at_ms >= ? and o.at_ms < ?"
        " and not exists (select 1 from messages r where r.conversation_id = m.conversation_id"
        "  and r.outgoing = 1 and r.id > m.id)"
        " and not exists (select 1 from gestures g where g.contact_id = o.contact_id"
        "  and g.at_ms > o.at_ms) order by o.at_ms desc limit ?",
        [to_ms(since), to_ms(until), MOST],
    )
    return [Found(who, id, quote, from_ms(at)) for who, id, quote, at in rows]


def days(db: sqlite3.Connection) -> Iterator[tuple[Found, str, int, int, int | None]]:
    """Days people told us, with their words: (who, name, month, day, year)."""
    rows = db.execute(
        "select contact_id, message_id, quote, name, month, day, year from dates"
        " where message_id is not null and quote <> ''"
    ).fetchall()
    for who, message_id, quote, name, *day in rows:
        if said := _said(db, message_id):
            yield Found(who, message_id, quote, from_ms(said[2])), name, *day


def met_on(db: sqlite3.Connection, months_days: list[str], least: int) -> list[Found]:
    """People who first wrote on one of these days ("11-25"), of any year; `n` the messages."""
    rows = db.execute(
        "select contact_id, min(first_ms), sum(received) from identities"
        " where received > 0 group by contact_id having sum(received) >= ?"
        " and strftime('%m-%d', min(first_ms) / 1000, 'unixepoch')"
        " in (select value from json_each(?)) order by 3 desc limit ?",
        [least, json.dumps(months_days), MOST],
    ).fetchall()
    found = []
    for who, first_ms, n in rows:
        if said := _words(db, who, "asc"):
            found.append(Found(who, said[0], said[1], from_ms(first_ms), n))
    return found


def close_and_quiet(
    db: sqlite3.Connection, least: int, since: datetime, until: datetime
) -> list[Found]:
    """People with whom both sides wrote at least `least` times and whose last word lies between
    the two moments; the closest first, `n` the smaller of both counts."""
    rows = db.execute(
        "select contact_id, min(sum(received), sum(sent)) from identities group by contact_id"
        " having sum(received) >= ?1 and sum(sent) >= ?1"
        " and max(last_ms) >= ?2 and max(last_ms) < ?3 order by 2 desc limit ?4",
        [least, to_ms(since), to_ms(until), MOST],
    ).fetchall()
    return [
        Found(who, said[0], said[1], from_ms(said[2]), n)
        for who, n in rows
        if (said := _words(db, who, "desc"))
    ]


def newest(db: sqlite3.Connection, contact_id: int) -> Found | None:
    """Their newest words."""
    said = _words(db, contact_id, "desc")
    return Found(contact_id, said[0], said[1], from_ms(said[2])) if said else None


def back_again(db: sqlite3.Connection, since: datetime, quiet: timedelta) -> list[Found]:
    """People who wrote since then after at least `quiet` without a word; `n` the days of it."""
    rows = db.execute(
        "select i.contact_id, m.id, m.text, m.sent_ms, (select max(b.sent_ms) from messages b"
        "  join identities j on j.id = b.identity_id"
        "  where j.contact_id = i.contact_id and b.id < m.id) from messages m"
        " join identities i on i.id = m.identity_id where m.sent_ms >= ? and m.id >= ?"
        " and m.outgoing = 0 order by m.id desc limit ?",
        [to_ms(since), to_ms(since) >> STEP, 20 * MOST],
    )
    found: dict[int, Found] = {}
    for who, id, text, at, before in rows:
        if before is not None and text and at - before >= quiet.total_seconds() * 1000:
            found[who] = Found(who, id, text, from_ms(at), (at - before) // 86_400_000)
    return list(found.values())


def _said(db: sqlite3.Connection, message_id: int | None) -> tuple[int, str, int] | None:
    """Their words in a message; None for one of ours, or none."""
    found = db.execute(
        "select id, text, sent_ms from messages where id = ? and outgoing = 0 and text <> ''",
        [message_id],
    ).fetchone()
    return (int(found[0]), str(found[1]), int(found[2])) if found else None


def _words(db: sqlite3.Connection, contact_id: int, order: str) -> tuple[int, str, int] | None:
    """The first or the last thing they said."""
    found = db.execute(_THEIRS.format(order=order), [contact_id]).fetchone()
    return (int(found[0]), str(found[1]), int(found[2])) if found else None
