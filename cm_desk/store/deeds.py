"""What somebody said to us and what they did, as counts by month and as the records behind each.

Months are those of this computer's calendar. Said: messages and answers to surveys. Done: likes,
boosts, follows and quotes, answers to other people, and the acts that one of us confirmed.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import key

MESSAGE, SURVEY, ANSWER = "message", "survey", "answer"
SAID = frozenset({MESSAGE, SURVEY})
_WHO = "identity_id in (select id from identities where contact_id = ?1)"
_MONTH = "strftime('%Y-%m', {} / 1000, 'unixepoch', 'localtime')"
# By kind, the rows of a person ?1 from ?2 to ?3 (ms): when, kind, what, and its message
_ROWS = f"""
    select sent_ms as at_ms, '{MESSAGE}' as kind, text as what, id as message_id
        from messages where {_WHO} and outgoing = 0 and sent_ms >= ?2 and sent_ms < ?3
    union all
    select at_ms, '{SURVEY}', question || char(10) || text, null
        from surveys where contact_id = ?1 and at_ms >= ?2 and at_ms < ?3
    union all
    select s.at_ms, s.kind, coalesce(m.text, ''), m.id
        from signals s left join messages m on m.key = s.target
        where s.{_WHO} and s.at_ms >= ?2 and s.at_ms < ?3
    union all
    select at_ms, kind, quote, message_id from acts
        where contact_id = ?1 and state = 'confirmed' and at_ms >= ?2 and at_ms < ?3"""
_REPLIES = f"""
    select id, account_id, reply_to from messages
    where {_WHO} and outgoing = 0 and reply_to <> '' and sent_ms >= ?2 and sent_ms < ?3"""
_TO_OTHERS = """
    select json_extract(j.value, '$[1]') from json_each(?1) j
    join messages p on p.key = json_extract(j.value, '$[0]') and p.outgoing = 0
    join identities i on i.id = p.identity_id and i.contact_id <> ?2"""


@dataclass(frozen=True, slots=True)
class Count:
    """`n` of one kind in a month."""

    year: int
    month: int
    kind: str
    n: int


@dataclass(frozen=True, slots=True)
class Deed:
    """One record. `message_id` is what it was, or what it was about; None where neither is here."""

    at: datetime
    kind: str
    what: str
    message_id: int | None


def counts(
    db: sqlite3.Connection, contact_id: int, since: datetime, until: datetime
) -> list[Count]:
    """From `since` on, before `until`. An answer to others is both said and done."""
    whole = merges.root(db, contact_id)
    span = [whole, to_ms(since), to_ms(until)]
    ids = _answers(db, span)
    rows = db.execute(
        f"select {_MONTH.format('at_ms')}, kind, count(*) from ({_ROWS}) group by 1, 2 order by 1",
        span,
    ).fetchall()
    rows += db.execute(
        f"select {_MONTH.format('sent_ms')}, '{ANSWER}', count(*) from messages"
        " where id in (select value from json_each(?)) group by 1",
        [json.dumps(ids)],
    ).fetchall()
    return [Count(int(when[:4]), int(when[5:]), kind, n) for when, kind, n in rows]


def records(
    db: sqlite3.Connection, contact_id: int, since: datetime, until: datetime
) -> list[Deed]:
    """What stands behind the counts of that time, newest first."""
    span = [merges.root(db, contact_id), to_ms(since), to_ms(until)]
    found = [_deed(row) for row in db.execute(_ROWS, span).fetchall()]
    ids = set(_answers(db, span))
    found += [
        Deed(each.at, ANSWER, each.what, each.message_id)
        for each in found
        if each.kind == MESSAGE and each.message_id in ids
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _answers(db: sqlite3.Connection, span: list[int]) -> list[int]:
    """Their messages that answer somebody who is neither we nor they."""
    pairs = [
        (key(account_id, reply_to), id)
        for id, account_id, reply_to in db.execute(_REPLIES, span).fetchall()
    ]
    return [id for (id,) in db.execute(_TO_OTHERS, [json.dumps(pairs), span[0]])]


def _deed(row: tuple[int, str, str, int | None]) -> Deed:
    at_ms, kind, what, message_id = row
    return Deed(from_ms(at_ms), kind, what.strip(), message_id)
