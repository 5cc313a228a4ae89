"""Fields of our own: a name that is given once, in our order, and what each person has in it."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cm_desk.domain.news import Topic
from cm_desk.domain.times import to_ms
from cm_desk.store import merges, steps
from cm_desk.store.keys import clean
from cm_desk.store.steps import Step
from cm_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Field:
    """`people` is how many have something in it."""

    id: int
    name: str
    rank: int
    people: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    id: int
    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A field that was taken away, with what stood in it."""

    field: Field
    values: Step


_ALL = """
    select f.id, f.name, f.rank, (
        select count(distinct contact_id) from field_values v where v.field_id = f.id)
    from fields f"""


def all(db: sqlite3.Connection) -> list[Field]:
    """In our order."""
    return [Field(*row) for row in db.execute(_ALL + " order by rank, id")]


def ensure(tx: Tx, name: str) -> Field:
    """The field of that name, the last in order if it is new; capitals do not matter."""
    name = clean(name).strip()
    done = tx.db.execute(
        "insert into fields (name, rank) select ?, coalesce(max(rank), 0) + 1 from fields"
        " where true on conflict do nothing",
        [name],
    )
    [row] = tx.db.execute(_ALL + " where name = ?", [name]).fetchall()
    if done.rowcount:
        tx.changed(Topic.LABEL, 0)
    return Field(*row)


def rename(tx: Tx, id: int, name: str) -> bool:
    """False when another field has that name."""
    name = clean(name).strip()
    taken = "select 1 from fields where name = ? and id <> ?"
    if tx.db.execute(taken, [name, id]).fetchone():
        return False
    tx.db.execute("update fields set name = ? where id = ?", [name, id])
    tx.changed(Topic.LABEL, 0)
    return True


def order(tx: Tx, ids: Sequence[int]) -> None:
    """All of them as they shall stand; those that are not named keep their rank behind."""
    tx.db.execute(
        "update fields set rank = coalesce("
        "(select key + 1 from json_each(?1) where value = fields.id),"
        " rank + json_array_length(?1))",
        [json.dumps(list(ids))],
    )
    tx.changed(Topic.LABEL, 0)


def remove(tx: Tx, id: int) -> Removed | None:
    found = tx.db.execute(_ALL + " where id = ?", [id]).fetchone()
    if found is None:
        return None
    values = steps.delete(tx, "field_values", "field_id = ?", [id])
    tx.db.execute("delete from fields where id = ?", [id])
    tx.changed(Topic.LABEL, 0)
    return Removed(Field(*found), values)


def bring_back(tx: Tx, removed: Removed) -> None:
    """Into a field of that name that was made since, if there is one."""
    tx.db.execute(
        "insert into fields (name, rank) values (?, ?) on conflict do nothing",
        [removed.field.name, removed.field.rank],
    )
    [(id,)] = tx.db.execute("select id from fields where name = ?", [removed.field.name]).fetchall()
    were = tuple(row | {"field_id": id} for row in removed.values.were)
    steps.take_back(tx, replace(removed.values, were=were))
    tx.changed(Topic.LABEL, 0)


def put(tx: Tx, contact_id: int, field_id: int, text: str, made: datetime) -> Step:
    """What a person has in a field; "" takes it out, of all who were joined into them."""
    text, whole = clean(text).strip(), merges.root(tx.db, contact_id)
    if not text:
        return steps.delete(
            tx, "field_values", "contact_id = ? and field_id = ?", [whole, field_id]
        )
    where = "field_id = ? and coalesce(home, contact_id) = ?"
    old = steps.delete(tx, "field_values", where, [field_id, contact_id])
    new = steps.insert(
        tx, "field_values", contact_id, field_id=field_id, text=text, made_ms=to_ms(made)
    )
    return Step("field_values", new.made, old.were)


def of(db: sqlite3.Connection, contact_id: int) -> list[Value]:
    """In the order of the fields, one a field: of people who were joined the newest stands."""
    rows = db.execute(
        "select v.id, v.text, f.id, f.name, f.rank from field_values v"
        " join fields f on f.id = v.field_id where v.contact_id = ?"
        " order by f.rank, f.id, v.made_ms desc, v.id desc",
        [contact_id],
    )
    found: dict[int, Value] = {}
    for id, text, *field in rows:
        found.setdefault(field[0], Value(id, Field(*field), text))
    return list(found.values())
