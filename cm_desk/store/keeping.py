"""How long the texts of an account are kept; what was said stays counted when they go."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import fulltext, holdings
from cm_desk.store.tx import Tx

PAGE = 500
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Rule:
    """`spare`: messages that a gesture, a promise or a moment points to keep their text."""

    account_id: int
    months: int
    spare: bool
    since: datetime
    done: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pinned:
    """A message that something of ours points to: `by` says what, in the words of holdings.py."""

    id: int
    by: str
    who: str
    at: datetime
    text: str


def rules(db: sqlite3.Connection) -> list[Rule]:
    found = db.execute(
        "select account_id, months, spare, since_ms, done_ms from keeping order by account_id"
    )
    return [
        Rule(id, months, bool(spare), from_ms(since), None if done is None else from_ms(done))
        for id, months, spare, since, done in found
    ]


def months(db: sqlite3.Connection) -> dict[int, int]:
    """By account, for those whose texts are not kept for ever."""
    return {rule.account_id: rule.months for rule in rules(db)}


def put(tx: Tx, rule: Rule) -> Rule | None:
    """The rule as it was."""
    old = next((each for each in rules(tx.db) if each.account_id == rule.account_id), None)
    tx.db.execute(
        "insert or replace into keeping (account_id, months, spare, since_ms) values (?, ?, ?, ?)",
        [rule.account_id, rule.months, rule.spare, to_ms(rule.since)],
    )
    tx.changed(Topic.SETTING, 0)
    return old


def drop(tx: Tx, account_id: int) -> Rule | None:
    """Texts are kept for ever again. What was removed stays removed."""
    old = next((each for each in rules(tx.db) if each.account_id == account_id), None)
    tx.db.execute("delete from keeping where account_id = ?", [account_id])
    tx.changed(Topic.SETTING, 0)
    return old


def page(
    db: sqlite3.Connection, account_id: int, before: datetime, spare: bool, after: int
) -> tuple[list[int], int | None]:
    """Ids of messages sent `before` then whose text is still here, above the id `after`, and the
    id to go on from."""
    spared = f" and id not in ({_pointed(db)})" if spare else ""
    rows = db.execute(
        "select id, account_id = ?1 and trimmed is null and sent_ms < ?2"
        f" and (text <> '' or subject <> '' or extra is not null){spared}"
        " from messages where id > ?3 and id <= ?2 >> 8 order by id limit ?4",
        [account_id, to_ms(before), after, 20 * PAGE],
    ).fetchall()
    return [id for id, wanted in rows if wanted], rows[-1][0] if rows else None


def _pointed(db: sqlite3.Connection) -> str:
    found = [
        f"select {each.column} from {each.table} where {each.column} is not null"
        for each in holdings.pointers(db)
        if each.into == "messages"
    ]
    return " union ".join(found)


def pinned(db: sqlite3.Connection, account_id: int, before: datetime) -> tuple[list[Pinned], int]:
    """Messages sent `before` then that something of ours points to, the newest first, and how
    many there are."""
    held = holdings.held()
    parts = [
        f"select {each.column} as id, '{held[each.table].called}' as by_ from {each.table}"
        for each in holdings.pointers(db)
        if each.into == "messages" and each.table in held
    ]
    among = (
        f" from ({' union '.join(parts)}) p join messages m on m.id = p.id"
        " left join identities i on i.id = m.identity_id"
        " where m.account_id = ? and m.sent_ms < ? and m.trimmed is null"
    )
    given = [account_id, to_ms(before)]
    [(count,)] = db.execute(f"select count(distinct m.id){among}", given).fetchall()
    rows = db.execute(
        f"select m.id, min(p.by_), coalesce(i.name, ''), m.sent_ms, substr(m.text, 1, 200){among}"
        " group by m.id order by m.id desc limit ?",
        [*given, MOST_LISTED],
    )
    return [Pinned(id, by, who, from_ms(at), text) for id, by, who, at, text in rows], count


def trim(tx: Tx, ids: list[int], months: int) -> int:
    """Text, subject, warning, poll and what is said of pictures go; who, when and where stay."""
    among = f"id in ({','.join(map(str, ids))}) and trimmed is null"
    fulltext.forget(tx.db, "messages", among)
    done = tx.db.execute(
        f"update messages set text = '', subject = '', extra = null, trimmed = ? where {among}"
        " returning id, conversation_id",
        [months],
    ).fetchall()
    gone = ",".join(str(id) for id, _ in done)
    fulltext.learn(tx.db, "messages", f"id in ({gone})")
    for conversation_id in {each for _, each in done}:
        tx.changed(Topic.CONVERSATION, conversation_id)
    return len(done)


def note(tx: Tx, rule: Rule, at: datetime, before: datetime, messages: int) -> None:
    """Into the journal, when something went; and that the rule was looked at."""
    if messages:
        tx.db.execute(
            "insert into trims (account_id, at_ms, before_ms, messages) values (?, ?, ?, ?)",
            [rule.account_id, to_ms(at), to_ms(before), messages],
        )
    tx.db.execute(
        "update keeping set done_ms = ? where account_id = ?", [to_ms(at), rule.account_id]
    )
    tx.changed(Topic.SETTING, 0)


@dataclass(frozen=True, slots=True)
class Trim:
    """A line of the journal: texts sent before `before` were removed from `messages` messages."""

    account_id: int
    at: datetime
    before: datetime
    messages: int


def journal(db: sqlite3.Connection, limit: int = 50) -> list[Trim]:
    """The newest first."""
    found = db.execute(
        "select account_id, at_ms, before_ms, messages from trims order by id desc limit ?", [limit]
    )
    return [Trim(id, from_ms(at), from_ms(before), n) for id, at, before, n in found]
