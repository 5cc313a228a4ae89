"""Colleagues who lend their voice. Nobody is impersonated: each releases the very text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.insight.voices import Candidate, Fit, fits, rests_until
from cm_desk.store import contacts, gestures, requests, voices
from cm_desk.store.requests import Request
from cm_desk.store.voices import Voice


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
    )
    id = await desk.store.write(requests.add, request)
    return id, Undo(f"{voice.name} is asked.", partial(desk.store.write, requests.remove, id))


async def page(desk: Desk, request: Request) -> str:
    """What the voice is shown, on one page of plain text: no private notes."""
    person = await desk.store.read(contacts.person, request.contact_id)
    since = f", with us since {person.first_at:%B %Y}" if person and person.received else ""
    parts = [
        f"{request.voice}, would you put your name under this?",
        f"To: {request.who}{since}",
        f"They wrote:\n    “{request.quote}”",
        request.context.strip(),
        f"Draft:\n\n{request.draft}\n",
        "Answer with “yes” to release the draft as it is, with your own words to have those sent"
        " instead, or with “no”. Nothing is sent in your name before you answer.",
    ]
    return "\n\n".join(each for each in parts if each) + "\n"


async def release(desk: Desk, request: Request, text: str, answer: str) -> Undo:
    """`answer` is what they wrote back; `text` what they put their name under."""
    if not text.strip() or not answer.strip():
        raise BadInput("A release needs their answer.", "Paste what they wrote back.")
    await desk.store.write(requests.release, request.id, text, answer, desk.now())
    return Undo(f"Released by {request.voice}.", partial(_back, desk, request))


async def decline(desk: Desk, request: Request, answer: str = "") -> Undo:
    await desk.store.write(requests.decline, request.id, answer, desk.now())
    return Undo(f"{request.voice} declined.", partial(_back, desk, request))


async def _back(desk: Desk, request: Request) -> None:
    await desk.store.write(requests.ask_again, request.id)


def _candidate(voice: Voice, asked: Sequence[datetime]) -> Candidate:
    topics = frozenset(each.strip() for each in voice.topics.split(",") if each.strip())
    return Candidate(voice.id, topics, voice.every_days, tuple(asked))
