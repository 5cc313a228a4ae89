"""What was said and sounds like a promise: offered as one, never made one by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from cm_desk.actions import promises as promising
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.insight.pledges import Hint, pledge
from cm_desk.store import messages, promises
from cm_desk.store.messages import Message
from cm_desk.store.promises import Promise

DUE = time(17)  # a promised day ends with the working day
LOOKED_AT = timedelta(days=60)  # what is older is told in the story, not offered
NEAR = timedelta(days=2)  # two promises for one day made so near each other are one
EVERYBODY = 500  # newest messages that are read for the offers of everybody


@dataclass(frozen=True, slots=True)
class Offer:
    """What a message says will be done, and by when; `theirs`: by them, for us."""

    message: Message
    contact_id: int
    text: str
    due: datetime
    quote: str
    theirs: bool


async def offered(desk: Desk, said: Iterable[Message]) -> list[Offer]:
    """Among these messages, the newest first: what nobody tracks and nobody declined.

    The same words for the same day are offered once, where they were said first.
    """
    found = [offer for each in said if (offer := _read(each, desk.now()))]
    if not found:
        return []
    ids = [each.message.id for each in found]
    declined = await desk.store.read(promises.declined, ids)
    tracked: dict[int, list[Promise]] = {}
    for who in {each.contact_id for each in found}:
        tracked[who] = await desk.store.read(promises.of, who)
    left = [
        each
        for each in found
        if each.message.id not in declined and not _tracked(each, tracked[each.contact_id])
    ]
    first = {(e.contact_id, e.theirs, e.due, e.text): e for e in _newest_first(left)}
    return _newest_first(first.values())


def _newest_first(offers: Iterable[Offer]) -> list[Offer]:
    return sorted(offers, key=lambda each: each.message.id, reverse=True)


async def everybodys(desk: Desk) -> list[Offer]:
    """Among the newest messages of all conversations."""
    since = desk.now() - LOOKED_AT
    return await offered(desk, await desk.store.read(messages.newest, since, EVERYBODY))


async def take(desk: Desk, offer: Offer) -> Undo:
    """Make it a promise: a person asked for that."""
    made = min(offer.message.sent_at, desk.now())
    what = (offer.text, offer.due, offer.message.id, offer.quote, offer.theirs, made)
    return await promising.promise(desk, offer.contact_id, *what)


async def decline(desk: Desk, offer: Offer) -> Undo:
    """It is none; that is remembered, and the message is never offered again."""
    id = offer.message.id
    await desk.store.write(promises.decline, id, desk.now())
    return Undo("Not a promise, then.", partial(desk.store.write, promises.decline, id, None))


def due_at(hint: Hint) -> datetime:
    return datetime.combine(hint.due, DUE).astimezone()


def _read(said: Message, now: datetime) -> Offer | None:
    if said.contact_id is None or now - said.sent_at > LOOKED_AT:
        return None
    theirs = not said.outgoing
    hint = pledge(said.text, said.sent_at.astimezone().date(), said.lang or "en", theirs)
    if hint is None or not hint.text:
        return None
    return Offer(said, said.contact_id, hint.text, due_at(hint), hint.sentence, theirs)


def _tracked(offer: Offer, known: Sequence[Promise]) -> bool:
    """By its message, or by its day when it was tracked while it was being written."""
    sent = offer.message.sent_at
    return any(
        each.message_id == offer.message.id
        or (
            each.theirs is offer.theirs
            and each.due.date() == offer.due.date()
            and abs(each.made_at - sent) < NEAR
        )
        for each in known
    )
