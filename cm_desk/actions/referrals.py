"""Who brought others to us: noted by one of us, with the message of theirs that says it."""

from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import acts
from cm_desk.store.acts import CONFIRMED, Act
from cm_desk.store.messages import Message

REFERS = "refers"


async def refer(desk: Desk, message: Message, whom: str, quote: str) -> Undo:
    """`message` is theirs and says it; `whom` they brought, in our words."""
    if message.outgoing or message.contact_id is None:
        raise BadInput("A referral is something they told us.", "Choose a message of theirs.")
    act = Act(0, message.contact_id, REFERS, whom, message.id, quote, message.sent_at, CONFIRMED)
    id = await desk.store.write(acts.add, act)
    if id is None:
        raise BadInput("That message is noted as a referral already.")
    return Undo("Referral noted.", partial(desk.store.write, acts.remove, id))
