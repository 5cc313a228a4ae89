"""Colleagues who lend their voice: who they are, how they sound, and what they agreed to."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.keys import cleaned
from cm_desk.store.tx import Tx

_FIELDS = "name, role, face, sounds, topics, agreed, agreed_ms, every_days, leads"


@dataclass(frozen=True, slots=True)
class Voice:
    """`agreed` are the words in which they agreed, at `agreed_at`: nobody is impersonated.

    `face` is a picture's address, `sounds` how they write, `topics` what they can speak for.
    They are asked at most once in `every_days`. `leads`: one of those who lead the house.
    `left_at`: they lend it no more.
    """

    id: int
    name: str
    role: str = ""
    face: str = ""
    sounds: str = ""
    topics: str = ""
    agreed: str = ""
    agreed_at: datetime | None = None
    every_days: int = 7
    left_at: datetime | None = None
    leads: bool = False

    @property
    def signature(self) -> str:
        """ "Ines Carvalho, Founder" """
        return f"{self.name}, {self.role}" if self.role else self.name


def all(db: sqlite3.Connection, left: bool = False) -> list[Voice]:
    """By name; those who left only if asked for."""
    where = "" if left else " where left_ms is null"
    rows = db.execute(f"select id, {_FIELDS}, left_ms from voices{where} order by name, id")
    return [_of_row(row) for row in rows]


def get(db: sqlite3.Connection, id: int) -> Voice | None:
    row = db.execute(f"select id, {_FIELDS}, left_ms from voices where id = ?", [id]).fetchone()
    return _of_row(row) if row else None


def save(tx: Tx, voice: Voice) -> int:
    """New where its id is 0, else in its place."""
    v = cleaned(voice)
    agreed_ms, left_ms = (None if at is None else to_ms(at) for at in (v.agreed_at, v.left_at))
    row = [
        *(v.name, v.role, v.face, v.sounds, v.topics, v.agreed, agreed_ms, v.every_days, v.leads),
        left_ms,
    ]
    [(id,)] = tx.db.execute(
        f"insert into voices (id, {_FIELDS}, left_ms) values (nullif(?, 0), {'?, ' * 9}?)"
        " on conflict (id) do update set name = excluded.name, role = excluded.role,"
        " face = excluded.face, sounds = excluded.sounds, topics = excluded.topics,"
        " agreed = excluded.agreed, agreed_ms = excluded.agreed_ms,"
        " every_days = excluded.every_days, leads = excluded.leads,"
        " left_ms = excluded.left_ms returning id",
        [v.id, *row],
    ).fetchall()
    tx.changed(Topic.VOICE, int(id))
    return int(id)


def remove(tx: Tx, id: int) -> Voice | None:
    """What was removed; gestures keep the name that stood under them."""
    if old := get(tx.db, id):
        tx.db.execute("delete from voices where id = ?", [id])
        tx.changed(Topic.VOICE, id)
    return old


def _of_row(row: tuple[Any, ...]) -> Voice:
    *known, agreed_ms, every_days, leads, left_ms = row
    agreed_at, left_at = (None if ms is None else from_ms(ms) for ms in (agreed_ms, left_ms))
    id, name, role, face, sounds, topics, agreed = known
    return Voice(
        *(id, name, role, face, sounds, topics, agreed, agreed_at, every_days, left_at, bool(leads))
    )
