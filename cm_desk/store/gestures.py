"""Gestures: the thanks, apologies, gifts and surprises that were given, in every direction.

One that leaves with a message waits for it: undo takes both back, and it is given when the
message has arrived.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import clean, cleaned
from cm_desk.store.paging import NEWEST, Cursor, Slice, capped
from cm_desk.store.tx import Tx


class Direction(StrEnum):
    """Ours to them, theirs to us, or from this person to another one (`other_id`)."""

    GIVEN = "given"
    RECEIVED = "received"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Gesture:
    """`voice` is who of us gave it, `why` what moved us, often a quoted message (`message_id`).

    `id` is 0 before it is saved. `giver` is who of us pays for it from their allowance. `asked`:
    they asked for it. `outbox_key` is that of the message it leaves with, "" once it has left;
    `sent_id` that message then. `back` is what came of it, in their words, if anything did.
    """

    id: int
    contact_id: int
    kind: str
    at: datetime
    voice: str = ""
    why: str = ""
    message_id: int | None = None
    cost_cents: int = 0
    currency: str = ""
    minutes: int = 0
    note: str = ""
    public: bool = False
    conversation_id: int | None = None
    direction: str = Direction.GIVEN
    other_id: int | None = None
    asked: bool = False
    account_id: int | None = None
    voice_id: int | None = None
    giver: str = ""
    outbox_key: str = ""
    sent_id: int | None = None
    back: str = ""
    back_at: datetime | None = None
    back_id: int | None = None

    @property
    def is_leaving(self) -> bool:
        return bool(self.outbox_key)


_FIELDS = (
    *("contact_id", "kind", "at_ms", "voice", "why", "message_id", "cost_cents", "currency"),
    *("minutes", "note", "public", "conversation_id", "direction", "other_id", "asked"),
    *("account_id", "voice_id", "giver", "outbox_key", "sent_id", "back", "back_ms", "back_id"),
)
_COLUMNS = ", ".join(f"t.{name}" for name in ("id", *_FIELDS))
_SELECT = f"select {_COLUMNS} from gestures t "
STREAM = f"select t.at_ms, {_COLUMNS} from gestures t"


@dataclass(frozen=True, slots=True)
class Quote:
    """A message that is a reason of a gesture, and its words as they were then."""

    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """A gesture, and the name and picture of whom it was for."""

    gesture: Gesture
    who: str
    avatar_url: str


def add(tx: Tx, gesture: Gesture) -> int:
    """A new row, whatever its id says."""
    return _insert(tx, replace(gesture, id=0))


def put(tx: Tx, gesture: Gesture, quotes: Sequence[Quote] = ()) -> int:
    """A new row where its id is 0; else the row of that id is as `gesture` says, also when it was
    removed. `quotes` are its reasons beside the first, and no others."""
    if gesture.id and get(tx.db, gesture.id):
        _update(tx, gesture)
        tx.db.execute("delete from gesture_quotes where gesture_id = ?", [gesture.id])
        id = gesture.id
    else:
        id = _insert(tx, gesture)
    quote(tx, id, quotes)
    return id


def _insert(tx: Tx, gesture: Gesture) -> int:
    contact_id, home = merges.place(tx.db, gesture.contact_id)
    row = _row(replace(gesture, contact_id=contact_id))
    [(id,)] = tx.db.execute(
        f"insert into gestures (id, {', '.join(_FIELDS)}, home)"
        f" values (nullif(?, 0), {', '.join('?' * (len(_FIELDS) + 1))}) returning id",
        [gesture.id, *row, home],
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)
    return int(id)


def _update(tx: Tx, gesture: Gesture) -> None:
    names = [name for name in _FIELDS if name != "contact_id"]
    row = dict(zip(_FIELDS, _row(gesture), strict=True))
    [(contact_id,)] = tx.db.execute(
        f"update gestures set {', '.join(f'{name} = ?' for name in names)} where id = ?"
        " returning contact_id",
        [*(row[name] for name in names), gesture.id],
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)


def _row(gesture: Gesture) -> list[Any]:
    g = cleaned(gesture)
    return [
        *(g.contact_id, g.kind, to_ms(g.at), g.voice, g.why, g.message_id, g.cost_cents),
        *(g.currency, g.minutes, g.note, g.public, g.conversation_id, str(g.direction)),
        *(g.other_id, g.asked, g.account_id, g.voice_id, g.giver, g.outbox_key, g.sent_id, g.back),
        *(None if g.back_at is None else to_ms(g.back_at), g.back_id),
    ]


def quote(tx: Tx, id: int, quotes: Sequence[Quote]) -> None:
    """More reasons of a gesture than its first; one that is there already stays as it is."""
    tx.db.executemany(
        "insert into gesture_quotes (gesture_id, message_id, text) values (?, ?, ?)"
        " on conflict do nothing",
        [(id, each.message_id, clean(each.text)) for each in quotes],
    )


def quotes(db: sqlite3.Connection, id: int) -> tuple[Quote, ...]:
    """In the order in which they were said, without the first reason, which the row holds."""
    found = db.execute(
        "select message_id, text from gesture_quotes where gesture_id = ? order by message_id", [id]
    )
    return tuple(Quote(*row) for row in found)


def get(db: sqlite3.Connection, id: int) -> Gesture | None:
    row = db.execute(_SELECT + "where id = ?", [id]).fetchone()
    return of_row(row) if row else None


def remove(tx: Tx, id: int) -> Gesture | None:
    """What was removed, so that it can be added again; None if it was not there."""
    if gesture := get(tx.db, id):
        tx.db.execute("delete from gestures where id = ?", [id])
        tx.changed(Topic.CONTACT, gesture.contact_id)
    return gesture


def arrived(tx: Tx, outbox_key: str, sent_id: int | None, at: datetime) -> None:
    """The message it waited for has left: it is given, at the time of the message."""
    _leaving(
        tx,
        "update gestures set outbox_key = '', sent_id = ?, at_ms = ? where outbox_key = ?",
        [sent_id, to_ms(at), outbox_key],
    )


def withdraw(tx: Tx, outbox_key: str) -> None:
    """The message it waited for was taken back: it was never given."""
    _leaving(tx, "delete from gestures where outbox_key = ?", [outbox_key])


def _leaving(tx: Tx, change: str, values: list[Any]) -> None:
    for (contact_id,) in tx.db.execute(change + " returning contact_id", values).fetchall():
        tx.changed(Topic.CONTACT, contact_id)


def came_back(
    tx: Tx, id: int, words: str, at: datetime | None, message_id: int | None = None
) -> None:
    """What came of it, as it was; `at` None: nothing, and that is fine."""
    ms = None if at is None else to_ms(at)
    found = tx.db.execute(
        "update gestures set back = ?, back_ms = ?, back_id = ? where id = ? returning contact_id",
        [clean(words), ms, message_id, id],
    ).fetchall()
    for (contact_id,) in found:
        tx.changed(Topic.CONTACT, contact_id)


def of(db: sqlite3.Connection, contact_id: int) -> list[Gesture]:
    """Newest first."""
    rows = db.execute(_SELECT + "where contact_id = ? order by at_ms desc, id desc", [contact_id])
    return [of_row(row) for row in rows]


def page(
    db: sqlite3.Connection, kind: str | None = None, cursor: Cursor | None = None, limit: int = 50
) -> Slice[Gesture]:
    """Everybody's, newest first."""
    limit, (at, id) = capped(limit), after(cursor)
    rows = db.execute(
        _SELECT + f"where (at_ms, id) < (?, ?){'' if kind is None else ' and kind = ?'}"
        " order by at_ms desc, id desc limit ?",
        [at, id, *([] if kind is None else [kind]), limit + 1],
    ).fetchall()
    following = f"{rows[limit - 1][3]}/{rows[limit - 1][0]}" if len(rows) > limit else None
    return Slice(tuple(map(of_row, rows[:limit])), following)


