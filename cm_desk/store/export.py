"""Everything the store holds, as rows for files that other programs read.

A table without words of its own below is exported as it is, so that none is forgotten.
"""

import sqlite3
from typing import Any

from cm_desk.store import holdings
from cm_desk.store.holdings import HOLDINGS, Index, Key

FILES = {"contacts": "people", "conversation_labels": "labelled"}  # where a table has another name
# By table, the columns that people read; t is the table. Columns ending in _ms are times.
COLUMNS = {
    "accounts": "t.id, t.service, t.handle, t.name, t.base_url, t.remote_id, t.signer"
    " from accounts t",
    "contacts": "t.id, t.name, t.joined as joined_with from contacts t",
    "identities": "t.id, t.contact_id as person_id, t.service, t.author_key, t.handle, t.name,"
    " t.url, t.bio, t.avatar_url, t.bot, t.received, t.sent, t.first_ms, t.last_ms"
    " from identities t",
    "conversations": "t.id, t.account_id, t.thread, case t.state when 0 then 'open' when 1 then"
    " 'snoozed' else 'done' end as state, t.snoozed_ms, t.messages, t.unread from conversations t",
    "messages": "t.id, t.conversation_id, t.account_id, i.contact_id as person_id, i.name,"
    " i.handle, case t.outgoing when 1 then 'out' else 'in' end as direction, t.sent_ms, t.kind,"
    " t.visibility, t.lang, t.subject, t.text, t.extra, t.url, t.remote_id, t.reply_to,"
    " t.edited_ms, t.deleted, t.signer"
    " from messages t left join identities i on i.id = t.identity_id",
    "signals": "t.id, t.account_id, i.contact_id as person_id, i.handle, t.kind, t.at_ms,"
    " t.target as message_id from signals t join identities i on i.id = t.identity_id",
}


def nouns(db: sqlite3.Connection) -> list[str]:
    """What there is to export, by table."""
    return [name for name in holdings.tables(db) if not isinstance(HOLDINGS.get(name), Index)]


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many rows each of them has."""
    found = ((name, db.execute(f"select count(*) from {name}").fetchone()) for name in nouns(db))
    return {name: count for name, (count,) in found}


def page(
    db: sqlite3.Connection, table: str, after: Key | None, limit: int = 500
) -> tuple[list[dict[str, Any]], Key | None]:
    """Rows after the one with the primary key `after`, in its order, and the key to go on from."""
    keys = holdings.keys(db, table)
    order = ", ".join(f"t.{name}" for name in keys)
    beyond = "" if after is None else f" where ({order}) > ({', '.join('?' * len(keys))})"
    columns = COLUMNS.get(table, f"t.* from {table} t")
    found = db.execute(
        f"select {order}, {columns}{beyond} order by {order} limit ?", [*(after or ()), limit]
    )
    names = [column[0] for column in found.description][len(keys) :]
    rows = found.fetchall()
    last = rows[-1][: len(keys)] if rows else None
    return [dict(zip(names, row[len(keys) :], strict=True)) for row in rows], last
