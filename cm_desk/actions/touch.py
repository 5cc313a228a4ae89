"""Staying in touch: how often we want to speak with somebody, who is due, and calls we made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import cadence as rhythms
from cm_desk.errors import BadInput
from cm_desk.insight import rhythm
from cm_desk.insight.rhythm import Touch
from cm_desk.store import cadences, contacts, notes, steps
from cm_desk.store.cadences import Cadence

HOW = {"call": "Call", "met": "Met", "letter": "Letter or card"}
SPOKE = timedelta(days=1)  # after a word of either side nobody is reminded
DUE = ("red", "never", "yellow")
ORDER = (*DUE, "spoke", "later", "green")


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody we want to stay in touch with. `last`: when we really spoke, by any way."""

    contact_id: int
    who: str
    picture: str
    wish: Cadence
    touch: Touch
    state: str  # of ORDER: "spoke" just now, put off to "later", else that of `touch`
    last: datetime | None

    @property
    def is_due(self) -> bool:
        return self.state in DUE

    @property
    def words(self) -> str:
        """ "every 2 months"."""
        return rhythms.words(self.wish.ideal_days)


async def everybody(desk: Desk) -> list[Line]:
    """Who is due first; then those we have just spoken with, who were put off, and the others."""
    return sorted(await _lines(desk, await desk.store.read(cadences.all)), key=_order)


async def _lines(desk: Desk, wishes: Sequence[Cadence]) -> list[Line]:
    now = desk.now()
    last = await desk.store.read(cadences.last_touches, [each.contact_id for each in wishes])
    spoke = await desk.store.read(cadences.last_words)
    faces = await desk.store.read(contacts.faces, {each.contact_id for each in wishes})
    found = []
    for wish in wishes:
        id = wish.contact_id
        state, touch = _state(wish, last.get(id), spoke.get(id), now)
        found.append(Line(id, *faces.get(id, ("", "")), wish, touch, state, last.get(id)))
    return found


async def of(desk: Desk, contact_id: int) -> Line | None:
    """None: there is no wish to stay in touch."""
    wish = await desk.store.read(cadences.of, contact_id)
    return (await _lines(desk, [wish]))[0] if wish else None


def _order(line: Line) -> tuple[int, date, str]:
    due = line.touch.due or date.min
    return ORDER.index(line.state), due, line.who.casefold()


def _state(
    wish: Cadence, last: datetime | None, spoke: datetime | None, now: datetime
) -> tuple[str, Touch]:
    today = now.astimezone().date()
    days = [] if last is None else [last.astimezone().date()]
    touch = rhythm.touch(days, today, wish.ideal_days, wish.longest_days)
    if touch.state == "green":
        return "green", touch
    if wish.put_off(now):
        return "later", touch
    just = spoke is not None and (today - spoke.astimezone().date()) <= SPOKE
    return "spoke" if just else touch.state, touch


async def usual(desk: Desk, contact_id: int) -> int | None:
    """The median of the days between our words until now; None before there are five."""
    since = cadences.usual(desk.now())
    found = await desk.store.read(cadences.touches, contact_id, since)
    gap = rhythm.usual_gap(each.astimezone().date() for each in found)
    return None if gap is None else max(1, round(gap))


async def wish(desk: Desk, contact_id: int, text: str) -> Undo:
    """`text` as people say it; "" for no wish any more. Raises BadInput for what is no rhythm."""
    days = rhythms.read(text) if text.strip() else 0
    if days is None:
        raise BadInput(f"“{text.strip()}” is no rhythm.", f"Write {rhythms.EXAMPLES}.")
    new = Cadence(contact_id, days, rhythms.longest(days))
    step = await desk.store.write(cadences.put, new, desk.now())
    what = f"Stay in touch {rhythms.words(days)}." if days else "No reminders any more."
    return Undo(what, partial(desk.store.write, steps.take_back, step))


async def later(desk: Desk, wish: Cadence, days: int) -> Undo:
    """Not before so many days from now."""
    until = desk.now() + timedelta(days=days)
    step = await desk.store.write(cadences.put_off, wish, until)
    day = until.astimezone()
    return Undo(f"Not before {day.day} {day:%B}.", partial(desk.store.write, steps.take_back, step))


async def log(
    desk: Desk, contact_id: int, how: str, text: str = "", at: datetime | None = None
) -> Undo:
    """A call or a meeting, as a note in their story; it counts as a word between us."""
    if how not in HOW:
        raise BadInput(f"“{how}” is no way to speak.", f"Choose one of {', '.join(HOW)}.")
    when = at or desk.now()
    if when > desk.now():
        raise BadInput("That day is still to come.", "Note it when you have spoken.")
    words = text.strip() or HOW[how]
    id = await desk.store.write(notes.add, contact_id, words, when, how)
    return Undo(f"{HOW[how]} noted.", partial(desk.store.write, notes.remove, id))