def some(db: sqlite3.Connection, where: str, values: Sequence[Any], limit: int) -> list[Gesture]:
    """Those for which `where` holds of gestures t, newest first; for others of the store."""
    rows = db.execute(
        _SELECT + f"where {where} order by t.at_ms desc, t.id desc limit ?", [*values, limit]
    )
    return [of_row(row) for row in rows]


def after(cursor: Cursor | None) -> tuple[int, int]:
    """(at_ms, id) of a cursor "at_ms/id"; None starts above everything."""
    if cursor is None:
        return NEWEST, NEWEST
    at, id = str(cursor).split("/")
    return int(at), int(id)


def of_row(row: tuple[Any, ...]) -> Gesture:
    """_FIELDS stand in the order of Gesture."""
    id, contact_id, kind, at_ms, voice, why, message_id, cents, currency, minutes, *rest = row
    note, public, conversation_id, direction, other_id, asked, account_id, *last = rest
    voice_id, giver, outbox_key, sent_id, back, back_ms, back_id = last
    back_at = None if back_ms is None else from_ms(back_ms)
    return Gesture(
        id, contact_id, kind, from_ms(at_ms), voice, why, message_id, cents, currency, minutes,
        note, bool(public), conversation_id, direction, other_id, bool(asked), account_id,
        voice_id, giver, outbox_key, sent_id, back, back_at, back_id,
    )  # fmt: skip
