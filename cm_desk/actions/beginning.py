"""Words put into a draft for somebody, for a person to read, change and send."""

from dataclasses import replace
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import drafts, river
from cm_desk.store.drafts import Draft
from cm_desk.store.messages import Message

MESSAGES = frozenset({"message"})


async def newest(desk: Desk, contact_id: int) -> Message | None:
    """The last message that passed between us."""
    said = await desk.store.read(river.page, contact_id, MESSAGES, None, 1)
    return next((entry.message for entry in said.items), None)


async def begin(desk: Desk, contact_id: int, text: str) -> Undo | None:
    """Below what stands in the draft of the newest conversation with them; None: there is none."""
    said = await newest(desk, contact_id)
    if said is None:
        return None
    old = await desk.store.read(drafts.get, said.conversation_id)
    new = old or Draft(0, said.conversation_id, said.account_id, "")
    whole = f"{new.text}\n\n{text}" if new.text.strip() else text
    draft = replace(new, text=whole, saved_at=desk.now(), cursor=len(whole))
    await desk.store.write(drafts.save, draft)
    if old is None:
        return Undo("Draft begun.", partial(desk.store.write, drafts.discard, said.conversation_id))
    return Undo("Draft begun.", partial(desk.store.write, drafts.save, old))
