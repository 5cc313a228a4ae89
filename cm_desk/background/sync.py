"""Keeps an account in sync, and brings its history, as long as the desk is open."""

import asyncio
from collections.abc import Callable

from cm_desk.actions.progress import Report
from cm_desk.actions.sync import history, history_stopped, sync
from cm_desk.background.listening import keep_listening
from cm_desk.background.waiting import jitter, wait
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.errors import KeychainError, ServiceError, SignInNeeded, SlowDown, StoreError
from cm_desk.store import accounts

EVERY_S = 120.0
MOST_S = 900.0  # between two tries of a service that does not answer
BURST = 5  # pages of history at once; after them one by one, so that answers can leave:
PAUSE_S = 20.0  # a page may cost forty requests, and Mastodon allows 300 in five minutes


async def keep_in_sync(
    desk: Desk,
    account: Account,
    problem: Callable[[StoreError], object],
    every_s: float = EVERY_S,
    report: Report | None = None,
    pause_s: float = PAUSE_S,
) -> None:
    """New things first, then a few pages of history, then new things again.

    Ends when the service or the keychain wants the person: the account's state says so, and
    signing in starts it anew. `desk.bell.ring_all()` makes it try at once, but never before
    the time that a service asked for.
    """
    failures, again = 0, desk.bell.listen()
    ear = asyncio.create_task(keep_listening(desk, account, again))
    try:
        while True:
            again.clear()
            try:
                await _everything(desk, account, report, pause_s)
                failures = 0
            except (SignInNeeded, KeychainError):
                return
            except SlowDown as err:
                await asyncio.sleep(err.retry_after_s)
                continue
            except ServiceError:
                failures += 1
            except StoreError as err:  # the disk is full, for one: said once, tried again
                if not failures:
                    problem(err)
                failures += 1
            await wait(again, jitter(min(every_s * 2**failures, max(MOST_S, every_s))))
    finally:
        ear.cancel()
        desk.bell.leave(again)


async def _everything(desk: Desk, account: Account, report: Report | None, pause_s: float) -> None:
    pages = BURST
    while True:
        await sync(desk, account)
        if await history_stopped(desk, account):
            return
        await history(desk, account, report, pages)
        if (await desk.store.read(accounts.state, account.id)).history_done:
            return
        pages = 1
        await asyncio.sleep(pause_s)
