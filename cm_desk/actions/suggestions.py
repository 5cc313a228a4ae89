"""Who may be one person. A person decides; what they decided is remembered."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import combinations
from typing import Any

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.insight import echoes as listening
from cm_desk.insight.duplicates import Echo, Group, Suggestion, best, common, compare
from cm_desk.insight.profiles import Side, keys
from cm_desk.store import duplicates, traces
from cm_desk.store.store import Db

CROWD = 8  # what more people share says nothing about any two of them
LATER = timedelta(days=30)
A_SLICE = 2000  # people: about 30 ms in the reading lane
Pair = tuple[int, int]


async def suggestions(desk: Desk) -> list[Suggestion]:
    """The surest first, those that are not shown by themselves at the end.

    Only those who share a key are compared, and only profiles that came or changed since the last
    time are read anew. Other readers get their turn between the steps.
    """
    await _trace(desk)
    await _listen(desk)
    slices = max(1, await desk.store.read(traces.size) // A_SLICE)
    groups: list[Group] = []
    for number in range(slices):
        groups += await desk.store.read(_shared, number, slices)
    ask = partial(compare, common=common(groups))
    said = await desk.store.read(traces.echoes)
    known = await desk.store.read(duplicates.judged, desk.now())
    apart = await desk.store.read(duplicates.parted)
    pairs = sorted({pair for each in groups for pair in _pairs(each)} | said.keys())
    found: list[Suggestion] = []
    for at in range(0, len(pairs), A_SLICE):
        some = [pair for pair in pairs[at : at + A_SLICE] if pair not in known]
        found += await desk.store.read(_compared, some, said, ask)
    return best(each for each in found if _people(each) not in apart)


async def not_the_same(desk: Desk, a: int, b: int) -> Undo:
    """By identity. They are never suggested again."""
    await desk.store.write(duplicates.judge, a, b)
    return Undo("Not the same person.", partial(desk.store.write, duplicates.forget, a, b))


async def later(desk: Desk, a: int, b: int) -> Undo:
    """By identity. They are suggested again in a month."""
    await desk.store.write(duplicates.judge, a, b, desk.now() + LATER)
    return Undo("Asked again in a month.", partial(desk.store.write, duplicates.forget, a, b))


async def _trace(desk: Desk) -> None:
    while marks := await desk.store.read(_marks):
        await desk.store.write(traces.trace, marks)


def _marks(db: Db) -> list[tuple[int, set[int]]]:
    return [(side.identity_id, keys(side)) for side in _sides(traces.untraced(db))]


async def _listen(desk: Desk) -> None:
    """Goes on where it stopped, a little before: an echo may come days later."""
    last = await desk.store.read(traces.listened)
    ears, found, at = listening.Echoes(), list[listening.Heard](), await _before(desk, last)
    while heard := await desk.store.read(_heard, ears, at):
        at, some = heard
        found += some
    found += ears.rest()
    fresh = [e for e in found if max(e.a_message, e.b_message) > last]
    if at > last:
        rows = [(e.a, e.b, e.a_message, e.b_message) for e in fresh]
        await desk.store.write(traces.keep_echoes, rows, at, last == 0)


async def _before(desk: Desk, last: int) -> int:
    return await desk.store.read(traces.before, last, listening.WINDOW_MS) if last else 0


def _heard(db: Db, ears: listening.Echoes, at: int) -> tuple[int, list[listening.Heard]] | None:
    rows = traces.said(db, at, listening.LETTERS)
    said = (listening.Said(id, who, ms, text) for id, who, ms, text in rows if who is not None)
    return (rows[-1][0], list(ears.hear(said))) if rows else None


def _shared(db: Db, number: int, slices: int) -> list[Group]:
    return [Group(*row) for row in traces.shared(db, number, slices)]


def _pairs(group: Group) -> Iterator[Pair]:
    if len(group.identities) <= CROWD:
        yield from combinations(sorted(group.identities), 2)


def _compared(
    db: Db,
    pairs: list[Pair],
    said: dict[Pair, tuple[int, str]],
    ask: Callable[..., Suggestion | None],
) -> list[Suggestion]:
    ids = {id for pair in pairs for id in pair}
    by_id = {side.identity_id: side for side in _sides(traces.sides(db, ids))}
    found = []
    for a, b in pairs:
        if a in by_id and b in by_id and by_id[a].contact_id != by_id[b].contact_id:
            echo = Echo(*said[a, b]) if (a, b) in said else None
            found.append(ask(by_id[a], by_id[b], echo=echo))
    return [each for each in found if each]


def _sides(rows: list[tuple[Any, ...]]) -> Iterator[Side]:
    return (Side(*row) for row in rows)


def _people(each: Suggestion) -> frozenset[int]:
    return frozenset((each.left.contact_id, each.right.contact_id))
