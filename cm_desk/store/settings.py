"""Small named texts: how the window was left, what the person chose."""

import sqlite3

from cm_desk.domain.news import Topic
from cm_desk.store.tx import Tx


def get(db: sqlite3.Connection, name: str, default: str = "") -> str:
    found = db.execute("select value from settings where name = ?", [name]).fetchone()
    return str(found[0]) if found else default


def set(tx: Tx, name: str, value: str) -> None:
    """No news when the value is the same."""
    done = tx.db.execute(
        "insert into settings values (?, ?) on conflict (name)"
        " do update set value = excluded.value where value <> excluded.value",
        [name, value],
    )
    if done.rowcount:
        tx.changed(Topic.SETTING, 0)


def all(db: sqlite3.Connection) -> dict[str, str]:
    return dict(db.execute("select name, value from settings order by name").fetchall())
