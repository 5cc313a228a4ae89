"""Putting conversations where they belong."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from cm_desk.actions.undo import Undo, count
from cm_desk.desk import Desk
from cm_desk.domain.views import State
from cm_desk.errors import BadInput
from cm_desk.store import labels
from cm_desk.store import triage as store
from cm_desk.store.tx import Tx


async def done(desk: Desk, ids: Sequence[int]) -> Undo:
    return await _move(desk, ids, State.DONE, None, "done")


async def reopen(desk: Desk, ids: Sequence[int]) -> Undo:
    return await _move(desk, ids, State.OPEN, None, "brought back")


async def snooze(desk: Desk, ids: Sequence[int], until: datetime) -> Undo:
    """They come back by themselves at `until`, or as soon as the person writes again."""
    if until <= desk.now():
        raise BadInput("That time is already over.", "Choose a later one.")
    return await _move(desk, ids, State.SNOOZED, until, "snoozed")


async def _move(
    desk: Desk, ids: Sequence[int], state: State, until: datetime | None, verb: str
) -> Undo:
    befores = await desk.store.write(store.set_state, ids, state, until)
    what = f"{count(len(ids), 'conversation', 'conversations')} {verb}."
    return Undo(what, partial(desk.store.write, store.restore, befores))


async def wake(desk: Desk) -> None:
    """Bring back what was snoozed until now."""
    await desk.store.write(store.wake, desk.now())


async def mark_seen(desk: Desk, conversation_id: int) -> Undo:
    await desk.store.write(store.mark_seen, conversation_id)
    back = partial(desk.store.write, store.mark_unread, conversation_id)
    return Undo("Marked as read.", back)


async def mark_unread(desk: Desk, conversation_id: int) -> Undo:
    await desk.store.write(store.mark_unread, conversation_id)
    back = partial(desk.store.write, store.mark_seen, conversation_id)
    return Undo("Marked as unread.", back)


async def label(desk: Desk, ids: Sequence[int], name: str) -> Undo:
    """`name` is made when it is new. Undo takes it only from those that did not have it."""
    name = name.strip()
    if not name:
        raise BadInput("A label needs a name.")
    label_id, changed = await desk.store.write(_label, ids, name)
    return Undo(f"Labelled {name}.", partial(desk.store.write, _unassign, changed, label_id))


async def unlabel(desk: Desk, ids: Sequence[int], label_id: int) -> Undo:
    changed = await desk.store.write(_unassign, ids, label_id)
    return Undo("Label taken off.", partial(desk.store.write, _assign, changed, label_id))


def _label(tx: Tx, ids: Sequence[int], name: str) -> tuple[int, tuple[int, ...]]:
    label_id = labels.ensure(tx, name).id
    return label_id, _assign(tx, ids, label_id)


def _assign(tx: Tx, ids: Sequence[int], label_id: int) -> tuple[int, ...]:
    return tuple(id for id in ids if labels.assign(tx, id, label_id))


def _unassign(tx: Tx, ids: Sequence[int], label_id: int) -> tuple[int, ...]:
    return tuple(id for id in ids if labels.unassign(tx, id, label_id))
