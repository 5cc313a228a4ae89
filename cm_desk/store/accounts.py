"""Brand accounts, how far each has been read, and what is wrong with it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cm_desk.domain.account import Account
from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.keys import clean, cleaned
from cm_desk.store.tx import Tx

if TYPE_CHECKING:
    from cm_desk.domain.model import Profile

_SELECT = "select id, service, handle, base_url, name, remote_id, avatar_url, signer from accounts "


@dataclass(frozen=True, slots=True)
class AccountState:
    """How an account does. `problem_kind` is a name of ours ("sign-in", "offline"), "" is well."""

    synced_at: datetime | None = None
    problem_kind: str = ""
    problem: str = ""
    retry_at: datetime | None = None
    history_done: bool = False


def add(tx: Tx, service: str, profile: "Profile", base_url: str) -> Account:
    """The account, added if it was not known, with its newest name and picture.

    An archive may know it by its number alone: then it gets its handle now.
    """
    profile = cleaned(profile)
    tx.db.execute(
        "update or ignore accounts set handle = ?"
        " where service = ? and remote_id = ? and handle = remote_id",
        [profile.handle, service, profile.remote_id],
    )
    row = [service, profile.handle, base_url, profile.name, profile.remote_id, profile.avatar_url]
    [(id,)] = tx.db.execute(
        "insert into accounts (service, handle, base_url, name, remote_id, avatar_url)"
        " values (?, ?, ?, ?, ?, ?) on conflict (service, handle) do update set"
        " base_url = excluded.base_url, name = excluded.name, remote_id = excluded.remote_id,"
        " avatar_url = excluded.avatar_url returning id",
        row,
    ).fetchall()
    tx.changed(Topic.ACCOUNT, id)
    return Account(*tx.db.execute(_SELECT + "where id = ?", [id]).fetchone())


def all(db: sqlite3.Connection) -> list[Account]:
    """In the order they were added."""
    return [Account(*row) for row in db.execute(_SELECT + "order by id")]


def get(db: sqlite3.Connection, id: int) -> Account | None:
    row = db.execute(_SELECT + "where id = ?", [id]).fetchone()
    return Account(*row) if row else None


def by_key(db: sqlite3.Connection, key: str) -> Account | None:
    """By Account.key, "service:handle"."""
    row = db.execute(_SELECT + "where service || ':' || handle = ?", [key]).fetchone()
    return Account(*row) if row else None


def of_archive(db: sqlite3.Connection, service: str, profile: "Profile") -> Account | None:
    """The account that an archive is about: by its handle, or by its number where that is all
    that the archive knows."""
    known = by_key(db, f"{service}:{profile.handle}")
    if known is not None or profile.handle != profile.remote_id:
        return known
    row = db.execute(
        _SELECT + "where service = ? and remote_id = ? order by id", [service, profile.remote_id]
    ).fetchone()
    return Account(*row) if row else None


def change(tx: Tx, id: int, name: str | None = None, signer: str | None = None) -> None:
    """Give it another name here, or another person who signs; None leaves it."""
    done = tx.db.execute(
        "update accounts set name = coalesce(?, name), signer = coalesce(?, signer) where id = ?",
        [name, signer, id],
    )
    if done.rowcount:
        tx.changed(Topic.ACCOUNT, id)


def remove(tx: Tx, id: int) -> None:
    """With all its messages, and the people nobody else has heard of."""
    from cm_desk.store import removal  # knows every noun: not needed for the first paint

    removal.account(tx, id)
    tx.changed(Topic.ACCOUNT, id)


def cursor(db: sqlite3.Connection, id: int, stream: str) -> str | None:
    """Where the next sync of `stream` ("new", "history") continues; None before the first."""
    found = db.execute(
        "select value from cursors where account_id = ? and stream = ?", [id, stream]
    ).fetchone()
    return str(found[0]) if found else None


def set_cursor(tx: Tx, id: int, stream: str, value: str | None) -> None:
    """None forgets it. An unchanged cursor writes nothing."""
    if value is None:
        tx.db.execute("delete from cursors where account_id = ? and stream = ?", [id, stream])
    elif cursor(tx.db, id, stream) != (value := clean(value)):
        tx.db.execute("insert or replace into cursors values (?, ?, ?)", [id, stream, value])


def state(db: sqlite3.Connection, id: int) -> AccountState:
    """Of an account that is gone: an empty state."""
    row = db.execute(
        "select synced_ms, problem_kind, problem, retry_ms, history_done from accounts"
        " where id = ?",
        [id],
    ).fetchone()
    if row is None:
        return AccountState()
    synced, kind, problem, retry, done = row
    return AccountState(_at(synced), kind, problem, _at(retry), bool(done))


def set_state(tx: Tx, id: int, new: AccountState) -> None:
    """The same state writes nothing and is no news."""
    if state(tx.db, id) == new:
        return
    values: list[Any] = [_ms(new.synced_at), new.problem_kind, new.problem, _ms(new.retry_at)]
    tx.db.execute(
        "update accounts set synced_ms = ?, problem_kind = ?, problem = ?, retry_ms = ?,"
        " history_done = ? where id = ?",
        [*values, new.history_done, id],
    )
    tx.changed(Topic.ACCOUNT, id)


def _at(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)
