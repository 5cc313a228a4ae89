"""What is shown below our own pages: held comments are let through, spam is taken down.

It happens at the service at once, and comes back by undo; nothing of it waits in the outbox.
"""

from functools import partial
from typing import cast

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk, Moderator
from cm_desk.domain.model import Account, Page
from cm_desk.errors import BadInput
from cm_desk.store import messages, saving
from cm_desk.store.messages import Message
from cm_desk.store.tx import Tx

DONE = {
    "approved": "Shown on the site.",
    "hold": "Waits for approval again.",
    "spam": "Marked as spam.",
    "trash": "Moved to the site's trash.",
}


async def moderate(desk: Desk, account: Account, message: Message, state: str) -> Undo:
    """`state` is a key of DONE. Raises ServiceError; BadInput where we have no say."""
    if not desk.services.service_of(account).capabilities.moderates:
        raise BadInput(f"We have no say in what is shown at {account.handle}.")
    before = "hold" if message.visibility == "held" else "approved"
    await _ask(desk, account, message.remote_id, state)
    return Undo(DONE[state], partial(_ask, desk, account, message.remote_id, before))


async def _ask(desk: Desk, account: Account, remote_id: str, state: str) -> None:
    connector = cast(Moderator, await desk.connector(account))
    page = await desk.lane(account).run(partial(connector.moderate, remote_id, state))
    await desk.store.write(_save, account.id, page)


def _save(tx: Tx, account_id: int, page: Page) -> None:
    messages.save(tx, account_id, page, "")
    saving.mark_there(tx, account_id, [each.remote_id for each in page.messages])
