"""What a write did to the rows of one table, so that it can be taken back exactly."""

from dataclasses import dataclass
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.store import merges
from cm_desk.store.tx import Tx

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """`made` are new ids, `were` the rows as they stood before. Falsy: nothing changed."""

    table: str
    made: tuple[int, ...] = ()
    were: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.made or self.were)


def rows(tx: Tx, table: str, where: str, given: list[Any]) -> tuple[Row, ...]:
    found = tx.db.execute(f"select * from {table} where {where} order by id", given)
    names = [column[0] for column in found.description]
    return tuple(dict(zip(names, row, strict=True)) for row in found.fetchall())


def insert(tx: Tx, table: str, contact_id: int, **values: Any) -> Step:
    """A row for a contact, or for whom they were joined with."""
    whole, home = merges.place(tx.db, contact_id)
    id = _insert(tx, table, values | {"contact_id": whole, "home": home})
    tx.changed(Topic.CONTACT, whole)
    return Step(table, made=(id,))


def update(tx: Tx, table: str, id: int, **values: Any) -> Step:
    """The same values again are no news."""
    were = rows(tx, table, "id = ?", [id])
    if not were or were[0] | values == were[0]:
        return Step(table)
    _update(tx, table, id, values)
    tx.changed(Topic.CONTACT, were[0]["contact_id"])
    return Step(table, were=were)


def delete(tx: Tx, table: str, where: str, given: list[Any]) -> Step:
    were = rows(tx, table, where, given)
    tx.db.executemany(f"delete from {table} where id = ?", [(each["id"],) for each in were])
    for contact_id in {each["contact_id"] for each in were}:
        tx.changed(Topic.CONTACT, contact_id)
    return Step(table, were=were)


def take_back(tx: Tx, *steps: Step) -> None:
    """The last one first. What was removed comes back to whom it belongs by now."""
    for step in reversed(steps):
        for id in step.made:
            delete(tx, step.table, "id = ?", [id])
        for row in step.were:
            _restore(tx, step.table, row)


def _restore(tx: Tx, table: str, row: Row) -> None:
    """A removed row gets its old number unless that was given away."""
    whole, home = merges.place(tx.db, row["home"] or row["contact_id"])
    back = row | {"contact_id": whole, "home": home}
    known = rows(tx, table, "id = ?", [row["id"]])
    if known and known[0]["made_ms"] == row["made_ms"]:
        _update(tx, table, row["id"], back)
    elif known:
        _insert(tx, table, {name: value for name, value in back.items() if name != "id"})
    else:
        _insert(tx, table, back)
    tx.changed(Topic.CONTACT, whole)


def _insert(tx: Tx, table: str, values: Row) -> int:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    [(id,)] = tx.db.execute(
        f"insert into {table} ({names}) values ({marks}) returning id", [*values.values()]
    ).fetchall()
    return int(id)


def _update(tx: Tx, table: str, id: int, values: Row) -> None:
    sets = ", ".join(f"{name} = ?" for name in values)
    tx.db.execute(f"update {table} set {sets} where id = ?", [*values.values(), id])
