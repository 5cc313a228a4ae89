"""Labels that we put on conversations and on people."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.news import Topic
from cm_desk.domain.times import to_ms
from cm_desk.store import merges, steps
from cm_desk.store.keys import clean
from cm_desk.store.steps import Step
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


def put_on(tx: Tx, contact_id: int, label_id: int, made: datetime) -> Step:
    """On a person. Falsy when it was there already."""
    whole = merges.root(tx.db, contact_id)
    there = "select 1 from contact_labels where contact_id = ? and label_id = ?"
    if tx.db.execute(there, [whole, label_id]).fetchone():
        return Step("contact_labels")
    return steps.insert(tx, "contact_labels", contact_id, label_id=label_id, made_ms=to_ms(made))


def take_off(tx: Tx, contact_id: int, label_id: int) -> Step:
    """From a person, and from all who were joined into them."""
    whole = merges.root(tx.db, contact_id)
    where = "contact_id = ? and label_id = ?"
    return steps.delete(tx, "contact_labels", where, [whole, label_id])


def recolor(tx: Tx, id: int, color: str) -> str | None:
    """The colour it had; None for a label that is not here."""
    found = tx.db.execute("select color from labels where id = ?", [id]).fetchone()
    if found and found[0] != color:
        tx.db.execute("update labels set color = ? where id = ?", [color, id])
        tx.changed(Topic.LABEL, id)
    return found[0] if found else None


def of_people(db: sqlite3.Connection, contact_ids: Iterable[int]) -> dict[int, tuple[Label, ...]]:
    """The labels of those people that have any, by name."""
    found: dict[int, tuple[Label, ...]] = {}
    rows = db.execute(
        "select distinct c.contact_id, l.id, l.name, l.color from json_each(?) j"
        " cross join contact_labels c on c.contact_id = j.value"
        " cross join labels l on l.id = c.label_id order by l.name",
        ["[" + ",".join(map(str, contact_ids)) + "]"],
    )
    for id, *label in rows:
        found[id] = (*found.get(id, ()), Label(*label))
    return found


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
