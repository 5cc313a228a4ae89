"""Everything that ever passed between a person and us, in one stream, newest first.

Each kind, and each identity of the person, is a stream of its own that is walked by its own key;
a page merges their heads. Nothing is skipped by counting, and a merge of people rewrites no row.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import contacts, gestures, merges, messages, notes, promises, signals, surveys
from cm_desk.store.gestures import Gesture
from cm_desk.store.merges import Merge
from cm_desk.store.messages import Message
from cm_desk.store.notes import Note
from cm_desk.store.paging import NEWEST, Cursor, Slice, capped
from cm_desk.store.promises import Promise
from cm_desk.store.surveys import Survey

KINDS = frozenset({"message", "gesture", "promise", "note", "survey", "signals", "merge", "first"})


@dataclass(slots=True, unsafe_hash=True)  # frozen takes ten times as long: decisions/0016
class Entry:
    """`what` is one of KINDS. "signals" are those of one kind in one month (UTC), `at` the newest
    of them; "first" is when we met; a promise stands where it was made; a "merge" where two people
    became this one."""

    at: datetime
    what: str
    message: Message | None = None
    gesture: Gesture | None = None
    promise: Promise | None = None
    note: Note | None = None
    signal_kind: str = ""
    count: int = 0
    merge: Merge | None = None
    survey: Survey | None = None


# A head: (-at_ms, name of the stream, key after it, entry). Heads of one stream come in order.
Head = tuple[int, str, Any, Entry]


def page(
    db: sqlite3.Connection,
    contact_id: int,
    kinds: Iterable[str] = KINDS,
    cursor: Cursor | None = None,
    limit: int = 50,
) -> Slice[Entry]:
    """The cursor holds how far each stream was walked."""
    limit = capped(limit)
    walked: dict[str, Any] = {} if cursor is None else json.loads(str(cursor))
    heads = merge(*_streams(db, contact_id, frozenset(kinds), walked, limit + 1), key=_newest)
    entries: list[Entry] = []
    for _, name, key, entry in heads:
        if len(entries) == limit:
            return Slice(tuple(entries), json.dumps(walked))
        entries.append(entry)
        walked[name] = key
    return Slice(tuple(entries))


def _newest(head: Head) -> tuple[int, str]:
    return head[:2]


def _streams(
    db: sqlite3.Connection, id: int, kinds: frozenset[str], walked: dict[str, Any], limit: int
) -> Iterator[Iterator[Head]]:
    who = [each.id for each in contacts.identities(db, id)]
    for identity in who if "message" in kinds else ():
        name = f"m{identity}"
        yield _messages(db, identity, name, walked.get(name), limit)
    for identity in who if "signals" in kinds else ():
        name = f"s{identity}"
        yield _signals(db, identity, name, walked.get(name, NEWEST), limit)
    for kind, rows in _ROWS.items():
        if kind in kinds:
            yield rows(db, id, walked.get(kind, [NEWEST, NEWEST]), limit)
    if "merge" in kinds:
        yield _merges(db, id, walked.get("merge", [NEWEST, NEWEST]))
    if "first" in kinds and "zzz" not in walked:
        yield _first(db, id)


def _messages(
    db: sqlite3.Connection, identity: int, name: str, after: int | None, limit: int
) -> Iterator[Head]:
    for row in messages.of_identity(db, identity, after, limit):
        message = messages.of_row(row)
        yield -row[11], name, message.id, Entry(message.sent_at, "message", message=message)


def _signals(
    db: sqlite3.Connection, identity: int, name: str, before_ms: int, limit: int
) -> Iterator[Head]:
    for kind, at_ms, count in signals.months(db, identity, before_ms, limit):
        entry = Entry(from_ms(at_ms), "signals", signal_kind=kind, count=count)
        yield -at_ms, name, at_ms, entry


def _rows(
    what: str, at: str, table: str, of_row: Callable[[Any], Any]
) -> Callable[[sqlite3.Connection, int, list[int], int], Iterator[Head]]:
    """A stream of a table that has a contact and a time."""

    def rows(
        db: sqlite3.Connection, contact_id: int, after: list[int], limit: int
    ) -> Iterator[Head]:
        found = db.execute(
            f"{table} where contact_id = ? and ({at}, t.id) < (?, ?)"
            f" order by {at} desc, t.id desc limit ?",
            [contact_id, *after, limit],
        ).fetchall()
        for at_ms, *row in found:
            fields: dict[str, Any] = {what: of_row(tuple(row))}
            yield -at_ms, what, [at_ms, row[0]], Entry(from_ms(at_ms), what, **fields)

    return rows


_ROWS = {
    "gesture": _rows("gesture", "t.at_ms", gestures.STREAM, gestures.of_row),
    "promise": _rows("promise", "t.made_ms", promises.STREAM, promises.of_row),
    "note": _rows("note", "t.at_ms", notes.STREAM, notes.of_row),
    "survey": _rows("survey", "t.at_ms", surveys.STREAM, surveys.of_row),
}


def _merges(db: sqlite3.Connection, contact_id: int, after: list[int]) -> Iterator[Head]:
    """A person has few: all are read."""
    for each in merges.of(db, contact_id):
        key = [to_ms(each.at), each.id]
        if key < after:
            yield -key[0], "merge", key, Entry(each.at, "merge", merge=each)


def _first(db: sqlite3.Connection, contact_id: int) -> Iterator[Head]:
    """When we met; below everything of the same moment."""
    [(first,)] = db.execute(
        "select min(first_ms) from identities where contact_id = ?", [contact_id]
    ).fetchall()
    if first is not None:
        yield -first, "zzz", True, Entry(from_ms(first), "first")
