"""What a person told us of themselves, each with the words that say so where it needs them."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.known import CARE, About
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges, steps
from cm_desk.store.keys import clean
from cm_desk.store.steps import Step
from cm_desk.store.tx import Tx

_COLUMNS = "id, contact_id, kind, text, quote, message_id, at_ms"


@dataclass(frozen=True, slots=True)
class Fact:
    """`quote` are their words, from the message `message_id` where it is still here.

    `at` is since when. `id` is 0 before it is saved.
    """

    id: int
    contact_id: int
    about: About
    text: str
    at: datetime
    quote: str = ""
    message_id: int | None = None


def put(tx: Tx, fact: Fact, made: datetime) -> Step:
    """Takes the place of the one before, unless a person may have several of its kind.

    It belongs to whoever wrote the quoted message. `made` is now.
    """
    owner = merges.author(tx.db, fact.message_id) or fact.contact_id
    old = Step("facts")
    if fact.about not in CARE:
        where = "kind = ? and coalesce(home, contact_id) = ?"
        old = steps.delete(tx, "facts", where, [fact.about, owner])
    new = steps.insert(
        tx, "facts", owner, kind=fact.about, text=clean(fact.text), quote=clean(fact.quote),
        message_id=fact.message_id, at_ms=to_ms(fact.at), made_ms=to_ms(made),
    )  # fmt: skip
    return Step("facts", new.made, old.were)


def edit(tx: Tx, id: int, text: str) -> Step:
    return steps.update(tx, "facts", id, text=clean(text))


def remove(tx: Tx, id: int) -> Step:
    return steps.delete(tx, "facts", "id = ?", [id])


def clear(tx: Tx, contact_id: int, about: About) -> Step:
    """Of everybody who was joined into this person, too."""
    whole = merges.root(tx.db, contact_id)
    return steps.delete(tx, "facts", "contact_id = ? and kind = ?", [whole, about])


def of(db: sqlite3.Connection, contact_id: int) -> list[Fact]:
    """The one noted last comes first: of a kind of which there is one, that one stands."""
    rows = db.execute(
        f"select {_COLUMNS} from facts where contact_id = ? order by made_ms desc, id desc",
        [contact_id],
    )
    return [_of_row(row) for row in rows]


def alone(db: sqlite3.Connection, contact_id: int) -> Fact | None:
    """Set when the person asked to be left alone, or we decided it."""
    row = db.execute(
        f"select {_COLUMNS} from facts where contact_id = ? and kind = ?"
        " order by made_ms desc, id desc limit 1",
        [merges.root(db, contact_id), About.ALONE],
    ).fetchone()
    return _of_row(row) if row else None


def _of_row(row: tuple[Any, ...]) -> Fact:
    id, contact_id, kind, text, quote, message_id, at_ms = row
    return Fact(id, contact_id, About(kind), text, from_ms(at_ms), quote, message_id)
