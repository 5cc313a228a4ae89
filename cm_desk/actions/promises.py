"""What we said we would do."""

from datetime import date, datetime
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.insight.promises import Given, Word, after_moves, state, word
from cm_desk.store import promises
from cm_desk.store.promises import Move, Promise


async def promise(
    desk: Desk, contact_id: int, text: str, due: datetime, message_id: int | None = None
) -> Undo:
    if not text.strip():
        raise BadInput("A promise needs words.", "Say what the person can count on.")
    words = text.strip()
    id = await desk.store.write(promises.add, contact_id, words, due, desk.now(), message_id)
    return Undo("Promise noted.", partial(desk.store.write, promises.remove, id))


async def keep(desk: Desk, promise: Promise) -> Undo:
    return await _settle(desk, promise, "kept", "Promise kept.")


async def break_(desk: Desk, promise: Promise) -> Undo:
    return await _settle(desk, promise, "broken", "Promise marked as broken.")


async def reopen(desk: Desk, promise: Promise) -> Undo:
    return await _settle(desk, promise, "open", "Promise open again.")


async def _settle(desk: Desk, promise: Promise, state: str, what: str) -> Undo:
    await desk.store.write(promises.settle, promise.id, state, desk.now())
    back = partial(desk.store.write, promises.settle, promise.id, promise.state, promise.settled_at)
    return Undo(what, back)


async def agreed(desk: Desk, promise: Promise) -> Undo:
    """They said yes to its newest day. Raises BadInput for a promise that was never moved."""
    moves = await desk.store.read(promises.moves, promise.id)
    if not moves:
        raise BadInput("This promise still has its first day.", "Move it first.")
    last = moves[-1]
    await desk.store.write(promises.agree, last.id, desk.now())
    return Undo("They agreed.", partial(desk.store.write, promises.agree, last.id, last.agreed_at))


async def listed(
    desk: Desk, contact_id: int | None = None, settled: bool = False
) -> list[tuple[Promise, str]]:
    """Each with its state by the calendar, the one due first comes first."""
    today = desk.now().astimezone().date()
    moved = await desk.store.read(promises.moved)
    found = await desk.store.read(promises.everyones, contact_id, settled)
    return [(each, state(_given(each, moved.get(each.id, [])), today)) for each in found]


async def by_month(desk: Desk) -> list[tuple[str, Word]]:
    """(month, how the promises due in it were kept), the newest first."""
    today = desk.now().astimezone().date()
    moved = await desk.store.read(promises.moved)
    months: dict[str, list[Given]] = {}
    for each in await desk.store.read(promises.everyones, None, True):
        given = _given(each, moved.get(each.id, []))
        months.setdefault(f"{given.due:%Y-%m}", []).append(given)
    return [(month, word(months[month], today)) for month in sorted(months, reverse=True)]


def _given(promise: Promise, moves: list[Move]) -> Given:
    """By the day that counts after its moves."""
    first = moves[0].was_due if moves else promise.due
    steps = [(_day(each.due), each.agreed_at and _day(each.agreed_at)) for each in moves]
    settled = promise.settled_at and _day(promise.settled_at)
    return Given(
        after_moves(_day(first), steps),
        kept_on=settled if promise.state == "kept" else None,
        broken=promise.state == "broken",
    )


def _day(at: datetime) -> date:
    return at.astimezone().date()


async def move(desk: Desk, promise: Promise, due: datetime) -> Undo:
    moved = await desk.store.write(promises.move, promise.id, due, desk.now())
    return Undo("Promise moved.", partial(desk.store.write, promises.unmove, moved or 0))


async def remove(desk: Desk, promise: Promise) -> Undo:
    known = await desk.store.write(promises.remove, promise.id)
    return Undo("Promise removed.", partial(desk.store.write, promises.put_back, promise, known))
