"""Marks by which profiles are compared, kept up as profiles come and change; and the same words
in two places."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from cm_desk.store import settings
from cm_desk.store.saving import STEP
from cm_desk.store.tx import Tx
from cm_desk.store.values import from_links

_SIDE = "contact_id, id, service, handle, name, url, avatar_url, bio, links"
_UNTIL = "echoes"  # setting: the last message that was listened to, and how many there were
SPAN = 1 << 63


def untraced(db: sqlite3.Connection, limit: int = 500) -> list[tuple[Any, ...]]:
    """(contact, identity, service, handle, name, url, picture, bio, links) of new profiles."""
    rows = db.execute(
        f"select {_SIDE} from identities where traced = 0 and bot = 0 order by id limit ?", [limit]
    )
    return [(*row, from_links(links)) for *row, links in rows.fetchall()]


def trace(tx: Tx, marks: Iterable[tuple[int, Iterable[int]]]) -> None:
    """(identity, its keys)"""
    for identity_id, keys in marks:
        tx.db.execute("delete from traces where identity_id = ?", [identity_id])
        tx.db.executemany(
            "insert into traces (key, identity_id) values (?, ?)",
            [(key, identity_id) for key in keys],
        )
        tx.db.execute("update identities set traced = 1 where id = ?", [identity_id])


def size(db: sqlite3.Connection) -> int:
    [(found,)] = db.execute("select count(*) from identities").fetchall()
    return int(found)


def shared(
    db: sqlite3.Connection, slice: int, slices: int
) -> list[tuple[int, int, int, tuple[int, ...]]]:
    """(key, people, services, identities) of what two people or more share, of a part of all keys.

    Bots are left out.
    """
    low, high = (SPAN * each // slices for each in (slice, slice + 1))
    rows = db.execute(
        "select t.key, count(distinct i.contact_id) as people, count(distinct i.service),"
        " json_group_array(i.id) from traces t cross join identities i on i.id = t.identity_id"
        " where t.key >= ? and t.key <= ? and i.bot = 0 group by t.key having people > 1",
        [low, high - 1],
    ).fetchall()
    return [(key, n, services, tuple(json.loads(ids))) for key, n, services, ids in rows]


def sides(db: sqlite3.Connection, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """As `untraced`."""
    rows = db.execute(
        f"select {_SIDE} from identities where bot = 0 and id in (select value from json_each(?))",
        [json.dumps(list(ids))],
    )
    return [(*row, from_links(links)) for *row, links in rows.fetchall()]


# --- the same words in two places ---------------------------------------------------------------


def listened(db: sqlite3.Connection) -> int:
    """The last message that was listened to; 0 when older ones came since."""
    last, _, count = settings.get(db, _UNTIL).partition("/")
    if not last:
        return 0
    [(now,)] = db.execute("select count(*) from messages where id <= ?", [last]).fetchall()
    return int(last) if int(count) == now else 0


def before(db: sqlite3.Connection, id: int, by_ms: int) -> int:
    """The message that stands so much before another."""
    found = db.execute(
        "select max(id) from messages where id < (select id - ?2 from messages where id = ?1)",
        [id, by_ms >> STEP],
    ).fetchone()
    return int(found[0] or 0)


def said(
    db: sqlite3.Connection, after: int, longer: int, limit: int = 2000
) -> list[tuple[int, int | None, int, str]]:
    """(message, identity, when, text) of what others wrote, from old to new.

    What is shorter comes without its identity and text.
    """
    return db.execute(
        "select id, case when outgoing = 0 and length(text) >= ?1 then identity_id end, sent_ms,"
        " case when outgoing = 0 and length(text) >= ?1 then text else '' end"
        " from messages where id > ?2 order by id limit ?3",
        [longer, after, limit],
    ).fetchall()


def keep_echoes(tx: Tx, found: Iterable[tuple[int, int, int, int]], until: int, anew: bool) -> None:
    """(identity, identity, message, message) with the smaller identity first."""
    if anew:
        tx.db.execute("delete from echoes")
    tx.db.executemany(
        "insert into echoes (a, b, times, a_message, b_message) values (?, ?, 1, ?, ?)"
        " on conflict (a, b) do update set times = times + 1, a_message = excluded.a_message,"
        " b_message = excluded.b_message",
        found,
    )
    [(count,)] = tx.db.execute("select count(*) from messages where id <= ?", [until]).fetchall()
    settings.set(tx, _UNTIL, f"{until}/{count}")


def echoes(db: sqlite3.Connection) -> dict[tuple[int, int], tuple[int, str]]:
    """By the two identities, the smaller first: how often, and the words of one of them."""
    rows = db.execute(
        "select e.a, e.b, e.times, m.text from echoes e join messages m on m.id = e.a_message"
    )
    return {(a, b): (times, text) for a, b, times, text in rows.fetchall()}
