"""The kinds of gestures as somebody of this desk has them; without a change, as they come."""

import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, fields

from cm_desk.domain.kinds import Kind, first
from cm_desk.domain.news import Topic
from cm_desk.store.keys import cleaned
from cm_desk.store.tx import Tx

_FIELDS = tuple(each.name for each in fields(Kind))
_FLAGS = ("public", "quotes", "hidden")


def all(db: sqlite3.Connection) -> tuple[Kind, ...]:
    """In the order in which they are offered, hidden ones too. A kind that a newer version brings
    comes after those that were put in order."""
    rows = db.execute(f"select {', '.join(_FIELDS)} from gesture_kinds order by place").fetchall()
    ours = tuple(_of_row(row) for row in rows)
    known = {each.key for each in ours}
    return ours + tuple(each for each in first() if each.key not in known)


def put(tx: Tx, kinds: Sequence[Kind]) -> None:
    """Exactly these, in this order."""
    tx.db.execute("delete from gesture_kinds")
    marks = ", ".join("?" * (len(_FIELDS) + 1))
    tx.db.executemany(
        f"insert into gesture_kinds ({', '.join(_FIELDS)}, place) values ({marks})",
        [(*astuple(cleaned(each)), n) for n, each in enumerate(kinds)],
    )
    tx.changed(Topic.SETTING, 0)


def used(db: sqlite3.Connection, key: str) -> int:
    """How many gestures are of that kind."""
    [(n,)] = db.execute("select count(*) from gestures where kind = ?", [key])
    return int(n)


def _of_row(row: tuple[object, ...]) -> Kind:
    known = dict(zip(_FIELDS, row, strict=True))
    return Kind(**{name: bool(v) if name in _FLAGS else v for name, v in known.items()})  # type: ignore[arg-type]
