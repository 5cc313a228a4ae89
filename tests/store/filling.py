"""A row in every table that is about a person, made from the schema alone, so that a table that is
added later is filled too."""

import sqlite3
from typing import Any

from cm_desk.store import holdings

NOUNS = ("contacts", "identities", "messages", "conversations", "accounts")
NAMES = ("contact_id", "identity_id", "message_id", "conversation_id", "account_id")
OTHER = object()  # the id of somebody else
# By table and column, where any text or number will not do.
SAMPLES: dict[tuple[str, str], Any] = {
    ("contacts", "joined"): None,
    ("conversations", "state"): 0,
    ("conversations", "turn"): 2,
    ("drafts", "cc"): "[]",
    ("drafts", "media"): "[]",
    ("drafts", "recipients"): "[]",
    ("identities", "home"): None,
    ("judged", "b"): OTHER,
    ("merges", "gone"): OTHER,
    ("messages", "extra"): None,
    ("messages", "kind"): "mention",
    ("outbox", "message"): "{}",
    ("outbox", "state"): "waiting",
    ("promises", "state"): "open",
}


def mark(table: str) -> str:
    return f"markof{table.replace('_', '')}"


def fill(db: sqlite3.Connection, person: int, other: int) -> None:
    """A row of every table for the contact `person`; `other` has a name and a profile alone.

    All ids are that of the contact: of the identity, the message, the conversation, the account.
    """
    db.execute("pragma foreign_keys = off")
    for table in ("accounts", *holdings.held()):
        _insert(db, table, person, other)
    for table in ("contacts", "identities"):
        _insert(db, table, other, person)
    db.execute("insert into names (names) values ('rebuild')")
    db.execute("pragma foreign_keys = on")


def point(db: sqlite3.Connection, person: int, other: int) -> None:
    """Rows about `other` that point to the message and the conversation of `person`."""
    db.execute("pragma foreign_keys = off")
    for table in holdings.held():
        names = {pointer.column for pointer in holdings.pointers(db) if pointer.table == table}
        if "contact_id" in names and names - {"contact_id", "home"}:
            _insert(db, table, other, person, points=person)
    db.execute("pragma foreign_keys = on")


def _insert(
    db: sqlite3.Connection, table: str, id: int, other: int, points: int | None = None
) -> None:
    columns = db.execute(
        "select name, type from pragma_table_xinfo(?) where hidden = 0", [table]
    ).fetchall()
    foreign = dict(db.execute('select "from", "table" from pragma_foreign_key_list(?)', [table]))
    row = {}
    for name, kind in columns:
        refers = foreign.get(name) in NOUNS or name in NAMES
        if (sample := SAMPLES.get((table, name), id)) is not id:
            row[name] = other if sample is OTHER else sample
        else:
            row[name] = id if refers or kind != "TEXT" else mark(table)
        if points is not None and holdings.POINTERS.get(name) in ("messages", "conversations"):
            row[name] = points
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    db.execute(f"insert or ignore into {table} ({names}) values ({marks})", list(row.values()))  # noqa: S608
