"""Everything that ever passed between a person and us, in one stream, newest first.

Each kind of thing gives what it has between two places (places.py); a page merges them. Nothing
is skipped by counting, and a merge of people rewrites no row.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from cm_desk.store import messages, places, requests, talk
from cm_desk.store.paging import Cursor, Slice, capped
from cm_desk.store.places import BOTTOM, TOP, Place, Span
from cm_desk.store.streams import STREAMS, Accounts, Entry

__all__ = ["KINDS", "Entry", "Range", "between", "page", "said"]

KINDS = frozenset({"message", *STREAMS})
_place = attrgetter("place")


@dataclass(frozen=True, slots=True)
class Range:
    """What stands between two places now: everything but the messages that are known already,
    newest first, and the ids of all messages there."""

    entries: tuple[Entry, ...]
    message_ids: frozenset[int]


def page(
    db: sqlite3.Connection,
    contact_id: int,
    kinds: Iterable[str] = KINDS,
    cursor: Cursor | None = None,
    limit: int = 50,
    accounts: Collection[int] | None = None,
    newer: bool = False,
) -> Slice[Entry]:
    """Newest first. `cursor` is a place as text: what stands below it, or with `newer` from it
    upwards. With `accounts` only what passed there, so no notes and no merges."""
    limit = capped(limit)
    at = Place.read(str(cursor)) if cursor is not None else BOTTOM if newer else TOP
    span = Span(at, TOP, True, limit + 1) if newer else Span(BOTTOM, at, False, limit + 1)
    found = _read(db, contact_id, frozenset(kinds), _only(accounts), span)
    kept = found[:limit]
    more = len(found) > limit
    if newer:
        return Slice(tuple(kept[::-1]), str(kept[-1].place.above()) if more else None)
    return Slice(tuple(kept), str(kept[-1].place) if more else None)


def between(
    db: sqlite3.Connection,
    contact_id: int,
    kinds: Iterable[str],
    accounts: Collection[int] | None,
    low: Place,
    high: Place,
    known: Collection[int] = (),
    most: int = 1 << 30,
) -> Range | None:
    """From `low` up to `high`, which is not part of it. `known`: ids of messages not to read.

    None where more than `most` others would have to be read.
    """
    span, only, wanted = Span(low, high, limit=1 << 30), _only(accounts), frozenset(kinds)
    ids: list[int] = []
    if "message" in wanted:
        ids = talk.ids(db, talk.runs(db, contact_id, only), span)
    fresh = [id for id in ids if id not in known]
    if len(fresh) > most:
        return None
    entries = [*said(db, fresh), *_rest(db, contact_id, wanted, only, span)]
    entries.sort(key=_place, reverse=True)
    return Range(tuple(entries), frozenset(ids))


def said(db: sqlite3.Connection, ids: Sequence[int]) -> list[Entry]:
    """Messages with what each answered."""
    found = messages.by_ids(db, ids)
    answered = talk.parents(db, found)
    return [
        Entry(
            each.sent_at,
            "message",
            message=each,
            parent=answered.get(each.id),
            place=places.of_message(each.id),
        )
        for each in found
    ]


def _read(
    db: sqlite3.Connection, contact_id: int, kinds: frozenset[str], only: Accounts, span: Span
) -> list[Entry]:
    """In the order of the span. What lies beyond a full page of messages is not looked for."""
    ids: list[int] = []
    if "message" in kinds:
        ids = talk.ids(db, talk.runs(db, contact_id, only), span)
        if len(ids) == span.limit:
            last = places.of_message(ids[0] if span.upward else ids[-1])
            span = replace(span, high=last.above()) if span.upward else replace(span, low=last)
    found = [*said(db, ids), *_rest(db, contact_id, kinds, only, span)]
    return sorted(found, key=_place, reverse=not span.upward)[: span.limit]


def _rest(
    db: sqlite3.Connection, contact_id: int, kinds: frozenset[str], only: Accounts, span: Span
) -> list[Entry]:
    """Everything but messages."""
    streams = (stream for kind, some in STREAMS.items() if kind in kinds for stream in some)
    found = [entry for stream in streams for entry in stream(db, contact_id, only, span)]
    lent = {e.gesture.id: e for e in found if e.gesture and e.gesture.voice_id is not None}
    for id, signed in (requests.signed(db, lent) if lent else {}).items():
        lent[id].signed = signed
    return found


def _only(accounts: Collection[int] | None) -> Accounts:
    return None if accounts is None else frozenset(accounts)
