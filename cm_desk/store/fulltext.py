"""The full text beside the rows: every index there is, whatever table it is over."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from cm_desk.store import holdings


def forget(db: sqlite3.Connection, table: str, where: str, given: Iterable[Any] = ()) -> None:
    """Before rows go or change: an index must be told the very text it holds."""
    for index in _over(table):
        names = ", ".join(_columns(db, index))
        db.execute(
            f"insert into {index} ({index}, rowid, {names}) select 'delete', rowid, {names}"
            f" from {table} where {where}",
            list(given),
        )


def learn(db: sqlite3.Connection, table: str, where: str, given: Iterable[Any] = ()) -> None:
    for index in _over(table):
        names = ", ".join(_columns(db, index))
        db.execute(
            f"insert into {index} (rowid, {names}) select rowid, {names} from {table}"
            f" where {where}",
            list(given),
        )


@contextmanager
def replaced(db: sqlite3.Connection, table: str, key: Sequence[Any]) -> Iterator[None]:
    """Around a change of one row of a table that has an id."""
    if not _over(table):
        yield
        return
    forget(db, table, "rowid = ?", key)
    yield
    learn(db, table, "rowid = ?", key)


def merge(db: sqlite3.Connection, index: str, pages: int) -> bool:
    """A step of merging everything into one piece; what was deleted is gone when all is one.

    `pages` below zero begins. False when nothing is left to do.
    """
    before = db.total_changes
    db.execute(f"insert into {index} ({index}, rank) values ('merge', ?)", [pages])
    return db.total_changes - before >= 2


def _over(table: str) -> list[str]:
    return [index for index, over in holdings.indexes().items() if over == table]


def _columns(db: sqlite3.Connection, index: str) -> list[str]:
    """Hidden columns of an index (its own name, rank) are left out."""
    found = db.execute("select name from pragma_table_info(?)", [index])
    return [name for (name,) in found]
