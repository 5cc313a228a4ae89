"""The calendar of occasions: what a month holds, what is coming, and days that we name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from cm_desk.actions import touch
from cm_desk.actions.today import rules_now
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import occasions
from cm_desk.domain.almanac import Event, What
from cm_desk.errors import BadInput
from cm_desk.store import almanac, labels, seasons
from cm_desk.store.seasons import Season

RETURNS = timedelta(days=3)  # in which a return is news
LONGEST_LEAD = 366


@dataclass(frozen=True, slots=True)
class Span:
    """Everything from `first` to `last`, in the order of the days; `given` are the gestures."""

    first: date
    last: date
    events: tuple[Event, ...]
    given: Mapping[date, int]

    def on(self, day: date) -> tuple[Event, ...]:
        return tuple(each for each in self.events if each.on == day)


async def between(desk: Desk, first: date, last: date) -> Span:
    """Both days included; nothing of people who are to be left alone."""
    set_ = await rules_now(desk)
    read, now = desk.store.read, desk.now()
    found = await read(almanac.events, first, last, set_.years_least, set_.lead_days)
    if first <= now.astimezone().date() <= last:
        quiet = timedelta(days=set_.return_days)
        found += await read(almanac.returns, now - RETURNS, quiet)
    found += _touches(await touch.everybody(desk), first, last)
    out = await read(almanac.left_out, found)
    left = [each for each in found if each.contact_id not in out]
    faces = await read(almanac.faces, left)
    for each in left:
        _name(each, faces)
    events = tuple(sorted(left, key=lambda each: each.order))
    return Span(first, last, events, await read(almanac.given, first, last))


def _name(event: Event, faces: Mapping[int, tuple[str, str]]) -> None:
    if event.contact_id is not None:
        event.who, event.picture = faces.get(event.contact_id, ("", ""))


def _touches(found: list[touch.Line], first: date, last: date) -> list[Event]:
    return [
        Event(each.touch.due, What.TOUCH, f"Stay in touch {each.words}",
              f"touch-{each.contact_id}", each.contact_id, lead=0)
        for each in found
        if each.touch.due and first <= each.touch.due <= last
    ]  # fmt: skip


async def coming(desk: Desk, days: int = 31) -> list[Event]:
    """Today and the days to come, and what is spoken of now although it comes later: a season has
    its own lead."""
    today = desk.now().astimezone().date()
    last = today + timedelta(days=days)
    near = await between(desk, today, last)
    span = (last + timedelta(days=1), today + timedelta(days=LONGEST_LEAD))
    later = await desk.store.read(almanac.named, *span)
    spoken = [e for e in later if e.contact_id is None and (e.on - today).days <= e.lead]
    return sorted([*near.events, *spoken], key=lambda each: each.order)


async def name_day(
    desk: Desk,
    name: str,
    day: str,
    *,
    release: bool = False,
    lead_days: int = 14,
    label: str = "",
    note: str = "",
) -> Undo:
    """A season ("24 December"), or a release of something that people with a label asked for. A
    day with its year comes once."""
    if not name.strip():
        raise BadInput("A day needs a name.", "Christmas cards, for example.")
    if (found := occasions.read(day)) is None:
        raise BadInput(f"“{day.strip()}” is no day.", f"Write {occasions.EXAMPLES}.")
    if not 0 <= lead_days <= LONGEST_LEAD:
        raise BadInput("That is too long before it.", "Choose 0 to 366 days.")
    label_id = await _label(desk, label)
    kind = What.RELEASE if release else What.SEASON
    new = Season(0, kind, name.strip(), *found[:2], desk.now(), found[2], lead_days, label_id, note)
    id = await desk.store.write(seasons.add, new)
    return Undo(f"{new.name} is in the calendar.", partial(desk.store.write, seasons.remove, id))


async def _label(desk: Desk, name: str) -> int | None:
    if not name.strip():
        return None
    known = {each.name.casefold(): each.id for each in await desk.store.read(labels.all)}
    if name.strip().casefold() not in known:
        raise BadInput(f"There is no label “{name.strip()}”.", "Label the people first.")
    return known[name.strip().casefold()]


async def forget(desk: Desk, id: int) -> Undo:
    """A day that we named goes out of the calendar."""
    was = await desk.store.write(seasons.remove, id)
    if was is None:
        raise BadInput(f"There is no day {id}.", "Look at: occasions --named")
    return Undo(f"{was.name} removed.", partial(desk.store.write, seasons.add, was))
