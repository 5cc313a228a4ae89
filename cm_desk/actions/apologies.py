"""Saying sorry, putting it right, and telling them: in parts, each with its proof."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from cm_desk.actions import reply
from cm_desk.actions.reply import UNDO_S, Sending
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.insight import drafting
from cm_desk.insight.apology import Held, missing
from cm_desk.store import accounts, apologies, gestures, messages, reasons, targets
from cm_desk.store.apologies import Apology, Step
from cm_desk.store.drafts import Draft
from cm_desk.store.gestures import Gesture
from cm_desk.store.tx import Tx

PROOFS = ("link", "message", "file")
QUOTED = 1000  # characters of what they said that are kept
OPEN = ("public", "unlisted")  # who sees it: everybody


@dataclass(frozen=True, slots=True)
class Place:
    """The conversation and account of an answer, who sees it, and its language."""

    conversation_id: int
    account_id: int
    visibility: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An apology, its steps, which of the six parts are missing, and the next day that is due."""

    apology: Apology
    steps: tuple[Step, ...]
    lacks: tuple[str, ...]
    due: datetime | None

    def is_late(self, now: datetime) -> bool:
        return self.apology.closed_at is None and self.due is not None and self.due < now


async def begin(
    desk: Desk, contact_id: int, quote: str, message_id: int | None = None
) -> tuple[int, Undo]:
    """The apology's id. `quote` is what they said: without their words there is none."""
    if not quote.strip():
        raise BadInput("An apology begins with what they said.", "Choose their message.")
    id = await desk.store.write(apologies.add, contact_id, quote, desk.now(), message_id)
    return id, Undo("Apology begun.", partial(desk.store.write, apologies.remove, id))


async def open_or_begin(
    desk: Desk, contact_id: int, message_id: int | None = None
) -> tuple[int, Undo | None]:
    """The open apology to somebody; else a new one for that message, or for what they said last.

    Raises BadInput where they never said anything.
    """
    if found := await desk.store.read(apologies.open_for, contact_id):
        return found.id, None
    said = await desk.store.read(messages.get, message_id or 0)
    if said is None or said.outgoing:
        newest = (await desk.store.read(reasons.newest, [contact_id])).get(contact_id)
        message_id, text = (newest.message_id, newest.quote) if newest else (None, "")
    else:
        text = said.text
    return await begin(desk, contact_id, text[:QUOTED], message_id)


async def word(desk: Desk, apology: Apology) -> Undo:
    """Keep what was written of it."""
    old = await desk.store.write(apologies.word, apology)
    return Undo("Apology changed.", partial(desk.store.write, apologies.word, old or apology))


async def keep_step(desk: Desk, step: Step) -> Undo:
    """A new step, or a changed one. A done step needs a proof that can be opened."""
    if not step.text.strip():
        raise BadInput("A step needs words.", "Say what is done about it.")
    if step.done_at and not (step.proof.strip() and step.proof_kind in PROOFS):
        raise BadInput("A step is done when there is proof.", "Add a link, a message or a file.")
    old = await desk.store.read(apologies.step, step.id) if step.id else None
    id = await desk.store.write(apologies.keep_step, step)
    if old:
        return Undo("Step changed.", partial(desk.store.write, apologies.keep_step, old))
    return Undo("Step added.", partial(desk.store.write, apologies.remove_step, id))


async def saw_proof(desk: Desk, step: Step) -> None:
    """Somebody opened the proof: only then it counts."""
    if step.proof and step.seen_at is None:
        await desk.store.write(apologies.keep_step, replace(step, seen_at=desk.now()))


async def remove_step(desk: Desk, step: Step) -> Undo:
    await desk.store.write(apologies.remove_step, step.id)
    return Undo("Step removed.", partial(desk.store.write, apologies.keep_step, step))


async def say(
    desk: Desk, apology: Apology, draft: Draft, gesture: Gesture, undo_s: float = UNDO_S
) -> Sending:
    """Sorry, now: the reply and its gesture are the apology's first part."""
    return await reply.send(
        desk, draft, undo_s, gesture, lambda tx, id: apologies.say(tx, apology.id, id)
    )


async def tell(
    desk: Desk, step: Step, draft: Draft, gesture: Gesture, undo_s: float = UNDO_S
) -> Sending:
    """ "Done, here it is": raises BadInput for a step without a proof that was opened."""
    if not step.is_proven:
        raise BadInput("There is nothing to show yet.", "Add the proof and open it once.")
    return await reply.send(
        desk, draft, undo_s, gesture, lambda tx, id: apologies.tell(tx, step.id, id)
    )


async def place(desk: Desk, apology: Apology) -> Place:
    """Where the words go: where they said it, as private as that was; else where they wrote last.

    Raises BadInput where they have no conversation.
    """
    said = await desk.store.read(messages.get, apology.message_id or 0)
    if said:
        return Place(said.conversation_id, said.account_id, said.visibility, said.lang)
    found = await desk.store.read(targets.last_with, apology.contact_id)
    if found is None:
        raise BadInput("There is no conversation with them.", "Write to them first.")
    return Place(found, await desk.store.read(targets.account_of, found))


async def say_words(desk: Desk, apology: Apology, text: str, undo_s: float = UNDO_S) -> Sending:
    """Sorry, now, in these words."""
    return await say(desk, apology, *await _leaving(desk, apology, text), undo_s)


async def tell_words(
    desk: Desk, apology: Apology, step: Step, text: str, undo_s: float = UNDO_S
) -> Sending:
    """ "Done, here it is", in these words."""
    return await tell(desk, step, *await _leaving(desk, apology, text), undo_s)


