"""How much was said in each month: counted in an index alone, also of twenty thousand messages."""

import json
import sqlite3
from typing import NamedTuple

from cm_desk.domain import months
from cm_desk.domain.account import Account
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import accounts, signals, talk
from cm_desk.store.saving import STEP

_RUNS = """
    with r (identity, account, outgoing) as materialized (
        select json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
        from json_each(?))"""
_HERE = "identity_id = r.identity and account_id = r.account and outgoing = r.outgoing"
_ENDS = f"""{_RUNS}
    select min((select min(id) from messages where {_HERE})),
        max((select max(id) from messages where {_HERE})) from r"""
_COUNT = f"""{_RUNS}, m (number, low, high) as materialized (
        select key, json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(?))
    select number, account, r.outgoing, (
        select count(*) from messages where {_HERE} and id >= m.low and id < m.high)
    from m join r"""


class Active(NamedTuple):
    """Messages of one month at one account of ours, as the calendar of this computer has it."""

    year: int
    month: int
    account_id: int
    theirs: int
    ours: int


def by_month(db: sqlite3.Connection, contact_id: int) -> tuple[Active, ...]:
    """Oldest first; months and accounts without a message are left out."""
    among = json.dumps(talk.runs(db, contact_id))
    [(first, last)] = db.execute(_ENDS, [among]).fetchall()
    if first is None:
        return ()
    known = months.between(*(months.of(from_ms(id << STEP)) for id in (first, last)))
    edges = [to_ms(months.start(month)) >> STEP for month in [*known, months.after(known[-1])]]
    spans = json.dumps(list(zip([0, *edges[1:-1]], [*edges[1:-1], last + 1], strict=True)))
    found: dict[tuple[int, int], list[int]] = {}
    for number, account_id, outgoing, n in db.execute(_COUNT, [among, spans]):
        if n:
            found.setdefault((number, account_id), [0, 0])[outgoing] += n
    return tuple(Active(*known[at], where, *n) for (at, where), n in sorted(found.items()))


def at(db: sqlite3.Connection, contact_id: int) -> tuple[Account, ...]:
    """Our accounts where anything passed with somebody, in the order they were added."""
    said = {run.account_id for run in talk.runs(db, contact_id)}
    felt = {account_id for _, account_id in signals.runs(db, contact_id)}
    return tuple(each for each in accounts.all(db) if each.id in said | felt)
