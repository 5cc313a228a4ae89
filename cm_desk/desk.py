"""What an action may use, and how it is put together. No Qt: the command line uses it too."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cm_desk import lock
from cm_desk.bell import Bell
from cm_desk.connectors import registry
from cm_desk.connectors.base import (
    BrowserSignIn,
    Connector,
    Deleter,
    Editor,
    Field,
    Found,
    Granted,
    Moderator,
    Service,
    Tells,
)
from cm_desk.connectors.http import Http
from cm_desk.connectors.oauth import Loopback
from cm_desk.domain.model import Account
from cm_desk.domain.news import Change
from cm_desk.errors import SignInNeeded
from cm_desk.keychain import Keychain, Secrets
from cm_desk.lanes import Lane
from cm_desk.paths import DATABASE
from cm_desk.store import outbox
from cm_desk.store.store import Publish, Store

__all__ = [
    "DATABASE",
    "BrowserSignIn",
    "Connector",
    "Deleter",
    "Desk",
    "Editor",
    "Field",
    "Found",
    "Granted",
    "Http",
    "Loopback",
    "Moderator",
    "Secrets",
    "Service",
    "Services",
    "Tells",
    "look",
    "open_desk",
]

DEMO = "demo:"  # base_url of the accounts of the embedded network


@dataclass(frozen=True, slots=True)
class Services:
    """The services there are; tests give others."""

    names: Callable[[], list[str]] = registry.names
    service: Callable[[str], Service] = registry.service
    service_of: Callable[[Account], Service] = registry.service_of
    connector: Callable[[Account, str, Http], Connector] = registry.connector


@dataclass(eq=False)
class Desk:
    folder: Path
    store: Store
    keychain: Secrets
    services: Services = field(default_factory=Services)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    http: Http = field(default_factory=Http)
    bell: Bell = field(default_factory=Bell)
    held: lock.Lock | None = None
    synced_at: dict[int, datetime] = field(default_factory=dict)  # newer than the store's
    _lanes: dict[str, Lane] = field(default_factory=dict)
    _connectors: dict[str, Connector] = field(default_factory=dict)
    _renewing: set[asyncio.Future[None]] = field(default_factory=set)
    _building: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def lane(self, account: Account) -> Lane:
        """The account's own network lane: one request at a time; slow hosts block nobody."""
        if account.key not in self._lanes:
            self._lanes[account.key] = Lane(f"net-{account.key}")
        return self._lanes[account.key]

    def ear(self, account: Account) -> Lane:
        """Where the account's service is waited for, should it tell by itself what is new."""
        name = f"ear-{account.key}"
        if name not in self._lanes:
            self._lanes[name] = Lane(name)
        return self._lanes[name]

    async def connector(self, account: Account) -> Connector:
        """Built once with the secret from the keychain. Raises SignInNeeded, KeychainError."""
        async with self._building[account.key]:
            if account.key not in self._connectors:
                secret = await self._secret(account)
                self._connectors[account.key] = self.services.connector(account, secret, self.http)
            return self._connectors[account.key]

    async def _secret(self, account: Account) -> str:
        if account.base_url.startswith(DEMO):
            return ""
        secret = await self.keychain.get(account.key) if account.base_url else None
        if secret is None:
            raise SignInNeeded(
                account.key, "has no sign-in on this computer.", "Sign in again under Accounts."
            )
        return secret

    def renew(self, key: str, secret: str) -> None:
        """A service renewed the sign-in of an account. Keeping it ends by itself."""
        task = asyncio.ensure_future(self.keychain.renew(key, secret))
        self._renewing.add(task)
        task.add_done_callback(self._renewing.discard)

    def forget(self, account: Account) -> None:
        """Ends the running call; the next one builds a connector with the newest secret."""
        if connector := self._connectors.pop(account.key, None):
            connector.stop()

    async def close(self) -> None:
        """Cancel the tasks that use the desk before; queued writes are still done."""
        for connector in self._connectors.values():
            connector.stop()
        self.http.close()
        await asyncio.gather(*self._renewing)
        for lane in self._lanes.values():
            lane.close()
        await self.store.close()
        if self.held:
            self.held.release()


async def open_desk(
    folder: Path,
    publish: Publish,
    *,
    keychain: Secrets | None = None,
    services: Services | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    held: lock.Lock | None = None,
) -> Desk:
    """The desk on `folder`, made if missing, and ours alone until it is closed.

    `held` is the folder's lock where the caller has it; it passes to the desk, and is released
    when the desk cannot be opened.
    Raises AlreadyOpen when another process has it, StoreError when it cannot be used.
    """
    held = held or lock.hold(folder)
    bell = Bell()

    def heard(changes: tuple[Change, ...]) -> None:
        bell.ring(changes)
        publish(changes)

    store = Store(heard)
    try:
        await store.open(folder / DATABASE)
        await store.write(outbox.recover)
    except BaseException:
        await store.close()
        held.release()
        raise
    desk = Desk(folder, store, keychain or Keychain(), services or Services(), now)
    desk.bell, desk.held = bell, held
    loop = asyncio.get_running_loop()
    desk.http.renewed = lambda key, secret: loop.call_soon_threadsafe(desk.renew, key, secret)
    return desk


async def look(folder: Path) -> Desk:
    """The desk on `folder` to read from, while another process may write to it."""
    store = Store(lambda _: None)
    await store.open(folder / DATABASE, only_read=True)
    return Desk(folder, store, Keychain())
