"""What we said we would do."""

from datetime import datetime
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import promises
from cm_desk.store.promises import Promise


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


async def move(desk: Desk, promise: Promise, due: datetime) -> Undo:
    moved = await desk.store.write(promises.move, promise.id, due, desk.now())
    return Undo("Promise moved.", partial(desk.store.write, promises.unmove, moved or 0))


async def remove(desk: Desk, promise: Promise) -> Undo:
    known = await desk.store.write(promises.remove, promise.id)
    return Undo("Promise removed.", partial(desk.store.write, promises.put_back, promise, known))
