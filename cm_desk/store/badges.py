"""Badges that a person awarded: never without a reason and the act it is for."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import cleaned
from cm_desk.store.tx import Tx

_COLUMNS = """t.id, t.contact_id, t.badge, t.name, t.icon, t.reason, t.act_id, t.voice, t.made_ms,
    (select quote from acts where acts.id = t.act_id) from badges t"""
STREAM = f"select t.made_ms, {_COLUMNS}"


@dataclass(frozen=True, slots=True)
class Badge:
    """`badge` is the key of its criterion, `name` and `icon` as they were then. `quote` are their
    words of the act; `voice` who of us awarded it. `id` is 0 before it is saved."""

    id: int
    contact_id: int
    badge: str
    name: str
    icon: str
    reason: str
    act_id: int
    voice: str
    made_at: datetime
    quote: str = ""


def add(tx: Tx, badge: Badge) -> int:
    """A new row, whatever its id says."""
    new = cleaned(badge)
    contact_id, home = merges.place(tx.db, new.contact_id)
    [(id,)] = tx.db.execute(
        "insert into badges (contact_id, home, badge, name, icon, reason, act_id, voice, made_ms)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        [
            *(contact_id, home, new.badge, new.name, new.icon, new.reason, new.act_id, new.voice),
            to_ms(new.made_at),
        ],
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)
    return int(id)


def remove(tx: Tx, id: int) -> Badge | None:
    """What was removed, so that it can be added again."""
    if old := get(tx.db, id):
        tx.db.execute("delete from badges where id = ?", [id])
        tx.changed(Topic.CONTACT, old.contact_id)
    return old


def get(db: sqlite3.Connection, id: int) -> Badge | None:
    row = db.execute(f"select {_COLUMNS} where t.id = ?", [id]).fetchone()
    return of_row(row) if row else None


def of(db: sqlite3.Connection, contact_ids: Iterable[int]) -> dict[int, tuple[Badge, ...]]:
    """Those of each person who has any, the oldest first."""
    found: dict[int, tuple[Badge, ...]] = {}
    rows = db.execute(
        f"select {_COLUMNS} where t.contact_id in (select value from json_each(?))"
        " order by t.made_ms, t.id",
        [json.dumps(list(contact_ids))],
    )
    for row in rows:
        badge = of_row(row)
        found[badge.contact_id] = (*found.get(badge.contact_id, ()), badge)
    return found


def held(db: sqlite3.Connection) -> frozenset[tuple[int, str]]:
    """(contact, badge) of every badge there is."""
    return frozenset(db.execute("select contact_id, badge from badges").fetchall())


def of_row(row: tuple[Any, ...]) -> Badge:
    id, contact_id, badge, name, icon, reason, act_id, voice, made_ms, quote = row
    known = (id, contact_id, badge, name, icon, reason, act_id, voice)
    return Badge(*known, from_ms(made_ms), quote or "")
