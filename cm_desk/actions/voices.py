"""Colleagues who lend their voice. Nobody is impersonated: each releases the very text."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.times import EPOCH
from cm_desk.errors import BadInput
from cm_desk.insight import phrases
from cm_desk.insight.voices import (
    Bond,
    Candidate,
    Deserves,
    Fit,
    deserves,
    fits,
    leaders_share,
    rests_until,
)
from cm_desk.store import bonds, dates, drafts, gestures, requests, voices
from cm_desk.store.dates import Occasion
from cm_desk.store.requests import Request
from cm_desk.store.voices import Voice

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
HURT, REPORTS = timedelta(days=60), timedelta(days=365)
NEAR = 14  # days around a day of theirs in which a hurt spoils it


async def save(desk: Desk, voice: Voice) -> Undo:
    if not voice.name.strip():
        raise BadInput("A voice needs a name.", "Write the name of the colleague.")
    if voice.every_days < 1:
        raise BadInput("Nobody can be asked more than once a day.", "Write 1 or more days.")
    old = await desk.store.read(voices.get, voice.id) if voice.id else None
    id = await desk.store.write(voices.save, voice)
    if old:
        return Undo("Voice changed.", partial(desk.store.write, voices.save, old))
    return Undo("Voice added.", partial(desk.store.write, voices.remove, id))


async def come_back(desk: Desk, voice: Voice) -> Undo:
    """They lend it again."""
    await desk.store.write(voices.save, replace(voice, left_at=None))
    return Undo(f"{voice.name} lends it again.", partial(desk.store.write, voices.save, voice))


async def retire(desk: Desk, voice: Voice) -> Undo:
    """They lend it no more; what they signed keeps their name."""
    await desk.store.write(voices.save, replace(voice, left_at=desk.now()))
    return Undo("Voice retired.", partial(desk.store.write, voices.save, voice))


async def for_person(desk: Desk, contact_id: int, topics: Sequence[str] = ()) -> list[Fit]:
    """The voices, least expected first, with the reasons; those that rest come last."""
    when = await desk.store.read(requests.asked)
    heard = {g.voice_id for g in await desk.store.read(gestures.of, contact_id) if g.voice_id}
    found = [_candidate(v, when.get(v.id, [])) for v in await desk.store.read(voices.all)]
    return fits(found, heard, topics, desk.now())


async def ask(
    desk: Desk,
    voice_id: int,
    contact_id: int,
    kind: str,
    quote: str,
    draft: str,
    message_id: int | None = None,
    context: str = "",
) -> tuple[int, Undo]:
    """The request's id. Raises BadInput for a voice that was asked lately, or without a quote."""
    voice = await desk.store.read(voices.get, voice_id)
    if voice is None or voice.left_at:
        raise BadInput("This voice is not lent any more.", "Choose another one.")
    if not quote.strip() or not draft.strip():
        raise BadInput(
            "A request needs their words and a draft.", "Choose the message it is about."
        )
    when = (await desk.store.read(requests.asked)).get(voice_id, [])
    if free := rests_until(_candidate(voice, when), desk.now()):
        until = f"{free:%-d %B}" if free.year == desk.now().year else f"{free:%-d %B %Y}"
        raise BadInput(f"{voice.name} was asked lately.", f"They can be asked again on {until}.")
    request = Request(
        *(0, contact_id, "", voice_id, voice.name, kind, message_id, quote, context, draft),
        asked_at=desk.now(),
        code=new_code(),
    )
    id = await desk.store.write(requests.add, request)
    return id, Undo(f"{voice.name} is asked.", partial(desk.store.write, requests.remove, id))


async def release(desk: Desk, request: Request, text: str, answer: str) -> Undo:
    """`answer` is what they wrote back; `text` what they put their name under."""
    if not text.strip() or not answer.strip():
        raise BadInput("A release needs their answer.", "Paste what they wrote back.")
    await desk.store.write(requests.release, request.id, text, answer, desk.now())
    return Undo(f"Released by {request.voice}.", partial(_back, desk, request))


async def decline(desk: Desk, request: Request, answer: str = "") -> Undo:
    await desk.store.write(requests.decline, request.id, answer, desk.now())
    return Undo(f"{request.voice} declined.", partial(_back, desk, request))


async def ask_anew(desk: Desk, request: Request, draft: str) -> Undo:
    """For another text, within the same request: a yes to the one before is not one to this."""
    if not draft.strip():
        raise BadInput("A request needs a draft.", "Write what they could say.")
    if request.used_key:
        raise BadInput("That has left already.", "Make a new request.")
    await desk.store.write(requests.reword, request.id, draft)
    return Undo(f"{request.voice} is asked for this text.", partial(_back, desk, request))


async def take_back(desk: Desk, request: Request) -> Undo:
    """As if they had not been asked; a draft that waited for them is one of ours again."""
    waiting = await desk.store.read(drafts.waiting_for, request.id)
    await desk.store.write(requests.remove, request.id)

    async def back() -> None:
        await desk.store.write(requests.add, request)
        for each in waiting:
            await desk.store.write(drafts.save, each)

    return Undo(f"{request.voice} is not asked.", back)


async def _back(desk: Desk, request: Request) -> None:
    await desk.store.write(requests.restore, request)


async def deserving(desk: Desk, contact_id: int) -> tuple[Deserves, ...]:
    """Why this moment is worth an unexpected voice; () once one turned to them for it."""
    read, now = desk.store.read, desk.now()
    last = await read(bonds.last_lent, contact_id)
    since = last or EPOCH
    hurts = await read(bonds.hurts, contact_id, max(since, now - HURT))
    days = await read(dates.of, contact_id)
    spoilt = [each for each in hurts if phrases.holds("days", each[1]) or _near(days, now)]
    bond = Bond(
        await read(bonds.first_heard, contact_id),
        await read(bonds.reports, contact_id, max(since, now - REPORTS)),
        spoilt,
    )
    found = deserves(bond, now)
    return tuple(each for each in found if each.quotes or last is None or last < now - REPORTS)


async def leaders(desk: Desk, since: datetime) -> tuple[int, int]:
    """(gestures by those who lead the house, all gestures in a voice) since then."""
    known = await desk.store.read(voices.all, True)
    signed = await desk.store.read(bonds.signed, since)
    return leaders_share(signed, [each.id for each in known if each.leads])


def new_code() -> str:
    """Letters and digits that are not taken for each other."""
    return "CMD-" + "".join(secrets.choice(LETTERS) for _ in range(8))


def _near(days: Sequence[Occasion], now: datetime) -> bool:
    """Whether a day of theirs is, or was, within two weeks."""
    ahead = [now.date() + timedelta(days=n) for n in range(-NEAR, NEAR + 1)]
    return any((each.month, each.day) == (day.month, day.day) for each in days for day in ahead)


def _candidate(voice: Voice, asked: Sequence[datetime]) -> Candidate:
    topics = frozenset(each.strip() for each in voice.topics.split(",") if each.strip())
    return Candidate(voice.id, topics, voice.every_days, tuple(asked))
