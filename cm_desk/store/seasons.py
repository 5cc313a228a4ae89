"""Days of the year that we named: seasons, and releases of what people asked for."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import EVERY, Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.keys import clean
from cm_desk.store.tx import Tx

_FIELDS = "kind, name, month, day, year, lead_days, label_id, note, made_ms"


@dataclass(frozen=True, slots=True)
class Season:
    """`kind` is "season" or "release"; `year` None: it comes every year. `label_id`: the people
    whom it is for, as a release is for those who asked for it."""

    id: int
    kind: str
    name: str
    month: int
    day: int
    made: datetime
    year: int | None = None
    lead_days: int = 14
    label_id: int | None = None
    note: str = ""


def add(tx: Tx, season: Season) -> int:
    """With its number, if it had one and that is free."""
    s = season
    row = [
        *(s.id or None, s.kind, clean(s.name), s.month, s.day, s.year, s.lead_days, s.label_id),
        *(clean(s.note), to_ms(s.made)),
    ]
    [(id,)] = tx.db.execute(
        f"insert into seasons (id, {_FIELDS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        row,
    ).fetchall()
    tx.changed(Topic.SETTING, EVERY)
    return int(id)


def remove(tx: Tx, id: int) -> Season | None:
    """What was removed, so that it can be added again."""
    found = tx.db.execute(
        f"delete from seasons where id = ? returning id, {_FIELDS}", [id]
    ).fetchall()
    tx.changed(Topic.SETTING, EVERY)
    return _of_row(found[0]) if found else None


def all(db: sqlite3.Connection) -> list[Season]:
    """In the order of the year."""
    rows = db.execute(f"select id, {_FIELDS} from seasons order by month, day, id")
    return [_of_row(row) for row in rows]


def _of_row(row: tuple[Any, ...]) -> Season:
    id, kind, name, month, day, year, lead, label_id, note, made_ms = row
    return Season(id, kind, name, month, day, from_ms(made_ms), year, lead, label_id, note)
