"""Which person an identity belongs to. Each change is an event, so that it can be taken back.

Messages point to identities, so nothing that was said is rewritten.
"""

import sqlite3
from datetime import datetime

from cm_desk.domain.news import Topic
from cm_desk.domain.times import to_ms
from cm_desk.store.keys import key
from cm_desk.store.tx import Tx

_ALONE = """
    select 1 where not exists (select 1 from identities where contact_id = ?1)
        and not exists (select 1 from gestures where contact_id = ?1)
        and not exists (select 1 from promises where contact_id = ?1)
        and not exists (select 1 from notes where contact_id = ?1)"""


def assign(tx: Tx, identity_id: int, contact_id: int, why: str, at: datetime) -> int | None:
    """The id of the event; None when it was so already.

    A contact that has neither identities nor anything of ours left goes.
    """
    [(old,)] = tx.db.execute(
        "select contact_id from identities where id = ?", [identity_id]
    ).fetchall()
    if old == contact_id:
        return None
    [(id,)] = tx.db.execute(
        "insert into assignments (identity_id, from_contact, to_contact, at_ms, why)"
        " values (?, ?, ?, ?, ?) returning id",
        [identity_id, old, contact_id, to_ms(at), why],
    ).fetchall()
    _move(tx, identity_id, old, contact_id)
    return int(id)


def undo(tx: Tx, id: int, at: datetime) -> None:
    """Back to the person it came from, who is made again when they are gone."""
    identity_id, old, new = tx.db.execute(
        "select identity_id, from_contact, to_contact from assignments"
        " where id = ? and undone_ms is null",
        [id],
    ).fetchone() or (0, 0, 0)
    if identity_id:
        tx.db.execute("update assignments set undone_ms = ? where id = ?", [to_ms(at), id])
        tx.db.execute(
            "insert into contacts (id, name) select ?, name from identities where id = ?"
            " on conflict (id) do nothing",
            [old, identity_id],
        )
        _move(tx, identity_id, new, old)


def identity(db: sqlite3.Connection, service: str, author_key: str) -> int | None:
    """The row id of an author, or None for somebody we never met."""
    found = db.execute(
        "select id from identities where key = ?", [key(service, author_key)]
    ).fetchone()
    return int(found[0]) if found else None


def _move(tx: Tx, identity_id: int, old: int, new: int) -> None:
    tx.db.execute("update identities set contact_id = ? where id = ?", [new, identity_id])
    if tx.db.execute(_ALONE, [old]).fetchone():
        tx.db.execute("delete from contacts where id = ?", [old])
    for contact_id in (old, new):
        tx.changed(Topic.CONTACT, contact_id)
