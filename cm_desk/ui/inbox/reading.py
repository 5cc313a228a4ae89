"""What a conversation view shows, read from the store."""

from dataclasses import dataclass

from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.store import accounts, conversations, gestures, messages, outbox, promises
from cm_desk.store.conversations import InboxRow
from cm_desk.store.messages import Message
from cm_desk.store.outbox import OutboxItem
from cm_desk.store.paging import Cursor
from cm_desk.ui.inbox import items
from cm_desk.ui.inbox.items import Event

FIRST, MORE = 40, 100


@dataclass(frozen=True)
class Read:
    """`messages` newest first; `cursor` continues to older ones, None: these are all.

    `hosts` are the servers of our accounts.
    """

    row: InboxRow
    account: Account
    messages: tuple[Message, ...]
    cursor: Cursor | None
    events: tuple[Event, ...]
    outbox: tuple[OutboxItem, ...]
    hosts: tuple[str, ...]


async def conversation(desk: Desk, id: int, count: int, until: int | None) -> Read | None:
    """The newest `count` messages of a conversation, or as many as reach message `until`.

    None: there is no such conversation (any more).
    """
    row = await desk.store.read(conversations.row, id)
    if row is None:
        return None
    account = await desk.store.read(accounts.get, row.account_id)
    if account is None:
        return None
    found, cursor = await _newest(desk, id, count, until)
    waiting = await desk.store.read(outbox.page)
    here = tuple(item for item in waiting if item.conversation_id == id)
    ours = await desk.store.read(accounts.all)
    hosts = tuple(dict.fromkeys(filter(None, map(_host, ours))))
    return Read(row, account, found, cursor, await _events(desk, row), here, hosts)


async def _newest(
    desk: Desk, id: int, count: int, until: int | None
) -> tuple[tuple[Message, ...], Cursor | None]:
    found: list[Message] = []
    cursor: Cursor | None = None
    while True:
        page = await desk.store.read(messages.thread, id, cursor, max(FIRST, count - len(found)))
        found += page.items
        cursor = page.cursor
        reached = until is None or (found and found[-1].id <= until)
        if cursor is None or (len(found) >= count and reached):
            return tuple(found), cursor


async def _events(desk: Desk, row: InboxRow) -> tuple[Event, ...]:
    if row.contact_id is None:
        return ()
    given = await desk.store.read(gestures.of, row.contact_id)
    promised = await desk.store.read(promises.of, row.contact_id)
    return (*map(items.given, given), *map(items.promised, promised))


def _host(account: Account) -> str:
    return account.base_url.partition("://")[2].partition("/")[0]
