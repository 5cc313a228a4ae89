"""An old copy that is restored still holds who was erased since: they are erased from it again."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from cm_desk.errors import StoreError
from cm_desk.store import connect, erasing, merges, outbox, scrub, settings, tombs
from cm_desk.store.holdings import Key
from cm_desk.store.store import commit
from cm_desk.store.tx import Tx

Rows = list[tuple[object, ...]]


def erase_again(before: Path, restored: Path, now: datetime) -> int:
    """How many people were erased from the store `restored` because the store `before`, which it
    took the place of, had erased them. What they leave is swept at the next start."""
    found = _erased(before)
    if found is None:
        return 0
    key, erasures, marks = found
    with closing(connect.writer(restored)) as db:
        if settings.get(db, tombs.KEY, key) != key:  # another desk: its marks say nothing here
            return 0
        commit(Tx(db), outbox.recover)
        commit(Tx(db), lambda tx: _carry(tx, key, erasures, marks))
        people = commit(Tx(db), _still_here)
        for contact_id in people:
            spots = _spots(db, contact_id)
            commit(Tx(db), lambda tx, id=contact_id, at=spots: erasing.erase(tx, id, now, at))  # type: ignore[misc]
    return len(people)


def _erased(path: Path) -> tuple[str, Rows, Rows] | None:
    try:
        with closing(connect.reader(path)) as db:
            key = settings.get(db, tombs.KEY)
            erasures = db.execute(
                "select id, at_ms, messages, keep_copies from erasures"
            ).fetchall()
            marks = db.execute("select mark, erasure_id, until_ms from erased").fetchall()
    except (sqlite3.Error, StoreError):  # damaged, or older than erasing: so it is replaced
        return None
    return (key, erasures, marks) if marks else None


def _carry(tx: Tx, key: str, erasures: Rows, marks: Rows) -> None:
    settings.set(tx, tombs.KEY, key)
    tx.db.executemany(
        "insert or ignore into erasures (id, at_ms, messages, keep_copies) values (?, ?, ?, ?)",
        erasures,
    )
    tx.db.executemany("insert or replace into erased values (?, ?, ?)", marks)


def _still_here(tx: Tx) -> list[int]:
    """People of whom a profile has a mark; not those who began anew after they were erased."""
    sieve, found = tombs.Sieve(tx), set[int]()
    for contact_id, service, key, handle, first_ms in tx.db.execute(
        "select contact_id, service, author_key, handle, first_ms from identities"
    ).fetchall():
        if sieve.knows(service, (key, handle), first_ms):
            found.add(merges.root(tx.db, contact_id))
    return sorted(found)


def _spots(db: sqlite3.Connection, contact_id: int) -> dict[str, list[Key]]:
    names, found = erasing.names(db, contact_id), dict[str, list[Key]]()
    for table in scrub.tables(db):
        after: Key | None = None
        while True:
            hits, after, _ = scrub.find(db, table, names, after)
            found.setdefault(table, []).extend(hits)
            if after is None:
                break
    return found
