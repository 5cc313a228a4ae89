"""Freedom without red tape: what may be spent on kindness without asking; a line for more."""

import re
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.domain.kinds import named, offered
from cm_desk.domain.months import Month
from cm_desk.errors import BadInput
from cm_desk.insight import allowance
from cm_desk.insight.allowance import Item, Room
from cm_desk.store import allowances, contacts, gestures, kinds
from cm_desk.store.allowances import ANYONE, ASKED, GRANTED, MONTH, REFUSED, Request
from cm_desk.store.gestures import Direction, Gesture
from cm_desk.store.tx import Tx

_YES = re.compile(r"\s*(?:yes|ok|okay|granted|sure|gladly|ja|oui|sí|si)\b", re.IGNORECASE)
_NO = re.compile(r"\s*(?:no|not|sorry|refused|nein|non)\b", re.IGNORECASE)


async def set_limit(
    desk: Desk, giver: str, kind: str, cents: int | None, currency: str = "EUR"
) -> Undo:
    """`kind` "" for the month of all kinds, `giver` "" for anyone; None: no limit."""
    if cents is not None and cents < 0:
        raise BadInput("An allowance cannot be less than nothing.")
    if kind:
        await _label(desk, kind)
    old = (await desk.store.read(allowances.all)).get((giver, kind), (None, currency))
    await desk.store.write(allowances.put, giver, kind, cents, currency)
    return Undo("Allowance changed.", partial(desk.store.write, allowances.put, giver, kind, *old))


async def room(
    desk: Desk, giver: str, kind: str, currency: str, month: Month | None = None
) -> Room:
    """What somebody may still give in that month; None is this one."""
    read = desk.store.read
    when = month or months.of(desk.now())
    whole = await read(allowances.of, giver, MONTH)
    each = await read(allowances.of, giver, kind)
    spent = await read(allowances.spent, giver, when, currency)
    fits = [found[0] if found and found[1] == currency else None for found in (whole, each)]
    return Room(spent, fits[0], fits[1] if kind else None)


async def unasked(desk: Desk, giver: str) -> tuple[Item, ...]:
    """The kinds that fit what `giver` has left in this month; none where nothing was set."""
    read = desk.store.read
    known = await read(allowances.all)
    mine = {kind: found for (who, kind), found in known.items() if who in (giver, ANYONE)}
    if not mine:
        return ()
    _, currency = mine.get(MONTH) or next(iter(mine.values()))
    offers = offered(await read(kinds.all))
    rooms = {each.key: await room(desk, giver, each.key, currency) for each in offers}
    return tuple(allowance.unasked(offers, rooms.__getitem__, currency))


async def grant_for(desk: Desk, gesture: Gesture) -> Request | None:
    """The request that allows it, where one is needed. Raises BadInput when it was not granted."""
    if gesture.direction != Direction.GIVEN or not gesture.cost_cents:
        return None
    old = 0
    found = await room(desk, gesture.giver, gesture.kind, gesture.currency, months.of(gesture.at))
    if gesture.id:
        before = await desk.store.read(gestures.get, gesture.id)
        same = before and before.giver == gesture.giver and before.currency == gesture.currency
        old = before.cost_cents if before and same else 0
    over = Room(found.spent - old, found.month, found.each).over(gesture.cost_cents)
    if not over:
        return None
    if grant := await desk.store.read(allowances.granted, gesture):
        return grant
    raise BadInput(
        f"This is {over / 100:g} {gesture.currency} more than may be given without asking.",
        "Ask for it in one line, under Gestures, Budget; below the allowance nobody is asked.",
    )


def use(tx: Tx, grant: Request | None, gesture_id: int) -> None:
    if grant is not None:
        allowances.use(tx, grant.id, gesture_id)


async def ask(
    desk: Desk, giver: str, contact_id: int, kind: str, cents: int, currency: str, reason: str
) -> tuple[Request, Undo]:
    """A request in one line; `line` is what is mailed or pasted to whoever decides."""
    if not reason.strip():
        raise BadInput("A request says why, in a few words.", "Write what moved you.")
    if cents <= 0:
        raise BadInput("A request names an amount.", "Write what it would cost.")
    await _label(desk, kind)
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        raise BadInput("That person is gone.", "Look for them under People.")
    new = Request(
        *(0, contact_id, person.name, giver, kind, cents, currency),
        *(" ".join(reason.split()), desk.now()),
    )
    id = await desk.store.write(allowances.ask, new)
    made = await desk.store.read(allowances.get, id)
    if made is None:
        raise BadInput("The request was not kept.", "Try again.")
    return made, Undo(
        "The request is written down.", partial(desk.store.write, allowances.remove, id)
    )


async def line(desk: Desk, request: Request) -> str:
    """ "Mara asks: 35 EUR for a gift to Priya Raman. Why: … Yes or no?" """
    label = (await _label(desk, request.kind)).lower()
    amount = f"{request.cents / 100:g} {request.currency}"
    who = f"{request.giver} asks" if request.giver else "We ask"
    why = request.reason if request.reason[-1:] in ".!?…" else f"{request.reason}."
    return f"{who}: {amount} for a {label} to {request.who}. Why: {why} Yes or no?"


async def answered(desk: Desk, request: Request, words: str, granted: bool | None = None) -> Undo:
    """What they answered; `granted` None: read from their first word."""
    decided = granted if granted is not None else says(words)
    if decided is None:
        raise BadInput("The answer is neither yes nor no.", "Choose which it is.")
    state = GRANTED if decided else REFUSED
    await desk.store.write(allowances.answer, request.id, state, words.strip(), desk.now())
    what = "Granted." if decided else "Refused, and kept."
    back = (request.id, request.state, request.answer, request.answered_at)
    return Undo(what, partial(desk.store.write, allowances.answer, *back))


def says(words: str) -> bool | None:
    """Whether an answer begins with a yes or a no; None for neither."""
    return True if _YES.match(words) else False if _NO.match(words) else None


async def open_requests(desk: Desk) -> list[Request]:
    return [r for r in await desk.store.read(allowances.requests) if r.state == ASKED]


async def _label(desk: Desk, kind: str) -> str:
    known = await desk.store.read(kinds.all)
    if kind not in {each.key for each in known}:
        raise BadInput(f"“{kind}” is no kind of gesture.", "Look at: gestures kinds")
    return named(kind, known).label
