"""The store as the harness drives it: names and rows translated, nothing else.

No caches and no shortcuts: every call goes to the functions that the program itself uses.
"""

import gc
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from cm_desk.domain.filters import MESSAGES, PEOPLE
from cm_desk.domain.model import Author, Incoming, Kind, Page, Profile
from cm_desk.domain.query import parse
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.domain.views import View
from cm_desk.store import accounts, connect, contacts, conversations, messages, river, sifting
from cm_desk.store import search as searching
from cm_desk.store import upkeep as tidying
from cm_desk.store.store import commit
from cm_desk.store.tx import Tx

API = 1
NOW = from_ms(1_767_225_600_000)  # 2026, when the last message was sent
DB_NAME = "desk.db"
VIEWS = {"all": View.ALL, "unread": View.UNREAD}
KINDS = {kind.value: kind for kind in Kind} | {"dm": Kind.DIRECT}
names: dict[int, str] = {}  # account id → "service:handle", for peek


def open_store(path: str) -> sqlite3.Connection:
    gc.disable()  # as in the program, which collects in its main thread alone: ui/aio.py
    return _known(connect.writer(Path(path)))


def open_reader(path: str) -> sqlite3.Connection:
    return _known(connect.reader(Path(path)))


def _known(db: sqlite3.Connection) -> sqlite3.Connection:
    names.update((each.id, each.key) for each in accounts.all(db))
    return db


def close(store: sqlite3.Connection) -> None:
    store.close()


def ingest(store: sqlite3.Connection, rows: list[dict[str, Any]]) -> dict[str, int]:
    """One transaction for the batch, one page for each account in it."""
    by_account: dict[str, list[Incoming]] = {}
    for row in rows:
        by_account.setdefault(row["account"], []).append(_incoming(row))
    return commit(Tx(store), lambda tx: _save(tx, by_account))


def _save(tx: Tx, by_account: dict[str, list[Incoming]]) -> dict[str, int]:
    pages = {_account(tx, name): Page(tuple(items)) for name, items in by_account.items()}
    saved = messages.save_all(tx, pages, "new")
    return {word: getattr(saved, word) for word in ("inserted", "updated", "unchanged")}


def _account(tx: Tx, name: str) -> int:
    if found := accounts.by_key(tx.db, name):
        return found.id
    service, handle = name.split(":")
    made = accounts.add(tx, service, Profile(handle, handle), f"https://{handle}.example")
    names[made.id] = name
    return made.id


def _incoming(row: dict[str, Any]) -> Incoming:
    author = row["author"]
    return Incoming(
        row["remote_id"],
        row["thread_id"],
        Author(author, author, row["author_name"]),
        row["text"],
        from_ms(row["sent_at"]),
        KINDS[row["kind"]],
        row["direction"] == "out",
        row["unread"] == 1,
        row["reply_to"] or "",
        row["subject"] or "",
        row["lang"],
    )


def upkeep(store: sqlite3.Connection) -> None:
    while commit(Tx(store), tidying.step):
        pass


def search(store: sqlite3.Connection, text: str, limit: int) -> tuple[searching.Hit, ...]:
    return searching.search(store, parse(text, MESSAGES, NOW), limit=limit).items


def inbox_page(
    store: sqlite3.Connection, view: str, cursor: Any, limit: int
) -> tuple[Iterable[Any], Any]:
    account = None if view in VIEWS else accounts.by_key(store, view)
    found = conversations.page(
        store, VIEWS.get(view, View.ALL), account and account.id, cursor=cursor, limit=limit
    )
    return found.items, found.cursor


def timeline_page(
    store: sqlite3.Connection, service: str, author: str, cursor: Any, limit: int
) -> tuple[Iterable[Any], Any]:
    contact_id = contacts.resolve(store, service, author) or 0
    found = river.page(store, contact_id, {"message"}, cursor, limit)
    return [entry.message for entry in found.items], found.cursor


def people_page(
    store: sqlite3.Connection, text: str, sort: str, descending: bool, cursor: Any, limit: int
) -> tuple[Iterable[Any], Any]:
    found = sifting.find(store, parse(text, PEOPLE, NOW), NOW, sort, descending, cursor, limit)
    return found.items, found.cursor


def people_count(store: sqlite3.Connection, text: str) -> int:
    return sifting.count(store, parse(text, PEOPLE, NOW), NOW)[0]


def peek_person(item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "received": item.received,
        "sent": item.sent,
        "first": _ms(item.first_at),
        "last": _ms(item.last_at),
        "heard": _ms(item.heard_at),
        "closeness": item.turns,
    }


def _ms(at: datetime | None) -> int:
    return to_ms(at) if at else 0


def counts(store: sqlite3.Connection) -> dict[str, int]:
    found = conversations.counts(store)
    return {"total": found.total, "unread": found.unread}


def peek(item: Any) -> dict[str, Any]:
    at = item.last_at if isinstance(item, conversations.InboxRow) else item.sent_at
    remote_id = item.last_remote_id if hasattr(item, "last_remote_id") else item.remote_id
    return {
        "sent_at": int(at.timestamp() * 1000),
        "unread": bool(item.unread),
        "account": names[item.account_id],
        "remote_id": remote_id,
        "author": item.handle,
        "author_name": item.who,
        "subject": item.subject,
        "text": item.text,
    }
