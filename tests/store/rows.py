"""Incoming messages for tests: change what matters with `replace` or by name."""

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

from cm_desk.domain.filters import MESSAGES
from cm_desk.domain.model import Account, Author, Incoming, Page, Profile
from cm_desk.domain.query import Query, parse
from cm_desk.store import accounts, messages, tally
from cm_desk.store.messages import Saved
from cm_desk.store.tx import Tx

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
MIRA = Author("mira@social.example", "@mira@social.example", "Mira")
TOMAS = Author("tomas@social.example", "@tomas@social.example", "Tomas")


def account(db: sqlite3.Connection, handle: str = "@shop@social.example") -> Account:
    return accounts.add(Tx(db), "mastodon", Profile(handle, "1"), "https://social.example")


def message(remote_id: str, minute: int = 0, text: str = "hello", **other: Any) -> Incoming:
    sent_at = START + timedelta(minutes=minute)
    given: dict[str, Any] = {"thread": "t1", "who": MIRA} | other
    return Incoming(remote_id, text=text, sent_at=sent_at, **given)


def save(db: sqlite3.Connection, account_id: int, *items: Incoming, stream: str = "new") -> Saved:
    return messages.save(Tx(db), account_id, Page(items), stream)


def asked(text: str) -> Query:
    return parse(text, MESSAGES, START, UTC)


def counters_are_right(db: sqlite3.Connection) -> bool:
    return sorted(row for row in tally.read(db) if row[2]) == sorted(tally.count(db))
