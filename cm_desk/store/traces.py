"""Marks by which profiles are compared, kept up as profiles come and change.

A profile is new (`traced` 0), has its marks (1), and is compared with all that share one (2).
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import to_ms
from cm_desk.store.tx import Tx
from cm_desk.store.values import from_links

_SIDE = "contact_id, id, service, handle, name, url, avatar_url, bio, links"
_LIKELY = """
    select min(l.rank) as best, l.a, l.b from likely l
    join identities i on i.id = l.a join identities j on j.id = l.b
    where l.shown = ?1 and i.contact_id <> j.contact_id
        and not exists (select 1 from judged d where d.a = l.a and d.b = l.b
            and (d.until_ms is null or d.until_ms > ?2))
        and not exists (select 1 from merges m where m.parted_ms is not null
            and m.kept in (i.contact_id, j.contact_id) and m.gone in (i.contact_id, j.contact_id))
    group by min(i.contact_id, j.contact_id), max(i.contact_id, j.contact_id)"""


def untraced(db: sqlite3.Connection, limit: int = 200) -> list[tuple[Any, ...]]:
    """(contact, identity, service, handle, name, url, picture, bio, links) of new profiles.

    Bots are left out.
    """
    rows = db.execute(
        f"select {_SIDE} from identities where traced = 0 and bot = 0 order by id limit ?", [limit]
    )
    return [(*row, from_links(links)) for *row, links in rows.fetchall()]


def trace(tx: Tx, marks: Iterable[tuple[int, Iterable[int]]]) -> None:
    """(identity, its keys). What was likely of an older profile is forgotten."""
    for identity_id, keys in marks:
        tx.db.execute("delete from traces where identity_id = ?", [identity_id])
        tx.db.execute("delete from likely where a = ?1 or b = ?1", [identity_id])
        tx.db.executemany(
            "insert into traces (key, identity_id) values (?, ?)",
            [(key, identity_id) for key in keys],
        )
        tx.db.execute("update identities set traced = 1 where id = ?", [identity_id])


def unpaired(db: sqlite3.Connection, limit: int = 100) -> list[tuple[int, tuple[int, ...]]]:
    """(identity, its keys) of those that were not compared yet."""
    rows = db.execute("select id from identities where traced = 1 order by id limit ?", [limit])
    return [(id, keys(db, id)) for (id,) in rows.fetchall()]


def keys(db: sqlite3.Connection, identity_id: int) -> tuple[int, ...]:
    rows = db.execute("select key from traces where identity_id = ?", [identity_id])
    return tuple(key for (key,) in rows.fetchall())


def sharing(db: sqlite3.Connection, key: int, limit: int) -> list[tuple[int, int, str, int]]:
    """(identity, contact, service, traced) of some who have a mark; bots are left out."""
    return db.execute(
        "select i.id, i.contact_id, i.service, i.traced from traces t"
        " cross join identities i on i.id = t.identity_id where t.key = ? and i.bot = 0 limit ?",
        [key, limit],
    ).fetchall()


def pair(tx: Tx, identity_ids: Iterable[int], found: Iterable[tuple[int, int, int, bool]]) -> None:
    """These were compared; (identity, identity, rank, shown) of what was found."""
    put(tx, found)
    tx.db.executemany(
        "update identities set traced = 2 where id = ?", [(each,) for each in identity_ids]
    )


def put(tx: Tx, found: Iterable[tuple[int, int, int, bool]]) -> None:
    done = tx.db.executemany(
        "insert into likely (a, b, rank, shown) values (?, ?, ?, ?)"
        " on conflict (a, b) do update set rank = excluded.rank, shown = excluded.shown",
        [(min(a, b), max(a, b), rank, shown) for a, b, rank, shown in found],
    )
    if done.rowcount > 0:
        tx.changed(Topic.LIKELY, 0)


def drop(tx: Tx, a: int, b: int) -> None:
    tx.db.execute("delete from likely where a = ? and b = ?", [min(a, b), max(a, b)])
    tx.changed(Topic.LIKELY, 0)


def likely(
    db: sqlite3.Connection, now: datetime, shown: bool = True, limit: int = 1 << 30
) -> list[tuple[int, int]]:
    """Pairs of identities of two people, the surest first; judged ones are left out."""
    rows = db.execute(f"{_LIKELY} order by best, l.a, l.b limit ?3", [shown, to_ms(now), limit])
    return [(a, b) for _, a, b in rows.fetchall()]


def how_many(db: sqlite3.Connection, now: datetime) -> int:
    [(found,)] = db.execute(f"select count(*) from ({_LIKELY})", [True, to_ms(now)]).fetchall()
    return int(found)


def side(db: sqlite3.Connection, identity_id: int) -> tuple[Any, ...] | None:
    """As `untraced`; None for a bot, and for who is not here."""
    row = db.execute(
        f"select {_SIDE} from identities where id = ? and bot = 0", [identity_id]
    ).fetchone()
    return (*row[:-1], from_links(row[-1])) if row else None
