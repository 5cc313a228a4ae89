"""Who may be one person. A person decides; what they decided is remembered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial

from cm_desk.actions import merge as merging
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.insight import echoes as listening
from cm_desk.insight.duplicates import CROWD, Echo, Evidence, Group, Suggestion, common, compare
from cm_desk.insight.profiles import Side
from cm_desk.store import contacts, duplicates, echoes, traces
from cm_desk.store.contacts import Person
from cm_desk.store.store import Db

LATER = timedelta(days=30)
WHY = {  # by the kind of evidence
    "verified": "A link that their service has checked leads to the other profile",
    "names": "One profile names the other",
    "mail": "The same mail address",
    "site": "The same page",
    "avatar": "The same picture",
    "said": "The same words in both places",
    "handle": "The same unusual handle",
    "alike": "The same name, and a like handle",
}
AT_ONCE = 100  # pairs that are compared in one go of the reading lane
Pair = tuple[int, int]
Likely = tuple[int, int, int, bool]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two people who may be one, and why."""

    suggestion: Suggestion
    left: Person
    right: Person

    @property
    def pair(self) -> Pair:
        left, right = self.suggestion.sides
        return left.identity_id, right.identity_id


async def look_again(desk: Desk) -> None:
    """Compares what came or changed since the last time with all that share something with it.

    May be cancelled at any time, and goes on from there; other readers get their turn between
    the steps.
    """
    while marks := await desk.store.read(_marks):
        await desk.store.write(traces.trace, marks)
    while some := await desk.store.read(_paired):
        await desk.store.write(traces.pair, *some)
    await _listen(desk)


async def likely(desk: Desk, shown: bool = True) -> list[Pair]:
    """Pairs of identities that nobody has judged, the surest first."""
    return await desk.store.read(traces.likely, desk.now(), shown)


async def how_many(desk: Desk) -> int:
    return await desk.store.read(traces.how_many, desk.now())


async def suggestion(desk: Desk, pair: Pair) -> Suggestion | None:
    """With its evidence; None, for good, when it is not to be shown by itself any more."""
    found = await desk.store.read(_compared, [pair])
    if found and found[0].shown:
        return found[0]
    await desk.store.write(traces.drop, *pair)
    return None


async def proposal(desk: Desk, pair: Pair) -> Proposal | None:
    """None, for good, when it is not to be shown any more."""
    if (found := await suggestion(desk, pair)) is None:
        return None
    left, right = [await desk.store.read(contacts.person, s.contact_id) for s in found.sides]
    return Proposal(found, left, right) if left and right else None


async def accept(desk: Desk, proposal: Proposal, swapped: bool = False) -> Undo:
    """They are one person, called as the left one is; with `swapped` as the right one."""
    both = [proposal.left, proposal.right]
    kept, gone = reversed(both) if swapped else both
    return await merging.merge(desk, kept.id, gone.id, why(proposal.suggestion))


def why(suggestion: Suggestion) -> str:
    """For the story: all that spoke for it."""
    said = [why_of(each) for each in suggestion.evidence]
    return ". ".join(said) + "."


def why_of(evidence: Evidence) -> str:
    times = f", {evidence.times} times" if evidence.times > 1 else ""
    return f"{WHY[evidence.kind]}{times}"


async def suggestions(desk: Desk, unsure: bool = False) -> list[Suggestion]:
    """All, the surest first; with `unsure` those that are not shown by themselves, at the end."""
    await look_again(desk)
    pairs = await likely(desk) + (await likely(desk, False) if unsure else [])
    found: list[Suggestion] = []
    for at in range(0, len(pairs), AT_ONCE):
        found += await desk.store.read(_compared, pairs[at : at + AT_ONCE])
    return [each for each in found if each.shown or unsure]


async def not_the_same(desk: Desk, a: int, b: int) -> Undo:
    """By identity. They are never suggested again."""
    old = await desk.store.write(duplicates.judge, a, b)
    back = partial(desk.store.write, duplicates.put_back, a, b, old)
    return Undo("Not the same person. You are not asked again.", back)


