"""Conversations in which people helped each other, and what was proposed to be help."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.help import KINDS, Line, Sign
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import acts, labels
from cm_desk.store.acts import PROPOSED, Act
from cm_desk.store.keys import key
from cm_desk.store.saving import STEP

LONGEST = 400  # messages of one conversation that are looked at, the newest
_TALKS = """
    select id, last_id from conversations where last_id > ? and received > 1
    order by last_id limit ?"""
_LINES = """
    select m.id, m.outgoing, i.contact_id, c.name, i.handle, m.sent_ms, m.text, m.reply_to,
        m.account_id, m.key
    from messages m left join identities i on i.id = m.identity_id
    left join contacts c on c.id = i.contact_id
    where m.conversation_id = ? and m.deleted = 0 and coalesce(i.bot, 0) = 0
    order by m.id desc limit ?"""
_MARKED = """
    select s.target, i.contact_id from json_each(?1) j
    cross join signals s on s.target = j.value and s.kind = ?2
    join identities i on i.id = s.identity_id"""
_FIRST = "select min(first_ms) from identities where contact_id = ?"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act with whose it is, and the words that show that it helped; `by` said them, "" we."""

    act: Act
    who: str
    by: str
    proof: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in which two people spoke; `context` is its first label, "" without one."""

    id: int
    lines: tuple[Line, ...]
    context: str


def talks(db: sqlite3.Connection, after: int, limit: int) -> tuple[list[Talk], int | None]:
    """What has news since message `after`, the oldest first, and the newest message that was
    looked at; None where there was nothing."""
    rows = db.execute(_TALKS, [after, limit]).fetchall()
    named = labels.of(db, [id for id, _ in rows])
    found = [
        Talk(id, said, next((each.name for each in named.get(id, ())), ""))
        for id, _ in rows
        if (said := lines(db, id))
    ]
    return found, rows[-1][1] if rows else None


def since(moment: datetime) -> int:
    """The lowest id that a message of that time may have."""
    return to_ms(moment) >> STEP


def lines(db: sqlite3.Connection, conversation_id: int) -> tuple[Line, ...]:
    """As they were said. Empty where nobody spoke with anybody."""
    rows = db.execute(_LINES, [conversation_id, LONGEST]).fetchall()[::-1]
    people = {row[2] for row in rows if not row[1]} - {None}
    if len(people) + any(row[1] for row in rows) < 2:
        return ()
    ids = {row[9]: row[0] for row in rows}
    likes, solved = (_marked(db, list(ids), kind) for kind in ("like", "solved"))
    began = {who: db.execute(_FIRST, [who]).fetchone()[0] for who in people}
    return tuple(_said(row, ids, likes, solved, began) for row in rows)


def _said(
    row: tuple[Any, ...],
    ids: dict[int, int],
    likes: dict[int, set[int]],
    solved: dict[int, set[int]],
    began: dict[int, int],
) -> Line:
    id, ours, who, name, handle, sent_ms, text, reply_to, account_id, own = row
    contact = None if ours else who
    answers = ids.get(key(account_id, reply_to)) if reply_to else None
    first = contact is not None and began.get(contact) == sent_ms
    return Line(
        *(id, contact, name or "", handle or "", from_ms(sent_ms), text, answers, first),
        liked_by=frozenset(likes.get(own, ())),
        solved_for=frozenset(solved.get(own, ())),
    )


def _marked(db: sqlite3.Connection, keys: list[int], kind: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for target, who in db.execute(_MARKED, [json.dumps(keys), kind]):
        found.setdefault(target, set()).add(who)
    return found


_PROPOSALS = """
    select a.id, c.name, case when p.outgoing then '' else coalesce(o.name, '') end,
        coalesce(p.text, '')
    from acts a join contacts c on c.id = a.contact_id
    left join messages p on p.id = a.proof_id
    left join identities i on i.id = p.identity_id left join contacts o on o.id = i.contact_id"""


def proposals(db: sqlite3.Connection, limit: int = 200) -> list[Proposal]:
    """What waits for somebody's word, the newest first."""
    rows = db.execute(
        f"{_PROPOSALS} where a.state = ? order by a.at_ms desc, a.id desc limit ?",
        [PROPOSED, limit],
    ).fetchall()
    return _whole(db, rows)


def shown(db: sqlite3.Connection, ids: Iterable[int]) -> list[Proposal]:
    """Acts with their names and proofs, the newest first."""
    rows = db.execute(
        f"{_PROPOSALS} where a.id in (select value from json_each(?))"
        " order by a.at_ms desc, a.id desc",
        [json.dumps(list(ids))],
    ).fetchall()
    return _whole(db, rows)


def _whole(db: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> list[Proposal]:
    found = []
    for id, who, by, proof in rows:
        if act := acts.get(db, id):
            found.append(Proposal(act, who, by, proof if act.sign != Sign.NONE else ""))
    return found


def waiting(db: sqlite3.Connection) -> int:
    """How many proposals nobody has looked at."""
    [(n,)] = db.execute("select count(*) from acts where state = ?", [PROPOSED])
    return int(n)


def contexts(db: sqlite3.Connection) -> list[str]:
    """What confirmed help was about, the most frequent first."""
    rows = db.execute(
        "select context from acts where state = 'confirmed' and context <> ''"
        f" and kind in ({', '.join('?' * len(KINDS))})"
        " group by context order by count(*) desc, context",
        list(KINDS),
    )
    return [context for (context,) in rows]
