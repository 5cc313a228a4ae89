"""What somebody said to us and what they did, as counts by month and as the records behind each.

Months are those of this computer's calendar. Said: messages and answers to surveys. Done: likes,
boosts, follows and quotes, answers to other people, and the acts that one of us confirmed.
"""

import json
import sqlite3
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain import months
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges, talk
from cm_desk.store.keys import key
from cm_desk.store.saving import STEP

MESSAGE, SURVEY, ANSWER = "message", "survey", "answer"
SAID = frozenset({MESSAGE, SURVEY})
LATE = 1 << 24  # an id moves up to the next free one: an hour of the busiest desk and more
_MONTH = "strftime('%Y-%m', {} / 1000, 'unixepoch', 'localtime')"
_WHO = "identity_id in (select id from identities where contact_id = ?1)"
# When, kind, what, and its message, of a person ?1 from ?2 to before ?3 (ms)
_DONE = f"""
    select at_ms, '{SURVEY}' as kind, question || char(10) || text as what, null as message_id
        from surveys where contact_id = ?1 and at_ms >= ?2 and at_ms < ?3
    union all
    select s.at_ms, s.kind, coalesce(m.text, ''), m.id
        from signals s left join messages m on m.key = s.target
        where s.{_WHO} and s.at_ms >= ?2 and s.at_ms < ?3
    union all
    select at_ms, kind, quote, message_id from acts
        where contact_id = ?1 and state = 'confirmed' and at_ms >= ?2 and at_ms < ?3"""
_WROTE = """
    select id, sent_ms, account_id, reply_to from messages
    where identity_id = ? and account_id = ? and outgoing = 0 and id >= ? and id < ?
        and sent_ms >= ? and sent_ms < ?"""
_OF_OTHERS = """
    select p.key from json_each(?1) j cross join messages p on p.key = j.value
    join identities i on i.id = p.identity_id where p.outgoing = 0 and i.contact_id <> ?2"""
_SAID = "select sent_ms, text, id from messages where id in (select value from json_each(?))"


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
    span = [merges.root(db, contact_id), to_ms(since), to_ms(until)]
    rows = db.execute(
        f"select {_MONTH.format('at_ms')}, kind, count(*) from ({_DONE}) group by 1, 2", span
    ).fetchall()
    found = Counter({(when, kind): n for when, kind, n in rows})
    wrote = _wrote(db, span)
    answers = _answers(wrote, db, span[0])
    within = months.between(months.of(since), months.of(until))
    edges = [to_ms(months.start(month)) for month in within]
    for id, at_ms, _, _ in wrote:
        year, month = within[bisect(edges, at_ms) - 1]
        found[f"{year:04}-{month:02}", MESSAGE] += 1
        if id in answers:
            found[f"{year:04}-{month:02}", ANSWER] += 1
    return [Count(int(at[:4]), int(at[5:]), kind, n) for (at, kind), n in sorted(found.items())]


def records(
    db: sqlite3.Connection, contact_id: int, since: datetime, until: datetime
) -> list[Deed]:
    """What stands behind the counts of that time, newest first."""
    span = [merges.root(db, contact_id), to_ms(since), to_ms(until)]
    found = [
        Deed(from_ms(at_ms), kind, what.strip(), message_id)
        for at_ms, kind, what, message_id in db.execute(_DONE, span)
    ]
    wrote = _wrote(db, span)
    answers = _answers(wrote, db, span[0])
    for at_ms, text, id in db.execute(_SAID, [json.dumps([row[0] for row in wrote])]):
        kinds = (MESSAGE, ANSWER) if id in answers else (MESSAGE,)
        found += [Deed(from_ms(at_ms), kind, text.strip(), id) for kind in kinds]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _wrote(db: sqlite3.Connection, span: list[int]) -> list[tuple[int, int, int, str]]:
    """(id, sent_ms, account, what it answers) of what they wrote then."""
    whole, since, until = span
    low, high = since >> STEP, (until >> STEP) + LATE
    rows: list[tuple[int, int, int, str]] = []
    for run in talk.runs(db, whole):
        if not run.outgoing:
            given = [run.identity_id, run.account_id, low, high, since, until]
            rows += db.execute(_WROTE, given)
    return rows


def _answers(
    wrote: list[tuple[int, int, int, str]], db: sqlite3.Connection, whole: int
) -> frozenset[int]:
    """Those that answer somebody who is neither we nor they."""
    parents = {id: key(account, parent) for id, _, account, parent in wrote if parent}
    found = db.execute(_OF_OTHERS, [json.dumps(sorted({*parents.values()})), whole]).fetchall()
    others = {number for (number,) in found}
    return frozenset(id for id, parent in parents.items() if parent in others)
