"""The first look at the store, for the first paint: no asyncio, no lanes, nothing heavy."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from cm_desk.domain.account import Account
from cm_desk.domain.views import View
from cm_desk.store import accounts, conversations, settings
from cm_desk.store.conversations import Counts, InboxRow
from cm_desk.store.paging import Slice
from cm_desk.store.soundness import SCHEMA, version, whole


@dataclass(frozen=True, slots=True)
class FirstLook:
    rows: Slice[InboxRow]
    counts: Counts
    accounts: tuple[Account, ...]
    settings: dict[str, str]


def look(path: Path, view: View = View.NEEDS_REPLY, limit: int = 50) -> FirstLook | None:
    """The first page of the inbox, read at once in the calling thread.

    None when there is no store yet, or one that only `Store.open` can judge: of another schema,
    damaged or in use.
    """
    if not path.exists() or not whole(path):
        return None
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return None
    try:
        return _look(db, view, limit) if version(db) == SCHEMA else None
    except sqlite3.Error:
        return None
    finally:
        db.close()


def _look(db: sqlite3.Connection, view: View, limit: int) -> FirstLook:
    rows = conversations.page(db, view, limit=limit)
    known = tuple(accounts.all(db))
    return FirstLook(rows, conversations.counts(db), known, settings.all(db))
