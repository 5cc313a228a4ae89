"""The same words in two places, and how far the messages were listened to."""

import sqlite3
from collections.abc import Iterable

from cm_desk.store import settings
from cm_desk.store.saving import STEP
from cm_desk.store.tx import Tx

_UNTIL = "echoes"  # setting: the last message that was listened to, and how many there were


def listened(db: sqlite3.Connection) -> int:
    """The last message that was listened to; 0 when older ones came since."""
    last, _, count = settings.get(db, _UNTIL).partition("/")
    if not last:
        return 0
    [(now,)] = db.execute("select count(*) from messages where id <= ?", [last]).fetchall()
    return int(last) if int(count) == now else 0


def before(db: sqlite3.Connection, id: int, by_ms: int) -> int:
    """The message that stands so much before another."""
    found = db.execute("select max(id) from messages where id < ?", [id - (by_ms >> STEP)])
    return int(found.fetchone()[0] or 0)


def said(
    db: sqlite3.Connection, after: int, longer: int, limit: int = 1000
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


def keep(tx: Tx, found: Iterable[tuple[int, int, int, int]], until: int, anew: bool) -> None:
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


def between(db: sqlite3.Connection, a: int, b: int) -> tuple[int, str] | None:
    """How often two identities said the same, and the words of the last time."""
    row: tuple[int, str] | None = db.execute(
        "select e.times, m.text from echoes e join messages m on m.id = e.a_message"
        " where e.a = ? and e.b = ?",
        [min(a, b), max(a, b)],
    ).fetchone()
    return row
