"""A desk on a service in memory, signed in: the `place` fixture."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cm_desk.actions.accounts import add
from cm_desk.actions.sync import sync
from cm_desk.desk import Desk, Granted, open_desk
from cm_desk.domain.model import Account
from cm_desk.domain.views import View
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import conversations
from cm_desk.store.drafts import Draft
from cm_desk.store.store import Publish
from tests.village import US, Village


@dataclass
class Clock:
    """`tick(…)` by setting `now`; the desk and the village share it."""

    now: datetime = datetime(2026, 3, 5, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Place:
    desk: Desk
    village: Village
    account: Account
    clock: Clock
    keychain: MemoryKeychain
    folder: Path

    async def reopen(self) -> None:
        """The program ends and starts again."""
        await self.desk.close()
        await self.start()

    async def start(self) -> None:
        self.desk = await opened(self.folder, self.village, self.clock, self.keychain)


async def opened(
    folder: Path,
    village: Village,
    clock: Clock,
    keys: MemoryKeychain,
    publish: Publish = lambda _: None,
) -> Desk:
    services = village.services()
    return await open_desk(folder, publish, keychain=keys, services=services, now=clock)


async def settle(folder: Path, publish: Publish = lambda _: None) -> Place:
    """A new desk in `folder` with one account on a new village."""
    clock, keys = Clock(), MemoryKeychain()
    village = Village(clock=clock)
    desk = await opened(folder, village, clock, keys, publish)
    account = await add(desk, "village", Granted("token", US, "https://village.example"))
    return Place(desk, village, account, clock, keys, folder)


async def conversation(place: Place) -> int:
    """Sync, and the newest conversation."""
    await sync(place.desk, place.account)
    page = await place.desk.store.read(conversations.page, View.ALL)
    return page.items[0].id


def draft(place: Place, conversation_id: int | None, text: str = "Thank you, Ada.") -> Draft:
    return Draft(0, conversation_id, place.account.id, text, visibility="public", cursor=5)
