"""Days that matter to somebody: birthdays, the first day with us, and whatever they told us."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.times import to_ms
from cm_desk.store import merges, steps
from cm_desk.store.keys import clean
from cm_desk.store.steps import Step
from cm_desk.store.tx import Tx

_COLUMNS = "id, contact_id, name, month, day, year, yearly, quote, message_id"


@dataclass(frozen=True, slots=True)
class Occasion:
    """`year` is None where it was not told. `quote` and `message_id` are where they told it."""

    id: int
    contact_id: int
    name: str
    month: int
    day: int
    year: int | None = None
    yearly: bool = True
    quote: str = ""
    message_id: int | None = None


def add(tx: Tx, occasion: Occasion, made: datetime) -> Step:
    owner = merges.author(tx.db, occasion.message_id) or occasion.contact_id
    return steps.insert(tx, "dates", owner, **_values(occasion), made_ms=to_ms(made))


def edit(tx: Tx, occasion: Occasion) -> Step:
    return steps.update(tx, "dates", occasion.id, **_values(occasion))


def remove(tx: Tx, id: int) -> Step:
    return steps.delete(tx, "dates", "id = ?", [id])


def of(db: sqlite3.Connection, contact_id: int) -> list[Occasion]:
    """In the order of the year."""
    rows = db.execute(
        f"select {_COLUMNS} from dates where contact_id = ? order by month, day, id", [contact_id]
    )
    return [_of_row(row) for row in rows]


def _values(each: Occasion) -> dict[str, Any]:
    return {
        "name": clean(each.name), "month": each.month, "day": each.day, "year": each.year,
        "yearly": int(each.yearly), "quote": clean(each.quote), "message_id": each.message_id,
    }  # fmt: skip


def _of_row(row: tuple[Any, ...]) -> Occasion:
    id, contact_id, name, month, day, year, yearly, quote, message_id = row
    return Occasion(id, contact_id, name, month, day, year, bool(yearly), quote, message_id)
