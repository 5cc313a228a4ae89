"""Labels on people."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from cm_desk.actions.undo import Undo, count
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import labels, steps
from cm_desk.store.labels import Label
from cm_desk.store.steps import Step
from cm_desk.store.tx import Tx


async def label(desk: Desk, contact_id: int, name: str, color: str = "") -> Undo:
    """`name` is made when it is new, in `color`."""
    if not name.strip():
        raise BadInput("A label needs a name.")
    step = await desk.store.write(_put_on, contact_id, name.strip(), color, desk.now())
    return Undo(f"Labelled {name.strip()}.", partial(desk.store.write, steps.take_back, step))


async def unlabel(desk: Desk, contact_id: int, label: Label) -> Undo:
    step = await desk.store.write(labels.take_off, contact_id, label.id)
    return Undo(f"{label.name} taken off.", partial(desk.store.write, steps.take_back, step))


async def label_all(desk: Desk, contact_ids: Sequence[int], name: str, color: str = "") -> Undo:
    """On several people, with one way back. Undo leaves it on those who had it before."""
    if not name.strip():
        raise BadInput("A label needs a name.")
    now, name = desk.now(), name.strip()
    done = await desk.store.write(_put_on_all, contact_ids, name, color, now)
    what = f"Labelled {count(len(contact_ids), 'person', 'people')} {name}."
    return Undo(what, partial(desk.store.write, steps.take_back, *done))


async def unlabel_all(desk: Desk, contact_ids: Sequence[int], label: Label) -> Undo:
    done = await desk.store.write(_take_off_all, contact_ids, label.id)
    what = f"{label.name} taken off {count(len(contact_ids), 'person', 'people')}."
    return Undo(what, partial(desk.store.write, steps.take_back, *done))


async def recolor(desk: Desk, label: Label, color: str) -> Undo:
    """The colour of a label wherever it is."""
    await desk.store.write(labels.recolor, label.id, color)
    back = partial(desk.store.write, labels.recolor, label.id, label.color)
    return Undo(f"{label.name} has another colour.", back)


def _put_on_all(
    tx: Tx, contact_ids: Sequence[int], name: str, color: str, now: datetime
) -> list[Step]:
    known = labels.ensure(tx, name, color)
    return [labels.put_on(tx, id, known.id, now) for id in contact_ids]


def _take_off_all(tx: Tx, contact_ids: Sequence[int], label_id: int) -> list[Step]:
    return [labels.take_off(tx, id, label_id) for id in contact_ids]


def _put_on(tx: Tx, contact_id: int, name: str, color: str, now: datetime) -> Step:
    known = labels.ensure(tx, name, color)
    return labels.put_on(tx, contact_id, known.id, now)
