"""The kinds of things in a person's story, each as a stream that is walked by place."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.times import EPOCH, from_ms, to_ms
from cm_desk.store import (
    apologies,
    badges,
    gestures,
    introductions,
    merges,
    notes,
    places,
    promises,
    signals,
    surveys,
)
from cm_desk.store.apologies import Apology, Step
from cm_desk.store.badges import Badge
from cm_desk.store.gestures import Gesture
from cm_desk.store.introductions import Introduction
from cm_desk.store.merges import Merge
from cm_desk.store.messages import Message
from cm_desk.store.notes import Note
from cm_desk.store.places import BOTTOM, Place, Span
from cm_desk.store.promises import Promise
from cm_desk.store.requests import Signed
from cm_desk.store.saving import STEP
from cm_desk.store.surveys import Survey
from cm_desk.store.talk import Parent


@dataclass(slots=True, unsafe_hash=True)  # frozen takes ten times as long: decisions/0016
class Entry:
    """`what` is one of river.KINDS, `turn` which moment of it: a promise is "made", "moved",
    "kept" and "broken", each at its time; people are "joined" and "parted". An introduction is
    "met" when both knew of each other, and "outcome" when somebody asked what came of it;
    `with_whom` is the other one. An apology is "begun", has its `step`s "proven", and is "closed".
    `signed`: who released the words of a gesture.

    "signals" are those of one kind on one service in one month, `at` the newest of them; "first"
    is when we met. `parent` is what a message answered.
    """

    at: datetime
    what: str
    message: Message | None = None
    gesture: Gesture | None = None
    promise: Promise | None = None
    note: Note | None = None
    survey: Survey | None = None
    badge: Badge | None = None
    introduction: Introduction | None = None
    with_whom: str = ""
    apology: Apology | None = None
    step: Step | None = None
    signed: Signed | None = None
    signal_kind: str = ""
    service: str = ""
    count: int = 0
    merge: Merge | None = None
    turn: str = ""
    was_due: datetime | None = None  # of a promise that was moved: from that day
    due: datetime | None = None  # to that one
    parent: Parent | None = None
    place: Place = BOTTOM


Accounts = frozenset[int] | None
Stream = Callable[[sqlite3.Connection, int, Accounts, Span], Iterator[Entry]]
Row = tuple[Any, ...]
_AT = "exists (select 1 from messages m where m.id = t.message_id and m.account_id in ({among}))"
_IN = (
    """(exists (select 1 from conversations c
    where c.id = t.conversation_id and c.account_id in ({among})) or """
    + _AT
    + ")"
)


def _table(
    select: str, rank: int, at: str, entry: Callable[[Row], Entry], here: str = "", id: str = "t.id"
) -> Stream:
    """Rows that have a contact and a time. `select` begins with the time and `id`; `here` is a
    condition that they belong to some accounts, without one they belong to none."""
    key = f"({at}, {id})"

    def stream(
        db: sqlite3.Connection, contact_id: int, accounts: Accounts, span: Span
    ) -> Iterator[Entry]:
        if accounts is not None and not here:
            return
        among = ", ".join(map(str, accounts or ())) or "null"
        only = "" if accounts is None else "and " + here.format(among=among)
        found = db.execute(
            f"{select} where t.contact_id = ? and {key} >= (?, ?) and {key} < (?, ?) {only}"
            f" order by {at} {span.order}, {id} {span.order} limit ?",
            [contact_id, *span.rows(rank), span.limit],
        )
        for at_ms, *row in found.fetchall():
            made = entry(tuple(row))
            made.at, made.place = from_ms(at_ms), Place(at_ms, rank, row[0])
            yield made

    return stream


def _made(row: Row) -> Entry:
    return Entry(EPOCH, "promise", promise=promises.of_row(row), turn="made")


def _moved(row: Row) -> Entry:
    promise = promises.of_row(row[3:])
    was, due = from_ms(row[1]), from_ms(row[2])
    return Entry(EPOCH, "promise", promise=promise, turn="moved", was_due=was, due=due)


def _settled(row: Row) -> Entry:
    promise = promises.of_row(row)
    return Entry(EPOCH, "promise", promise=promise, turn=promise.state)


def _gesture(row: Row) -> Entry:
    return Entry(EPOCH, "gesture", gesture=gestures.of_row(row))


def _note(row: Row) -> Entry:
    return Entry(EPOCH, "note", note=notes.of_row(row))


def _survey(row: Row) -> Entry:
    return Entry(EPOCH, "survey", survey=surveys.of_row(row))


def _badge(row: Row) -> Entry:
    return Entry(EPOCH, "badge", badge=badges.of_row(row))


def _introductions(
    db: sqlite3.Connection, contact_id: int, accounts: Accounts, span: Span
) -> Iterator[Entry]:
    """A person has few: all are read. Before both said yes a story tells nothing of it."""
    if accounts is not None:
        return
    for each in introductions.of(db, contact_id):
        for at, turn, rank in (
            (each.met_at, "met", places.MET),
            (each.looked_at, "outcome", places.OUTCOME),
        ):
            if at and span.holds(place := Place(to_ms(at), rank, each.id)):
                other = each.other if contact_id == each.contact_id else each.who
                yield Entry(
                    at, "introduction", introduction=each, turn=turn, with_whom=other, place=place
                )


def _apologies(
    db: sqlite3.Connection, contact_id: int, accounts: Accounts, span: Span
) -> Iterator[Entry]:
    """A person has few: all are read. What was said and told is a gesture."""
    if accounts is not None:
        return
    for each in apologies.of(db, contact_id):
        turns: list[tuple[datetime | None, str, int, Step | None]] = [
            (each.opened_at, "begun", places.BEGUN, None),
            (each.closed_at, "closed", places.CLOSED, None),
        ]
        for step in apologies.steps(db, each.id):
            at = step.done_at if step.is_proven else None
            turns.append((at, "proven", places.PROVEN, step))
        for at, turn, rank, one in turns:
            id = one.id if one else each.id
            if at and span.holds(place := Place(to_ms(at), rank, id)):
                yield Entry(at, "apology", apology=each, step=one, turn=turn, place=place)


def _signals(
    db: sqlite3.Connection, contact_id: int, accounts: Accounts, span: Span
) -> Iterator[Entry]:
    among = signals.runs(db, contact_id, accounts)
    low, high, left = span.low.at_ms, span.high.at_ms + 1, span.limit
    for month in signals.months(db, among, low, high, span.upward):
        if left <= 0:
            return
        for each in month:
            place = Place(each.newest_ms, places.SIGNALS, each.id)
            if span.holds(place):
                left -= 1
                yield Entry(
                    from_ms(each.newest_ms), "signals", signal_kind=each.kind,
                    service=each.service, count=each.times, place=place,
                )  # fmt: skip


def _merges(
    db: sqlite3.Connection, contact_id: int, accounts: Accounts, span: Span
) -> Iterator[Entry]:
    """A person has few: all are read."""
    if accounts is not None:
        return
    for each in merges.log(db, contact_id, span.low.at_ms, span.high.at_ms):
        for at, turn, rank in (
            (each.at, "joined", places.MERGED),
            (each.parted_at, "parted", places.PARTED),
        ):
            if at and span.holds(place := Place(to_ms(at), rank, each.id)):
                yield Entry(at, "merge", merge=each, turn=turn, place=place)


def _first(
    db: sqlite3.Connection, contact_id: int, accounts: Accounts, span: Span
) -> Iterator[Entry]:
    """When we met; below everything of the same moment."""
    if accounts is not None:
        return
    [(first,)] = db.execute(
        "select min(first_ms) from identities where contact_id = ?", [contact_id]
    ).fetchall()
    if first is None:
        return
    place = Place(first >> STEP << STEP, places.FIRST, 1)
    if span.holds(place):
        yield Entry(from_ms(first), "first", place=place)


# By kind of entry. What somebody said is a stream, too: talk.py.
STREAMS: dict[str, tuple[Stream, ...]] = {
    "gesture": (_table(gestures.STREAM, places.GESTURE, "t.at_ms", _gesture, _IN),),
    "promise": (
        _table(promises.MADE, places.MADE, "t.made_ms", _made, _AT),
        _table(promises.MOVED, places.MOVED, "v.at_ms", _moved, _AT, "v.id"),
        _table(promises.SETTLED, places.SETTLED, "t.settled_ms", _settled, _AT),
    ),
    "note": (_table(notes.STREAM, places.NOTE, "t.at_ms", _note),),
    "survey": (_table(surveys.STREAM, places.SURVEY, "t.at_ms", _survey),),
    "badge": (_table(badges.STREAM, places.BADGE, "t.made_ms", _badge),),
    "introduction": (_introductions,),
    "apology": (_apologies,),
    "signals": (_signals,),
    "merge": (_merges,),
    "first": (_first,),
}
