"""The full text beside the rows: every index there is, whatever table it is over."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from cm_desk.store import holdings


def forget(db: sqlite3.Connection, table: str, where: str, given: Iterable[Any] = ()) -> None:
    """Before rows go or change: an index must be told the very text it holds."""
    for index, source in _over(table):
        names = ", ".join(_columns(db, index))
        db.execute(
            f"insert into {index} ({index}, rowid, {names}) select 'delete', id, {names}"
            f" from {source} where id in (select rowid from {table} where {where})",
            list(given),
        )


def learn(db: sqlite3.Connection, table: str, where: str, given: Iterable[Any] = ()) -> None:
    for index, source in _over(table):
        names = ", ".join(_columns(db, index))
        db.execute(
            f"insert into {index} (rowid, {names}) select id, {names} from {source}"
            f" where id in (select rowid from {table} where {where})",
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


def _over(table: str) -> list[tuple[str, str]]:
    """(index, where its texts are read) of those that nobody else keeps."""
    found = holdings.HOLDINGS.items()
    indexes = ((name, each) for name, each in found if isinstance(each, holdings.Index))
    return [
        (n, each.source or table) for n, each in indexes if each.table == table and not each.kept
    ]


def _columns(db: sqlite3.Connection, index: str) -> list[str]:
    """Hidden columns of an index (its own name, rank) are left out."""
    found = db.execute("select name from pragma_table_info(?)", [index])
    return [name for (name,) in found]
