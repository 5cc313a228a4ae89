"""Likes, boosts, follows and quotes: what somebody did without words."""

import sqlite3
from collections.abc import Iterable

from cm_desk.domain.model import Signal
from cm_desk.domain.news import Topic
from cm_desk.domain.times import to_ms
from cm_desk.store import identities
from cm_desk.store.identities import Seen
from cm_desk.store.keys import cleaned, key
from cm_desk.store.tx import Tx


def save(tx: Tx, account_id: int, signals: Iterable[Signal]) -> int:
    """How many were new. The same signal twice is one."""
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
    for person in people.values():
        tx.changed(Topic.CONTACT, person.contact_id)


def _target(account_id: int, signal: Signal) -> int | None:
    """The key of the message it is about, which may come later."""
    return key(account_id, signal.target) if signal.target else None


def months(
    db: sqlite3.Connection, identity_id: int, before_ms: int, limit: int
) -> list[tuple[str, int, int]]:
    """(kind, newest at_ms, how many) of each month (UTC) and kind, newest first.

    Only months whose newest one is before `before_ms`.
    """
    return db.execute(
        "select kind, max(at_ms) as newest, count(*) from signals where identity_id = ?"
        " group by kind, strftime('%Y-%m', at_ms / 1000, 'unixepoch') having newest < ?"
        " order by newest desc limit ?",
        [identity_id, before_ms, limit],
    ).fetchall()
