"""Noting the days that matter to somebody."""

from dataclasses import replace
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import occasions
from cm_desk.domain.known import says
from cm_desk.errors import BadInput
from cm_desk.store import dates, messages, steps
from cm_desk.store.dates import Occasion


async def add(
    desk: Desk,
    contact_id: int,
    name: str,
    day: str,
    *,
    yearly: bool = True,
    message_id: int | None = None,
) -> Undo:
    """`day` as people write it; with `message_id` it is quoted as where they told it."""
    quote = await _quote(desk, message_id)
    new = _read(Occasion(0, contact_id, name, 1, 1, None, yearly, quote, message_id), name, day)
    step = await desk.store.write(dates.add, new, desk.now())
    return Undo(f"{new.name} noted.", partial(desk.store.write, steps.take_back, step))


async def edit(desk: Desk, old: Occasion, name: str, day: str, yearly: bool) -> Undo:
    new = _read(replace(old, yearly=yearly), name, day)
    step = await desk.store.write(dates.edit, new)
    return Undo(f"{new.name} changed.", partial(desk.store.write, steps.take_back, step))


async def remove(desk: Desk, old: Occasion) -> Undo:
    step = await desk.store.write(dates.remove, old.id)
    return Undo(f"{old.name} removed.", partial(desk.store.write, steps.take_back, step))


def _read(occasion: Occasion, name: str, day: str) -> Occasion:
    if not name.strip():
        raise BadInput("A date needs a name.", "Birthday, for example.")
    if (found := occasions.read(day)) is None:
        raise BadInput(f"“{day.strip()}” is no day.", f"Write {occasions.EXAMPLES}.")
    month, number, year = found
    if not occasion.yearly and year is None:
        raise BadInput("A day that comes once needs its year.", "Add it, or let it come yearly.")
    return replace(occasion, name=name.strip(), month=month, day=number, year=year)


async def _quote(desk: Desk, message_id: int | None) -> str:
    if message_id is None:
        return ""
    message = await desk.store.read(messages.get, message_id)
    if message is None or message.outgoing or not says(message.text, message.text):
        raise BadInput("That message says nothing.", "Choose one that they wrote.")
    return message.text