async def later(desk: Desk, a: int, b: int) -> Undo:
    """By identity. They are suggested again in a month."""
    old = await desk.store.write(duplicates.judge, a, b, desk.now() + LATER)
    back = partial(desk.store.write, duplicates.put_back, a, b, old)
    return Undo("You are asked again in a month.", back)


# --- in the reading lane --------------------------------------------------------------------------


def _marks(db: Db) -> list[tuple[int, frozenset[int]]]:
    return [(side.identity_id, side.keys) for side in (Side(*row) for row in traces.untraced(db))]


def _paired(db: Db) -> tuple[list[int], list[Likely]] | None:
    """Some identities, and what was found when they were compared."""
    some, pairs = traces.unpaired(db), set[Pair]()
    for id, marks in some:
        for mark in marks:
            pairs |= set(_partners(db, id, mark))
    found = _compared(db, sorted(pairs))
    return ([id for id, _ in some], [_row(each) for each in found]) if some else None


def _partners(db: Db, id: int, mark: int) -> Iterator[Pair]:
    """Who has this mark too, unless they are a crowd, or compare themselves with `id` later."""
    sharing = traces.sharing(db, mark, CROWD + 1)
    if len(sharing) <= CROWD:
        yield from (
            (min(id, other), max(id, other))
            for other, _, _, traced in sharing
            if other < id or (other > id and traced == 2)
        )


def _compared(db: Db, pairs: Iterable[Pair]) -> list[Suggestion]:
    """Those of the pairs that something speaks for."""
    side, group = cache(partial(_side, db)), cache(partial(_group, db))
    found = []
    for a, b in pairs:
        left, right = side(a), side(b)
        if left and right and left.contact_id != right.contact_id:
            crowds = common(group(mark) for mark in left.keys & right.keys)
            echo = echoes.between(db, a, b)
            found.append(compare(left, right, crowds, Echo(*echo) if echo else None))
    return [each for each in found if each]


def _side(db: Db, identity_id: int) -> Side | None:
    row = traces.side(db, identity_id)
    return Side(*row) if row else None


def _group(db: Db, mark: int) -> Group:
    sharing = traces.sharing(db, mark, CROWD + 1)
    return Group(mark, len({row[1] for row in sharing}), len({row[2] for row in sharing}))


def _row(each: Suggestion) -> Likely:
    return each.left.identity_id, each.right.identity_id, each.rank, each.shown


# --- the same words in two places -----------------------------------------------------------------


async def _listen(desk: Desk) -> None:
    """Goes on where it stopped, a little before: an echo may come days later."""
    last = await desk.store.read(echoes.listened)
    at = await desk.store.read(echoes.before, last, listening.WINDOW_MS) if last else 0
    ears, found = listening.Echoes(), list[listening.Heard]()
    while heard := await desk.store.read(_heard, ears, at):
        at, some = heard
        found += some
    if at <= last:
        return
    fresh = [e for e in [*found, *ears.rest()] if max(e.a_message, e.b_message) > last]
    rows = [(e.a, e.b, e.a_message, e.b_message) for e in fresh]
    await desk.store.write(echoes.keep, rows, at, last == 0)
    pairs = sorted({(e.a, e.b) for e in fresh})
    for start in range(0, len(pairs), AT_ONCE):
        some_pairs = await desk.store.read(_compared, pairs[start : start + AT_ONCE])
        await desk.store.write(traces.put, [_row(each) for each in some_pairs])


def _heard(db: Db, ears: listening.Echoes, at: int) -> tuple[int, list[listening.Heard]] | None:
    rows = echoes.said(db, at, listening.LETTERS)
    said = (listening.Said(id, who, ms, text) for id, who, ms, text in rows if who is not None)
    return (rows[-1][0], list(ears.hear(said))) if rows else None
