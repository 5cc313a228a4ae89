"""What we wrote ourselves: put in other words, or taken back, at its service and here.

It happens at the service at once; nothing of it waits in the outbox. An edit comes back by undo,
a deletion does not: whoever asks for it is asked first (docs/decisions/0015).
"""

from functools import partial
from typing import cast

from cm_desk.actions.undo import Undo
from cm_desk.desk import Deleter, Desk, Editor
from cm_desk.domain.model import Account, Page
from cm_desk.errors import BadInput
from cm_desk.store import messages
from cm_desk.store.messages import Message
from cm_desk.store.tx import Tx

BROWSER = "Open it in the browser."


def can_edit(desk: Desk, account: Account, message: Message) -> bool:
    """`trimmed`: its words are not here any more, so there is nothing to start from."""
    able = desk.services.service_of(account).capabilities.edit
    return able and _is_ours_there(message) and message.trimmed is None


def can_delete(desk: Desk, account: Account, message: Message) -> bool:
    return desk.services.service_of(account).capabilities.delete and _is_ours_there(message)


async def edit(desk: Desk, account: Account, message: Message, text: str) -> Undo:
    """Raises ServiceError; BadInput where it cannot be done."""
    if not can_edit(desk, account, message):
        raise BadInput("This message cannot be changed from here.", BROWSER)
    if not text.strip() and not message.media:
        raise BadInput("A message needs words.", "To take it back, delete it.")
    await _edit(desk, account, message.remote_id, text)
    back = partial(_edit, desk, account, message.remote_id, message.text)
    return Undo("The message is changed.", back)


async def delete(desk: Desk, account: Account, message: Message) -> None:
    """Our copy stays, marked. Raises ServiceError; BadInput where it cannot be done."""
    if not can_delete(desk, account, message):
        raise BadInput("This message cannot be deleted from here.", BROWSER)
    connector = cast(Deleter, await desk.connector(account))
    page = await desk.lane(account).run(partial(connector.delete, message.remote_id))
    await desk.store.write(_save, account.id, page)


async def _edit(desk: Desk, account: Account, remote_id: str, text: str) -> None:
    connector = cast(Editor, await desk.connector(account))
    page = await desk.lane(account).run(partial(connector.edit, remote_id, text))
    await desk.store.write(_save, account.id, page)


def _save(tx: Tx, account_id: int, page: Page) -> None:
    messages.save(tx, account_id, page, "")


def _is_ours_there(message: Message) -> bool:
    return message.outgoing and bool(message.remote_id) and not message.deleted
