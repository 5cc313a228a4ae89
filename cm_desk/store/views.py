"""Saved searches: views of their own, in the order in which a person put them."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.store.keys import clean
from cm_desk.store.tx import Tx

_SELECT = "select id, kind, name, query, sort from views "


@dataclass(frozen=True, slots=True)
class SavedView:
    """What was typed, so that "2w" stays the last two weeks. `id` is 0 before it is saved.

    `kind` says what is searched: "messages" or "people". `sort` is an order of that kind, "" its
    usual one.
    """

    id: int
    kind: str
    name: str
    query: str
    sort: str = ""


def all(db: sqlite3.Connection, kind: str = "") -> list[SavedView]:
    """Of one kind, or of both, in their order."""
    rows = db.execute(_SELECT + "where ? in ('', kind) order by position, id", [kind])
    return [SavedView(*row) for row in rows]


def get(db: sqlite3.Connection, id: int) -> SavedView | None:
    row = db.execute(_SELECT + "where id = ?", [id]).fetchone()
    return SavedView(*row) if row else None


def add(tx: Tx, view: SavedView, place: int | None = None) -> int:
    """At `place` of the order, counted from 0; None is the end. It keeps an id that is not 0 and
    not taken, so that what was removed comes back as itself."""
    ids = _order(tx)
    [(id,)] = tx.db.execute(
        "insert into views (id, kind, name, query, sort, position)"
        " values ((select nullif(?1, 0) where not exists (select 1 from views where id = ?1)),"
        " ?, ?, ?, ?, 0) returning id",
        [view.id, view.kind, clean(view.name), clean(view.query), view.sort],
    ).fetchall()
    ids.insert(len(ids) if place is None else place, id)
    _put(tx, ids)
    tx.changed(Topic.VIEW, id)
    return int(id)


def change(
    tx: Tx, id: int, name: str | None = None, query: str | None = None, sort: str | None = None
) -> SavedView | None:
    """The view as it was, or None if there is none; what is None stays."""
    old = get(tx.db, id)
    new = [None if each is None else clean(each) for each in (name, query, sort)]
    if old and any(
        a not in (None, b) for a, b in zip(new, (old.name, old.query, old.sort), strict=True)
    ):
        tx.db.execute(
            "update views set name = coalesce(?, name), query = coalesce(?, query),"
            " sort = coalesce(?, sort) where id = ?",
            [*new, id],
        )
        tx.changed(Topic.VIEW, id)
    return old


def move(tx: Tx, id: int, place: int) -> int | None:
    """To `place` of the order, counted from 0, the nearest there is. Where it stood before, or
    None if there is none."""
    ids = _order(tx)
    if id not in ids:
        return None
    before = ids.index(id)
    ids.remove(id)
    ids.insert(max(0, place), id)
    if ids.index(id) != before:
        _put(tx, ids)
        tx.changed(Topic.VIEW, id)
    return before


def remove(tx: Tx, id: int) -> tuple[SavedView, int] | None:
    """What was removed and where it stood, for `add`; None if there is none."""
    old = get(tx.db, id)
    if old is None:
        return None
    place = _order(tx).index(id)
    tx.db.execute("delete from views where id = ?", [id])
    tx.changed(Topic.VIEW, id)
    return old, place


def _order(tx: Tx) -> list[int]:
    return [id for (id,) in tx.db.execute("select id from views order by position, id")]


def _put(tx: Tx, ids: list[int]) -> None:
    places: list[tuple[Any, ...]] = [(place, id) for place, id in enumerate(ids)]
    tx.db.executemany("update views set position = ? where id = ?", places)
