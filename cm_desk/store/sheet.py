"""What one wants to have read before answering somebody, in one reading."""

import sqlite3
from dataclasses import dataclass

from cm_desk.store import contacts, gestures, known, notes, promises, river
from cm_desk.store.contacts import Person
from cm_desk.store.gestures import Gesture
from cm_desk.store.known import Known
from cm_desk.store.messages import Message
from cm_desk.store.notes import Note
from cm_desk.store.promises import Promise

RECENT = 60  # messages: enough for a few exchanges, also with somebody who writes in pieces


@dataclass(frozen=True, slots=True)
class Sheet:
    """`recent` are the newest messages both ways; `promises` are the open ones, the one due first
    comes first; gestures and notes newest first."""

    person: Person
    known: Known
    recent: tuple[Message, ...]
    promises: tuple[Promise, ...]
    gestures: tuple[Gesture, ...]
    notes: tuple[Note, ...]


def read(db: sqlite3.Connection, contact_id: int) -> Sheet | None:
    """None: that person is not here any more."""
    person = contacts.person(db, contact_id)
    if person is None:
        return None
    said = river.page(db, person.id, {"message"}, limit=RECENT).items
    waiting = (each for each in promises.of(db, person.id) if each.state == "open")
    return Sheet(
        person,
        known.of(db, person.id),
        tuple(each.message for each in said if each.message),
        tuple(sorted(waiting, key=lambda each: each.due)),
        tuple(gestures.of(db, person.id)),
        tuple(notes.of(db, person.id)),
    )
