"""What we said we would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from cm_desk.actions import beginning
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.insight import pledges
from cm_desk.insight.promises import Given, Word, after_moves, state, word
from cm_desk.store import messages, promises
from cm_desk.store.promises import Move, Promise

QUOTED = 500  # characters of a message that are kept with a promise


async def promise(
    desk: Desk,
    contact_id: int,
    text: str,
    due: datetime,
    message_id: int | None = None,
    quote: str = "",
    theirs: bool = False,
    made: datetime | None = None,
) -> Undo:
    """`quote` is what was said in the message, all of it when it is empty. `theirs`: they promised
    it to us. `made` None: now."""
    if not text.strip():
        raise BadInput("A promise needs words.", "Say what the person can count on.")
    said = await desk.store.read(messages.get, message_id) if message_id else None
    words = (quote or (said.text if said else ""))[:QUOTED]
    given = (contact_id, text.strip(), due, made or desk.now(), message_id, words, theirs)
    id = await desk.store.write(promises.add, *given)
    return Undo("Promise noted.", partial(desk.store.write, promises.remove, id))


async def keep(desk: Desk, promise: Promise, proof_id: int | None = None) -> Undo:
    """`proof_id`: the message that shows it. Raises BadInput for one that is not there."""
    if proof_id is not None and await desk.store.read(messages.get, proof_id) is None:
        raise BadInput(f"There is no message {proof_id}.", "Find it with: search")
    return await _settle(desk, promise, "kept", "Promise kept.", proof_id)


async def break_(desk: Desk, promise: Promise) -> Undo:
    return await _settle(desk, promise, "broken", "Promise marked as broken.")


async def reopen(desk: Desk, promise: Promise) -> Undo:
    return await _settle(desk, promise, "open", "Promise open again.")


async def _settle(
    desk: Desk, promise: Promise, state: str, what: str, proof_id: int | None = None
) -> Undo:
    await desk.store.write(promises.settle, promise.id, state, desk.now(), proof_id)
    was = (promise.state, promise.settled_at, promise.proof_id)
    return Undo(what, partial(desk.store.write, promises.settle, promise.id, *was))


async def agreed(desk: Desk, promise: Promise) -> Undo:
    """They said yes to its newest day. Raises BadInput for a promise that was never moved."""
    moves = await desk.store.read(promises.moves, promise.id)
    if not moves:
        raise BadInput("This promise still has its first day.", "Move it first.")
    last = moves[-1]
    await desk.store.write(promises.agree, last.id, desk.now())
    return Undo("They agreed.", partial(desk.store.write, promises.agree, last.id, last.agreed_at))


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise with its state by the calendar (insight/promises.py).

    `counts` is the day that counts. It is not the promise's own when that was moved and nobody
    agreed to it in time: `asked` is then the day they were asked for.
    """

    promise: Promise
    state: str
    counts: date
    asked: date | None = None


async def listed(desk: Desk, contact_id: int | None = None, settled: bool = False) -> list[Kept]:
    """Each with its state by the calendar, the one due first comes first."""
    today = desk.now().astimezone().date()
    return await desk.store.read(_look, contact_id, settled, today)


def _look(db: Any, contact_id: int | None, settled: bool, today: date) -> list[Kept]:
    """In the reading lane: the window waits for none of it."""
    moved = promises.moved(db)
    found = promises.everyones(db, contact_id, settled)
    kept = [_kept(each, moved.get(each.id, []), today) for each in found]
    return sorted(kept, key=lambda each: (each.counts, each.promise.due, each.promise.id))


@dataclass(frozen=True, slots=True)
class Month:
    """What we promised for a month ("2026-11", "" all of them), and how we kept our word."""

    name: str
    word: Word
    promises: tuple[Kept, ...]


def months(found: Iterable[Kept], today: date) -> list[Month]:
    """Ours by the month of the day that counts, the newest first; nothing is counted of theirs."""
    by_name: dict[str, list[Kept]] = {}
    for each in found:
        if not each.promise.theirs:
            by_name.setdefault(f"{each.counts:%Y-%m}", []).append(each)
    return [month(name, by_name[name], today) for name in sorted(by_name, reverse=True)]


def month(name: str, kept: Iterable[Kept], today: date) -> Month:
    mine = tuple(each for each in kept if not each.promise.theirs)
    return Month(name, word((_settled(each.promise, each.counts) for each in mine), today), mine)


async def by_month(desk: Desk) -> list[Month]:
    return list((await overview(desk)).months)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything there is to say of promises: all of them, how they were kept, and by month."""

    kept: tuple[Kept, ...]
    whole: Month
    months: tuple[Month, ...]


async def overview(desk: Desk) -> Overview:
    today = desk.now().astimezone().date()

    def look(db: Any) -> Overview:
        kept = _look(db, None, True, today)
        return Overview(tuple(kept), month("", kept, today), tuple(months(kept, today)))

    return await desk.store.read(look)


def _kept(promise: Promise, moves: list[Move], today: date) -> Kept:
    first = moves[0].was_due if moves else promise.due
    steps = [(_day(each.due), each.agreed_at and _day(each.agreed_at)) for each in moves]
    counts = after_moves(_day(first), steps)
    asked = None if counts == _day(promise.due) else _day(promise.due)
    return Kept(promise, state(_settled(promise, counts), today), counts, asked)


def _settled(promise: Promise, counts: date) -> Given:
    """By the day that counts after its moves."""
    settled = promise.settled_at and _day(promise.settled_at)
    kept, broken = promise.state == "kept", promise.state == "broken"
    return Given(counts, kept_on=settled if kept else None, broken=broken)


def _day(at: datetime) -> date:
    return at.astimezone().date()


async def move(desk: Desk, promise: Promise, due: datetime, ask: bool = False) -> Undo:
    """The new day counts once they agreed to it in time; `ask` puts that question into a draft."""
    moved = await desk.store.write(promises.move, promise.id, due, desk.now())
    begun = await _ask(desk, promise, due) if ask else None

    async def back() -> None:
        await desk.store.write(promises.unmove, moved or 0)
        if begun:
            await begun.back()

    return Undo("Promise moved.", back)


async def _ask(desk: Desk, promise: Promise, due: datetime) -> Undo | None:
    said = await beginning.newest(desk, promise.contact_id)
    lang = said.lang if said else ""
    text = pledges.asking(promise.text, _day(promise.due), _day(due), lang)
    return await beginning.begin(desk, promise.contact_id, text)


async def remove(desk: Desk, promise: Promise) -> Undo:
    known = await desk.store.write(promises.remove, promise.id)
    return Undo("Promise removed.", partial(desk.store.write, promises.put_back, promise, known))
