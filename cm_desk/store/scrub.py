"""Names of somebody in rows that are not theirs: found page by page, and blacked out."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from cm_desk.domain.news import Topic
from cm_desk.store import fulltext, holdings
from cm_desk.store.holdings import Key
from cm_desk.store.tx import Tx
from cm_desk.text.blackout import ERASED, Blackout

PAGE = 2000
IDS = ("reply_to", "thread")  # columns that name a message by the id its service gave it
SHORTEST_QUOTE = 8  # characters


@dataclass(frozen=True, slots=True)
class Names:
    """What names somebody: in words, and `ids` of their messages."""

    black: Blackout
    ids: frozenset[str] = frozenset()


def tables(db: sqlite3.Connection) -> list[str]:
    """Where a name may stand: every table with a text. The indexes follow their tables."""
    index = holdings.indexes()
    return [name for name in holdings.tables(db) if name not in index and columns(db, name)]


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    found = db.execute(
        "select name from pragma_table_xinfo(?) where type = 'TEXT' and hidden = 0", [table]
    )
    return [name for (name,) in found]


def find(
    db: sqlite3.Connection, table: str, names: Names, after: Key | None, limit: int = PAGE
) -> tuple[list[Key], Key | None, int]:
    """Keys of the rows after `after` that name them, the key to go on from, and how many rows were
    read. Rows of the person themselves are among them."""
    keys, texts = holdings.keys(db, table), columns(db, table)
    order = ", ".join(keys)
    beyond = "" if after is None else f" where ({order}) > ({', '.join('?' * len(keys))})"
    rows = db.execute(
        f"select {order}, {', '.join(texts)} from {table}{beyond} order by {order} limit ?",
        [*(after or ()), limit],
    ).fetchall()
    n = len(keys)
    near = names.black.near("\n".join(text for row in rows for text in row[n:] if text))
    hits = [
        row[:n] for row in rows if _ids(names, texts, row[n:]) or _hit(names.black, row[n:], near)
    ]
    return hits, rows[-1][:n] if rows else None, len(rows)


def _hit(black: Blackout, values: Iterable[str | None], near: bool) -> bool:
    return any(text and (black.quotes(text) or (near and black.hits(text))) for text in values)


def _ids(names: Names, texts: list[str], values: Iterable[str | None]) -> bool:
    pairs = zip(texts, values, strict=True)
    return any(name in IDS and value in names.ids for name, value in pairs)


def clean(tx: Tx, table: str, keys: Iterable[Key], names: Names) -> int:
    """How many rows were changed; rows that are gone are passed by."""
    texts, key_columns, done = columns(tx.db, table), holdings.keys(tx.db, table), 0
    where = " and ".join(f"{name} = ?" for name in key_columns)
    for key in keys:
        found = tx.db.execute(
            f"select {', '.join(texts)} from {table} where {where}", key
        ).fetchone()
        if found is None:
            continue
        old = dict(zip(texts, found, strict=True))
        new = {name: _cleaned(names, name, text) for name, text in old.items() if text}
        changed = {name: text for name, text in new.items() if text != old[name]}
        if changed:
            _change(tx, table, where, key, changed)
            done += 1
    return done


def _cleaned(names: Names, column: str, text: str) -> str:
    if column in IDS and text in names.ids:
        return ""
    return names.black.clean(text)


def _change(tx: Tx, table: str, where: str, key: Key, changed: dict[str, str]) -> None:
    """The full text follows. A name that must be the only one gets a number."""
    with fulltext.replaced(tx.db, table, key):
        sets = ", ".join(f"{name} = ?" for name in changed)
        for number in range(1, 1000):
            said = [_numbered(text, number) for text in changed.values()]
            done = tx.db.execute(
                f"update or ignore {table} set {sets} where {where} returning 1", [*said, *key]
            )
            if done.fetchall():
                break
    if table == "messages":
        [(conversation_id,)] = tx.db.execute(
            "select conversation_id from messages where id = ?", key
        ).fetchall()
        tx.changed(Topic.CONVERSATION, conversation_id)


def _numbered(text: str, number: int) -> str:
    return text if number == 1 else f"{text} {number}"


def quotes(db: sqlite3.Connection, table: str, pointer: str) -> None:
    """What rows that point to one of their messages (temp table mess) quote from it goes."""
    texts, keys = columns(db, table), holdings.keys(db, table)
    if not texts:
        return
    rows = db.execute(
        f"select {', '.join(f't.{name}' for name in (*keys, *texts))}, m.text from {table} t"
        f" join messages m on m.id = t.{pointer} where t.{pointer} in mess"
    ).fetchall()
    where = " and ".join(f"{name} = ?" for name in keys)
    for row in rows:
        key, values, said = row[: len(keys)], row[len(keys) : -1], row[-1]
        for name, text in zip(texts, values, strict=True):
            if text and _quotes(text, said):
                db.execute(f"update {table} set {name} = ? where {where}", [ERASED, *key])


def _quotes(text: str, said: str) -> bool:
    bare, whole = " ".join(text.strip('“”"… ').split()), " ".join(said.split())
    return len(bare) >= SHORTEST_QUOTE and (bare in whole or (len(whole) > 7 and whole in bare))
