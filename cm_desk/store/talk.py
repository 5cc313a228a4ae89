"""What was said between a person and us, by identity, account and direction.

Each of those is a run of one index, in order of time. A page takes the next ids of every run,
keeps the first of all, and reads only those rows.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cm_desk.store.keys import key
from cm_desk.store.messages import Message
from cm_desk.store.places import Span

_RUNS = """
    select i.id, a.id, o.value
    from identities i join accounts a on a.service = i.service join json_each('[0, 1]') o
    where i.contact_id = ? and exists (
        select 1 from messages m
        where m.identity_id = i.id and m.account_id = a.id and m.outgoing = o.value)"""
_RUN = """
    select id from messages
    where identity_id is ? and account_id = ? and outgoing = ? and id >= ? and id < ?"""
MANY = 60  # runs in one statement, which SQLite merges as it reads
_PARENTS = """
    select p.key, p.id, p.outgoing,
        coalesce(nullif(iif(p.outgoing, p.signer, i.name), ''),
            nullif(iif(p.outgoing, a.name, i.handle), ''), iif(p.outgoing, a.handle, '')),
        case p.subject when '' then '' else p.subject || ': ' end || substr(p.text, 1, 200)
    from json_each(?) j cross join messages p on p.key = j.value
    join accounts a on a.id = p.account_id left join identities i on i.id = p.identity_id"""


class Run(NamedTuple):
    identity_id: int | None  # None: what we said to nobody
    account_id: int
    outgoing: int


@dataclass(slots=True, unsafe_hash=True)  # frozen takes ten times as long: decisions/0016
class Parent:
    """What a message answered. `text` is how it begins; `who` may be somebody else altogether."""

    message_id: int
    who: str
    outgoing: bool
    text: str


def runs(
    db: sqlite3.Connection, contact_id: int, accounts: Collection[int] | None = None
) -> list[Run]:
    """Those that hold a message; of these accounts alone where they are given."""
    found = (Run(*row) for row in db.execute(_RUNS, [contact_id]))
    return [run for run in found if accounts is None or run.account_id in accounts]


def ids(db: sqlite3.Connection, among: Sequence[Run], span: Span) -> list[int]:
    """Of the messages in a span, the newest first."""
    found: list[int] = []
    low, high = span.ids()
    for start in range(0, len(among), MANY):
        some = among[start : start + MANY]
        sql = " union all ".join([_RUN] * len(some))
        given = [value for run in some for value in (*run, low, high)]
        rows = db.execute(f"{sql} order by id {span.order} limit ?", [*given, span.limit])
        found += (id for (id,) in rows)
    kept = sorted(found, reverse=not span.upward)[: span.limit]
    return kept[::-1] if span.upward else kept


def parents(db: sqlite3.Connection, said: Iterable[Message]) -> dict[int, Parent]:
    """What each of the messages answered, by its id, as far as it is kept here."""
    asked = {m.id: key(m.account_id, m.reply_to) for m in said if m.reply_to}
    if not asked:
        return {}
    known = {
        found: Parent(id, who, bool(outgoing), text)
        for found, id, outgoing, who, text in db.execute(_PARENTS, [json.dumps([*asked.values()])])
    }
    return {id: known[number] for id, number in asked.items() if number in known}
