"""Saying sorry, putting it right, and telling them: in parts, each with its proof."""

from dataclasses import replace
from functools import partial

from cm_desk.actions import reply
from cm_desk.actions.reply import UNDO_S, Sending
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.insight.apology import Held, missing
from cm_desk.store import apologies
from cm_desk.store.apologies import Apology, Step
from cm_desk.store.drafts import Draft
from cm_desk.store.gestures import Gesture

PROOFS = ("link", "message", "file")


async def begin(
    desk: Desk, contact_id: int, quote: str, message_id: int | None = None
) -> tuple[int, Undo]:
    """The apology's id. `quote` is what they said: without their words there is none."""
    if not quote.strip():
        raise BadInput("An apology begins with what they said.", "Choose their message.")
    id = await desk.store.write(apologies.add, contact_id, quote, desk.now(), message_id)
    return id, Undo("Apology begun.", partial(desk.store.write, apologies.remove, id))


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