async def told_by_hand(desk: Desk, apology: Apology, step: Step, how: str) -> Undo:
    """They heard of it otherwise: on the phone, at the counter. Raises BadInput as `tell` does."""
    if not step.is_proven:
        raise BadInput("There is nothing to show yet.", "Add the proof and open it once.")
    if not how.strip():
        raise BadInput("How did they hear of it?", "Say it in a few words: a call, a visit.")
    given = Gesture(
        *(0, apology.contact_id, "apology", desk.now(), "", apology.quote, apology.message_id),
        note=how.strip(),
    )
    id = await desk.store.write(_told_by_hand, step, given)
    return Undo("They know of it.", partial(desk.store.write, gestures.remove, id))


def _told_by_hand(tx: Tx, step: Step, given: Gesture) -> int:
    id = gestures.add(tx, given)
    apologies.tell(tx, step.id, id)
    return id


async def _leaving(desk: Desk, apology: Apology, text: str) -> tuple[Draft, Gesture]:
    to = await place(desk, apology)
    account = await desk.store.read(accounts.get, to.account_id)
    voice = (account.signer or account.name) if account else ""
    draft = Draft(
        0, to.conversation_id, to.account_id, text, visibility=to.visibility, cursor=len(text)
    )
    gesture = Gesture(
        *(0, apology.contact_id, "apology", desk.now(), voice, apology.quote, apology.message_id),
        conversation_id=to.conversation_id,
        public=to.visibility in OPEN,
    )
    return draft, gesture


async def first_words(desk: Desk, apology: Apology) -> str:
    """What it already says, else the first words of an apology in their language."""
    to = await place(desk, apology)
    account = await desk.store.read(accounts.get, to.account_id)
    signer = (account.signer or account.name) if account else ""
    said = [each.strip() for each in (apology.happened, apology.ours, apology.meant)]
    if any(said):
        name = drafting.first_name(apology.who)
        return "\n\n".join((f"{name},", " ".join(filter(None, said)), signer))
    return drafting.for_kind("apology", apology.who, apology.quote, signer, to.lang or "en")


async def told_words(desk: Desk, apology: Apology, step: Step) -> str:
    """ "Done, here it is", with the proof where it can be sent as a link."""
    to = await place(desk, apology)
    account = await desk.store.read(accounts.get, to.account_id)
    signer = (account.signer or account.name) if account else ""
    shown = step.proof if step.proof_kind == "link" else ""
    text = drafting.for_kind("told", apology.who, step.text, signer, to.lang or "en")
    return f"{text}\n{shown}".strip()


async def waiting(desk: Desk, whole: bool = False) -> list[Waiting]:
    """The open apologies, overdue first, then by the next day that is due; `whole`: closed ones
    behind them."""
    found = await desk.store.read(apologies.all_of if whole else apologies.unclosed)
    rows = []
    for each in found:
        steps = await desk.store.read(apologies.steps, each.id)
        due = min((s.due for s in steps if s.due and not s.is_proven), default=None)
        rows.append(Waiting(each, tuple(steps), lacks(each, steps), due))
    return sorted(rows, key=_urgency)


async def owed_to(desk: Desk, contact_id: int) -> str | None:
    """What an open apology to somebody waits for, in a line; None where there is none."""
    one = await desk.store.read(apologies.open_for, contact_id)
    if one is None:
        return None
    steps = await desk.store.read(apologies.steps, one.id)
    if one.sorry_id is None:
        return "Open apology: sorry is not said yet."
    if ready := [each for each in steps if each.is_proven and each.told_id is None]:
        return f"Open apology: “{ready[0].text[:80]}” is done, and nobody told them."
    late = [each for each in steps if each.due and not each.is_proven and each.due < desk.now()]
    if late:
        return f"Open apology: “{late[0].text[:80]}” is late."
    return f"Open apology: {'; '.join(lacks(one, steps)) or 'whole, and not closed yet'}."


def _urgency(row: Waiting) -> tuple[bool, bool, float]:
    """What is due comes first; without a day, the one that was begun first."""
    at = row.due or row.apology.opened_at
    return row.apology.closed_at is not None, row.due is None, at.timestamp()


def lacks(apology: Apology, steps: list[Step]) -> tuple[str, ...]:
    """Which of the six parts are missing. Every step must be proven, and told."""
    return missing(
        Held(
            happened=bool(apology.happened.strip()),
            ours=bool(apology.ours.strip()),
            meant=bool(apology.meant.strip()),
            plain=apology.plain,
            proven=bool(steps) and all(each.is_proven for each in steps),
            told=bool(steps) and all(each.told_at for each in steps),
        )
    )


async def close(desk: Desk, apology: Apology, their_word: str = "") -> Undo:
    """Six of six, or their own word for it. Raises BadInput with what is missing."""
    steps = await desk.store.read(apologies.steps, apology.id)
    if (without := lacks(apology, steps)) and not their_word.strip():
        raise BadInput(
            f"It is not whole yet: {'; '.join(without)}.",
            "Or write down that they said it is fine.",
        )
    await desk.store.write(apologies.close, apology.id, desk.now(), their_word)
    return Undo("Apology closed.", partial(desk.store.write, apologies.reopen, apology.id))


async def reopen(desk: Desk, apology: Apology) -> Undo:
    """It happened again."""
    await desk.store.write(apologies.reopen, apology.id)
    back = partial(
        desk.store.write, apologies.close, apology.id, apology.closed_at or desk.now(), apology.word
    )
    return Undo("Apology open again.", back)
