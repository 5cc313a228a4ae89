"""Likes, boosts, follows and quotes: what somebody did without words."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from cm_desk.domain import months as calendar
from cm_desk.domain.model import Signal
from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import identities
from cm_desk.store.identities import Seen
from cm_desk.store.keys import cleaned, key
from cm_desk.store.tombs import Sieve
from cm_desk.store.tx import Tx


def save(tx: Tx, account_id: int, signals: Iterable[Signal]) -> int:
    """How many were new. The same signal twice is one."""
    if sieve := Sieve(tx):
        signals = sieve.signals(account_id, signals)
    by_key = {_key(account_id, each): each for each in map(cleaned, signals)}
    known = "select s.key from json_each(?) j cross join signals s on s.key = j.value"
    for (found,) in tx.db.execute(known, ["[" + ",".join(map(str, by_key)) + "]"]).fetchall():
        del by_key[found]
    if by_key:
        _insert(tx, account_id, by_key)
    return len(by_key)


def _key(account_id: int, signal: Signal) -> int:
    name = signal.remote_id or f"{signal.who.key}\x1f{signal.target}"
    return key(account_id, f"{signal.kind}\x1f{name}")


def _insert(tx: Tx, account_id: int, fresh: dict[int, Signal]) -> None:
    [(service,)] = tx.db.execute("select service from accounts where id = ?", [account_id])
    people: dict[str, Seen] = {}
    for each in fresh.values():
        seen = people.setdefault(each.who.key, Seen(service, each.who, to_ms(each.at)))
        seen.at(each.who, to_ms(each.at))
        seen.signals += 1
    identities.save(tx, people.values())
    tx.db.executemany(
        "insert into signals (key, account_id, identity_id, kind, at_ms, target)"
        " values (?, ?, ?, ?, ?, ?)",
        [
            (found, account_id, people[s.who.key].id, s.kind, to_ms(s.at), _target(account_id, s))
            for found, s in fresh.items()
        ],
    )
    tx.changed(Topic.CONTACT, *(each.contact_id for each in people.values()))


def _target(account_id: int, signal: Signal) -> int | None:
    """The key of the message it is about, which may come later."""
    return key(account_id, signal.target) if signal.target else None


Run = tuple[int, int]  # an identity and an account of ours
_RUNS = """
    select i.id, a.id from identities i join accounts a on a.service = i.service
    where i.contact_id = ? and exists (
        select 1 from signals s where s.identity_id = i.id and s.account_id = a.id)"""
_RUN = "json_extract(j.value, '$[0]') and s.account_id = json_extract(j.value, '$[1]')"
_NEXT = f"""
    select {{first}}((select {{first}}(s.at_ms) from signals s where s.identity_id = {_RUN}
        and s.at_ms >= ? and s.at_ms < ?)) from json_each(?) j"""
_FOLDED = f"""
    select a.service, s.kind, max(s.at_ms), count(*), max(s.id)
    from json_each(?) j cross join signals s on s.identity_id = {_RUN}
    join accounts a on a.id = s.account_id
    where s.at_ms >= ? and s.at_ms < ? group by a.service, s.kind"""
_LIST = f"""
    select s.at_ms, s.kind, m.id, m.conversation_id, substr(m.text, 1, 200)
    from json_each(?) j cross join signals s on s.identity_id = {_RUN}
    join accounts a on a.id = s.account_id and a.service = ?
    left join messages m on m.key = s.target
    where s.kind = ? and s.at_ms >= ? and s.at_ms < ? order by s.at_ms desc, s.id desc limit ?"""


class Folded(NamedTuple):
    """All signals of one kind on one service in one month; `id` is the highest of them."""

    service: str
    kind: str
    newest_ms: int
    times: int
    id: int


@dataclass(frozen=True, slots=True)
class Felt:
    """One signal, and the message of ours that it was about, as far as that is kept."""

    at: datetime
    kind: str
    message_id: int | None
    conversation_id: int | None
    text: str


def runs(
    db: sqlite3.Connection, contact_id: int, accounts: Collection[int] | None = None
) -> list[Run]:
    """Where there are signals of a person; at these accounts alone where they are given."""
    found = db.execute(_RUNS, [contact_id]).fetchall()
    return [run for run in found if accounts is None or run[1] in accounts]


def months(
    db: sqlite3.Connection, among: Sequence[Run], low_ms: int, high_ms: int, upward: bool
) -> Iterator[tuple[Folded, ...]]:
    """Month by month, the newest first or with `upward` the oldest; each month is whole, also
    where `low_ms` or `high_ms` lies within it."""
    first, runs = "min" if upward else "max", json.dumps(among)
    while among:
        [(at,)] = db.execute(_NEXT.format(first=first), [low_ms, high_ms, runs]).fetchall()
        if at is None:
            return
        begin, end = month_of(from_ms(at))
        yield tuple(map(Folded._make, db.execute(_FOLDED, [runs, begin, end])))
        low_ms, high_ms = (end, high_ms) if upward else (low_ms, begin)


def of_month(
    db: sqlite3.Connection, contact_id: int, service: str, kind: str, at: datetime, limit: int = 200
) -> tuple[Felt, ...]:
    """What one line of the story holds, the newest first; `at` is some moment of the month."""
    given = [json.dumps(runs(db, contact_id)), service, kind, *month_of(at), limit]
    rows = db.execute(_LIST, given)
    return tuple(
        Felt(from_ms(at_ms), what, message_id, conversation_id, text or "")
        for at_ms, what, message_id, conversation_id, text in rows
    )


def month_of(moment: datetime) -> tuple[int, int]:
    """When its month began and the next one begins, where this computer is."""
    month = calendar.of(moment)
    return to_ms(calendar.start(month)), to_ms(calendar.start(calendar.after(month)))
