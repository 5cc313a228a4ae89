"""Noting what a person told us, with their own words behind it."""

from datetime import datetime
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import zones
from cm_desk.domain.known import CARE, QUOTED, WORDLESS, About, Moment, says
from cm_desk.errors import BadInput
from cm_desk.store import facts, merges, messages, moments, settings, steps
from cm_desk.store.facts import Fact
from cm_desk.store.known import CARE as CARE_ON
from cm_desk.store.messages import Message
from cm_desk.store.steps import Step

NAMES = {
    About.PRONOUNS: "Pronouns",
    About.ZONE: "Time zone",
    About.SITUATION: "Situation",
    About.PASSION: "Passion",
    About.FEAR: "Fear",
    About.JOY: "Joy",
    About.ALONE: "Leave alone",
    About.PRIVATE: "Private thanks",
}


async def tell(
    desk: Desk,
    contact_id: int,
    about: About,
    text: str = "",
    *,
    quote: str = "",
    message_id: int | None = None,
    at: datetime | None = None,
) -> Undo:
    """Note what they told us. `at` is since when, None: now.

    A situation, a passion, a fear and a joy are kept only with words of theirs from a message.
    """
    text, quote = text.strip(), quote.strip()
    if not text and about not in WORDLESS:
        raise BadInput(f"{NAMES[about]}: write some words first.")
    if about is About.ZONE:
        text = _zone(text)
    if about in CARE:
        await _switched_on(desk)
    if about in QUOTED or message_id is not None:
        quote = await said_by(desk, contact_id, NAMES[about], quote, message_id)
    fact = Fact(0, contact_id, about, text, at or desk.now(), quote, message_id)
    step = await desk.store.write(facts.put, fact, desk.now())
    return _undo(desk, f"{NAMES[about]} noted.", step)


async def reword(desk: Desk, fact: Fact, text: str) -> Undo:
    """Our words for it; the quote stays."""
    if not text.strip():
        return await forget(desk, fact)
    kept = _zone(text) if fact.about is About.ZONE else text.strip()
    step = await desk.store.write(facts.edit, fact.id, kept)
    return _undo(desk, f"{NAMES[fact.about]} changed.", step)


async def forget(desk: Desk, fact: Fact) -> Undo:
    step = await desk.store.write(facts.remove, fact.id)
    return _undo(desk, f"{NAMES[fact.about]} removed.", step)


async def clear(desk: Desk, contact_id: int, about: About) -> Undo:
    """All of a kind, also what came from people who were joined into this one."""
    step = await desk.store.write(facts.clear, contact_id, about)
    what = "Contact is open again." if about is About.ALONE else f"{NAMES[about]} removed."
    return _undo(desk, what, step)


async def leave_alone(desk: Desk, contact_id: int, why: str, since: datetime | None = None) -> Undo:
    """Warns before anybody writes to them; blocks nothing by itself."""
    undo = await tell(desk, contact_id, About.ALONE, why, at=since)
    return Undo("They are left alone.", undo.back)


async def mark(desk: Desk, message: Message, kind: Moment) -> Undo:
    """Pin a message of theirs to their page as a joy or a hurt."""
    await _switched_on(desk)
    if message.outgoing or message.contact_id is None:
        raise BadInput("A moment is something they wrote.", "Choose a message of theirs.")
    step = await desk.store.write(moments.mark, message.id, kind, desk.now())
    return _undo(desk, "Marked as a joy." if kind is Moment.JOY else "Marked as a hurt.", step)


async def unmark(desk: Desk, message_id: int) -> Undo | None:
    """None: it was not marked."""
    step = await desk.store.write(moments.unmark, message_id)
    return _undo(desk, "Moment removed.", step) if step else None


async def _switched_on(desk: Desk) -> None:
    if await desk.store.read(settings.get, CARE_ON) != "1":
        raise BadInput("What moves people is switched off.", "Switch it on in Settings, Privacy.")


def _zone(text: str) -> str:
    if (found := zones.read(text)) is None:
        raise BadInput(f"“{text.strip()}” is no time zone.", f"Write {zones.EXAMPLES}.")
    return found


async def said_by(
    desk: Desk, contact_id: int, name: str, quote: str, message_id: int | None
) -> str:
    """The quote, when it stands in a message of theirs; `name` is what it is about."""
    if message_id is None:
        raise BadInput(f"{name}: their own words are missing.", "Choose the message that says so.")
    message = await desk.store.read(messages.get, message_id)
    if message is None:
        raise BadInput("That message is not here any more.", "Choose another one.")
    whole = await desk.store.read(merges.root, contact_id)
    if message.outgoing or message.contact_id != whole:
        raise BadInput(f"{name}: that is not a message of theirs.", "Choose one that they wrote.")
    if not says(message.text, quote):
        raise BadInput("These words are not in the message.", "Choose some of its own words.")
    return quote


def _undo(desk: Desk, what: str, step: Step) -> Undo:
    return Undo(what, partial(desk.store.write, steps.take_back, step))
