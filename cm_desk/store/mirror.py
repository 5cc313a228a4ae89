"""Everything that is held about one person, table by table, as rows that can be read.

The tables are those of holdings.py: one that is added is shown, in its own words.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

from cm_desk.store import holdings
from cm_desk.store.holdings import SCOPE, Held, Key
from cm_desk.store.saving import HEARD

HIDDEN = {"key", "print", "home", "contact_id", "identity_id", "outbox_key", "stale"}
SOMEBODY = "(somebody else)"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """`entry`: each row is a thing held; else it says who, or where."""

    table: str
    called: str
    at: str
    entry: bool
    count: int


def sections(db: sqlite3.Connection, contact_id: int) -> list[Section]:
    """Those with rows, in the order of holdings.count."""
    known = holdings.held()
    found = holdings.count(db, contact_id).items()
    return [_section(table, known[table], count) for table, count in found]


def _section(table: str, held: Held, count: int) -> Section:
    return Section(table, held.called, held.at, held.entry, count)


def page(
    db: sqlite3.Connection, contact_id: int, table: str, after: Key | None, limit: int = 500
) -> tuple[list[Row], Key | None]:
    """Rows after the key `after`. What points to somebody else does not say to whom; what points
    to a label, a field, a voice or an account names it."""
    held, keys = holdings.held()[table], holdings.keys(db, table)
    order = ", ".join(keys)
    beyond = "" if after is None else f" and ({order}) > ({_places(2, keys)})"
    found = db.execute(
        f"{SCOPE} select {order}, * from {table} where ({held.where}){beyond}"
        f" order by {order} limit {limit:d}",
        [contact_id, *(after or ())],
    )
    names = [column[0] for column in found.description][len(keys) :]
    rows = found.fetchall()
    shown = [dict(zip(names, row[len(keys) :], strict=True)) for row in rows]
    _resolve(db, contact_id, table, shown)
    last = rows[-1][: len(keys)] if len(rows) == limit else None
    return [_readable(row) for row in shown], last


def _places(first: int, keys: list[str]) -> str:
    return ", ".join(f"?{number}" for number in range(first, first + len(keys)))


def _readable(row: Row) -> Row:
    if "print" in row:
        row["came"] = "by sync" if row["print"] & HEARD else "from history or an archive"
    return {name: value for name, value in row.items() if name not in HIDDEN}


def _resolve(db: sqlite3.Connection, contact_id: int, table: str, rows: list[Row]) -> None:
    """Ids of people and of things that have a name."""
    own = {
        "contacts": _ids(db, f"{SCOPE} select id from who", contact_id),
        "identities": _ids(db, f"{SCOPE} select id from ident", contact_id),
    }
    foreign = db.execute('select "from", "table" from pragma_foreign_key_list(?)', [table])
    for column, into in {**dict(foreign.fetchall()), **_pointing(db, table)}.items():
        names = {} if into in own else _names(db, into)
        for row in rows:
            if row.get(column) is None or column in HIDDEN:
                continue
            if into in own:
                row[column] = "themselves" if row[column] in own[into] else SOMEBODY
            elif row[column] in names:
                row[column] = names[row[column]]


def _pointing(db: sqlite3.Connection, table: str) -> dict[str, str]:
    return {each.column: each.into for each in holdings.pointers(db) if each.table == table}


def _ids(db: sqlite3.Connection, sql: str, contact_id: int) -> set[int]:
    return {id for (id,) in db.execute(sql, [contact_id])}


def _names(db: sqlite3.Connection, table: str) -> dict[int, str]:
    """By id, where a table has few rows with names: labels, fields, voices, accounts."""
    columns = {name for (name,) in db.execute("select name from pragma_table_info(?)", [table])}
    if table in holdings.held() or not {"id", "name"} <= columns:
        return {}
    told = "service || ' ' || handle" if {"service", "handle"} <= columns else "name"
    return dict(db.execute(f"select id, {told} from {table}").fetchall())


def others(
    db: sqlite3.Connection, contact_id: int
) -> tuple[list[tuple[int, str]], set[int], list[str]]:
    """(contact, name, handle or address) of everybody else; the contacts who wrote in the same
    conversations; and the names and handles that stay: theirs and ours."""
    known = db.execute(
        f"{SCOPE} select contact_id, name from identities where id not in ident"
        " union select contact_id, handle from identities where id not in ident"
        " union select contact_id, author_key from identities where id not in ident"
        " union select contact_id, url from identities where id not in ident"
        " union select id, name from contacts where id not in who",
        [contact_id],
    ).fetchall()
    near = db.execute(
        f"{SCOPE} select distinct i.contact_id from messages m"
        " join identities i on i.id = m.identity_id"
        " where m.conversation_id in talk and i.id not in ident",
        [contact_id],
    )
    kept = db.execute(
        f"{SCOPE} select name from identities where id in ident"
        " union select handle from identities where id in ident"
        " union select author_key from identities where id in ident"
        " union select url from identities where id in ident"
        " union select name from contacts where id in who"
        " union select handle from accounts union select name from accounts"
        " union select signer from accounts union select name from voices",
        [contact_id],
    ).fetchall()
    return known, {id for (id,) in near}, [name for (name,) in kept if name]
