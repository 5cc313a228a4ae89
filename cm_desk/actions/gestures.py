"""Small kindnesses, and what they cost."""

import json
from datetime import datetime
from functools import cache, partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.paths import resource
from cm_desk.store import gestures


@cache
def kinds() -> dict[str, str]:
    """The word for each kind, in the order of the dialog."""
    found = json.loads(resource("gestures.json").read_text(encoding="utf-8"))
    return {each["key"]: each["label"] for each in found}


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
    if kind not in kinds():
        raise BadInput(f"“{kind}” is no kind of gesture.", f"Choose one of {', '.join(kinds())}.")
    if cost_cents < 0 or minutes < 0:
        raise BadInput("A gesture cannot cost less than nothing.")
    given = gestures.Gesture(
        0, contact_id, kind, at or desk.now(), voice, why, message_id, cost_cents, currency,
        minutes, note, public, conversation_id,
    )  # fmt: skip
    id = await desk.store.write(gestures.add, given)
    return Undo(f"{kinds()[kind]} noted.", partial(desk.store.write, gestures.remove, id))


async def remove(desk: Desk, gesture: gestures.Gesture) -> Undo:
    await desk.store.write(gestures.remove, gesture.id)
    return Undo("Gesture removed.", partial(desk.store.write, gestures.add, gesture))
