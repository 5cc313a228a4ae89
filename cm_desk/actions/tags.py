"""Labels on people."""

from datetime import datetime
from functools import partial

from cm_desk.actions.undo import Undo
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


async def recolor(desk: Desk, label: Label, color: str) -> Undo:
    """The colour of a label wherever it is."""
    await desk.store.write(labels.recolor, label.id, color)
    back = partial(desk.store.write, labels.recolor, label.id, label.color)
    return Undo(f"{label.name} has another colour.", back)


def _put_on(tx: Tx, contact_id: int, name: str, color: str, now: datetime) -> Step:
    known = labels.ensure(tx, name, color)
    return labels.put_on(tx, contact_id, known.id, now)
