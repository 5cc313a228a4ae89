"""Introductions between customers, and how each of them stands."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.introductions import ENDED, Course, Stage
from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import clean, cleaned
from cm_desk.store.tx import Tx

_SELECT = """
    select i.id, i.contact_id, a.name, i.other_id, i.circle, i.why, i.other_why, i.message_id,
        i.other_message, i.stage, i.since_ms, i.made_ms, i.outcome, i.talking, i.looked_ms
    from introductions i join contacts a on a.id = i.contact_id """


@dataclass(frozen=True, slots=True)
class Introduction:
    """`why` is what the first said, `other_why` what the other said, each in its message.

    `circle` is what they share. `outcome` is what came of it, `talking` whether they still are;
    None before anybody looked.
    """

    id: int
    contact_id: int
    who: str
    other_id: int
    other: str
    circle: str
    why: str
    other_why: str
    message_id: int | None
    other_message: int | None
    course: Course
    made_at: datetime
    outcome: str = ""
    talking: bool | None = None
    looked_at: datetime | None = None

    @property
    def met_at(self) -> datetime | None:
        """When both knew of each other."""
        return self.course.since if self.course.stage is Stage.INTRODUCED else None

    @property
    def asked_id(self) -> int:
        """Whom the next question is for; 0 when nobody is asked next."""
        return {1: self.contact_id, 2: self.other_id}.get(self.course.asks, 0)


def add(tx: Tx, introduction: Introduction) -> int:
    """An idea, nothing more. The same two people are one idea at a time: its id then."""
    new = cleaned(introduction)
    contact_id, home = merges.place(tx.db, new.contact_id)
    other_id = merges.root(tx.db, new.other_id)
    for each in of(tx.db, contact_id):
        if {each.contact_id, each.other_id} == {contact_id, other_id} and not _ended(each):
            return each.id
    [(id,)] = tx.db.execute(
        "insert into introductions (contact_id, home, other_id, circle, why, other_why,"
        " message_id, other_message, made_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        [
            *(contact_id, home, new.other_id, new.circle, new.why, new.other_why, new.message_id),
            *(new.other_message, to_ms(new.made_at)),
        ],
    ).fetchall()
    _said(tx, int(id))
    return int(id)


def move(tx: Tx, id: int, course: Course) -> None:
    since_ms = None if course.since is None else to_ms(course.since)
    tx.db.execute(
        "update introductions set stage = ?, since_ms = ? where id = ?",
        [str(course.stage), since_ms, id],
    )
    _said(tx, id)


def move_with(tx: Tx, id: int, course: Course, gesture_id: int) -> None:
    """The stage that comes with a message; taken back with it."""
    tx.db.execute(
        "update introductions set was_stage = stage, was_ms = since_ms,"
        " step_key = (select outbox_key from gestures where id = ?) where id = ?",
        [gesture_id, id],
    )
    move(tx, id, course)


def withdraw(tx: Tx, outbox_key: str) -> None:
    """The message that asked, or told, was taken back: it stands where it stood before."""
    found = tx.db.execute(
        "update introductions set stage = was_stage, since_ms = was_ms, step_key = ''"
        " where step_key = ? returning id",
        [outbox_key],
    ).fetchall()
    for (id,) in found:
        _said(tx, id)


def look(tx: Tx, id: int, outcome: str, talking: bool | None, at: datetime | None) -> None:
    """What came of it. Staying apart is an outcome too. `at` None: nobody looked."""
    tx.db.execute(
        "update introductions set outcome = ?, talking = ?, looked_ms = ? where id = ?",
        [clean(outcome), talking, None if at is None else to_ms(at), id],
    )
    _said(tx, id)


def remove(tx: Tx, id: int) -> Introduction | None:
    """What was removed, so that it can be added again."""
    old = get(tx.db, id)
    _said(tx, id)
    tx.db.execute("delete from introductions where id = ?", [id])
    return old


def restore(tx: Tx, old: Introduction) -> int:
    """One that was removed, as it stood."""
    id = add(tx, old)
    move(tx, id, old.course)
    if old.looked_at:
        look(tx, id, old.outcome, old.talking, old.looked_at)
    return id


def get(db: sqlite3.Connection, id: int) -> Introduction | None:
    row = db.execute(_SELECT + "where i.id = ?", [id]).fetchone()
    return _of_row(db, row) if row else None


def of(db: sqlite3.Connection, contact_id: int) -> list[Introduction]:
    """Those with this person, newest first."""
    rows = db.execute(
        _SELECT + "where i.contact_id = ?1 or i.other_id in (with recursive tree (id) as ("
        " select ?1 union select c.id from contacts c join tree t on c.joined = t.id)"
        " select id from tree) order by i.made_ms desc, i.id desc",
        [contact_id],
    ).fetchall()
    return [_of_row(db, row) for row in rows]


def all(db: sqlite3.Connection) -> list[Introduction]:
    """Those under way first, then by how new they are."""
    rows = db.execute(_SELECT + "order by i.made_ms desc, i.id desc").fetchall()
    return sorted((_of_row(db, row) for row in rows), key=_ended)


def _ended(introduction: Introduction) -> bool:
    return introduction.course.stage in ENDED


def _said(tx: Tx, id: int) -> None:
    found = tx.db.execute("select contact_id, other_id from introductions where id = ?", [id])
    for pair in found.fetchall():
        for contact_id in pair:
            tx.changed(Topic.CONTACT, merges.root(tx.db, contact_id))


def _of_row(db: sqlite3.Connection, row: tuple[Any, ...]) -> Introduction:
    id, contact_id, who, other, *words, stage, since_ms, made_ms, outcome, talking, looked = row
    other_id = merges.root(db, other)
    [(name,)] = db.execute("select name from contacts where id = ?", [other_id]).fetchall()
    circle, why, other_why, message_id, other_message = words
    course = Course(Stage(stage), None if since_ms is None else from_ms(since_ms))
    return Introduction(
        *(id, contact_id, who, other_id, name, circle, why, other_why, message_id, other_message),
        *(course, from_ms(made_ms), outcome, None if talking is None else bool(talking)),
        None if looked is None else from_ms(looked),
    )
