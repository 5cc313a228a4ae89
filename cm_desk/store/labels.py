"""Labels that a person puts on conversations."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from cm_desk.domain.news import Topic
from cm_desk.store.keys import clean
from cm_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Label:
    """`color` is a name of the theme or "#rrggbb", "" for none."""

    id: int
    name: str
    color: str = ""


def all(db: sqlite3.Connection) -> list[Label]:
    """By name."""
    return [Label(*row) for row in db.execute("select id, name, color from labels order by name")]


def ensure(tx: Tx, name: str, color: str = "") -> Label:
    """The label of that name, made if there was none; capitals do not matter."""
    name = clean(name).strip()
    done = tx.db.execute(
        "insert into labels (name, color) values (?, ?) on conflict do nothing", [name, color]
    )
    found = tx.db.execute("select id, name, color from labels where name = ?", [name]).fetchone()
    if done.rowcount:
        tx.changed(Topic.LABEL, found[0])
    return Label(*found)


def assign(tx: Tx, conversation_id: int, label_id: int) -> bool:
    """Whether it was not there before."""
    done = tx.db.execute(
        "insert into conversation_labels (label_id, conversation_id) values (?, ?)"
        " on conflict do nothing",
        [label_id, conversation_id],
    )
    return _told(tx, conversation_id, done.rowcount)


def unassign(tx: Tx, conversation_id: int, label_id: int) -> bool:
    """Whether it was there."""
    done = tx.db.execute(
        "delete from conversation_labels where label_id = ? and conversation_id = ?",
        [label_id, conversation_id],
    )
    return _told(tx, conversation_id, done.rowcount)


def _told(tx: Tx, conversation_id: int, rows: int) -> bool:
    if rows:
        tx.changed(Topic.CONVERSATION, conversation_id)
    return bool(rows)


def of(db: sqlite3.Connection, conversation_ids: Iterable[int]) -> dict[int, tuple[Label, ...]]:
    """The labels of those conversations that have any, by name."""
    found: dict[int, tuple[Label, ...]] = {}
    rows = db.execute(
        "select c.conversation_id, l.id, l.name, l.color from json_each(?) j"
        " cross join conversation_labels c on c.conversation_id = j.value"
        " cross join labels l on l.id = c.label_id order by l.name",
        ["[" + ",".join(map(str, conversation_ids)) + "]"],
    )
    for id, *label in rows:
        found[id] = (*found.get(id, ()), Label(*label))
    return found
