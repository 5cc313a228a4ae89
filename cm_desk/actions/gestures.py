"""Small kindnesses, and what they cost."""

from datetime import datetime
from functools import partial

from cm_desk.actions import kinds
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import gestures


async def give(
    desk: Desk,
    contact_id: int,
    kind: str,
    *,
    at: datetime | None = None,
    voice: str = "",
    why: str = "",
    message_id: int | None = None,
    cost_cents: int = 0,
    currency: str = "EUR",
    minutes: int = 0,
    note: str = "",
    public: bool = False,
    conversation_id: int | None = None,
) -> Undo:
    """Write down a gesture; `at` None is now, `voice` who gave it, `why` the quoted reason."""
    found = await kinds.known(desk, kind)
    if cost_cents < 0 or minutes < 0:
        raise BadInput("A gesture cannot cost less than nothing.")
    given = gestures.Gesture(
        0, contact_id, kind, at or desk.now(), voice, why, message_id, cost_cents, currency,
        minutes, note, public, conversation_id,
    )  # fmt: skip
    id = await desk.store.write(gestures.add, given)
    return Undo(f"{found.label} noted.", partial(desk.store.write, gestures.remove, id))


async def remove(desk: Desk, gesture: gestures.Gesture) -> Undo:
    await desk.store.write(gestures.remove, gesture.id)
    return Undo("Gesture removed.", partial(desk.store.write, gestures.add, gesture))
