"""Fields of our own about people: their names, their order, and what stands in them."""

from collections.abc import Sequence
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import fields, steps
from cm_desk.store.fields import Field


async def define(desk: Desk, name: str) -> tuple[Field, Undo]:
    """The field of that name, made if there was none."""
    if not name.strip():
        raise BadInput("A field needs a name.", "City, for example.")
    before = await desk.store.read(fields.all)
    field = await desk.store.write(fields.ensure, name)
    if field.id in {each.id for each in before}:
        raise BadInput(f"There is a field “{field.name}” already.")
    return field, Undo(
        f"Field {field.name} added.", partial(desk.store.write, fields.remove, field.id)
    )


async def rename(desk: Desk, field: Field, name: str) -> Undo:
    if not name.strip():
        raise BadInput("A field needs a name.")
    if not await desk.store.write(fields.rename, field.id, name):
        raise BadInput(f"Another field is called “{name.strip()}”.")
    back = partial(desk.store.write, fields.rename, field.id, field.name)
    return Undo(f"{field.name} is {name.strip()} now.", back)


async def order(desk: Desk, ids: Sequence[int]) -> Undo:
    before = [each.id for each in await desk.store.read(fields.all)]
    await desk.store.write(fields.order, ids)
    return Undo("Fields reordered.", partial(desk.store.write, fields.order, before))


async def remove(desk: Desk, field: Field) -> Undo:
    """With what stands in it, of everybody; all of it comes back by undo."""
    removed = await desk.store.write(fields.remove, field.id)
    if removed is None:
        raise BadInput("That field is not here any more.")
    back = partial(desk.store.write, fields.bring_back, removed)
    return Undo(f"Field {field.name} removed.", back)


async def fill(desk: Desk, contact_id: int, field: Field, text: str) -> Undo:
    """What a person has in a field; nothing takes it out."""
    step = await desk.store.write(fields.put, contact_id, field.id, text, desk.now())
    what = f"{field.name} noted." if text.strip() else f"{field.name} cleared."
    return Undo(what, partial(desk.store.write, steps.take_back, step))
