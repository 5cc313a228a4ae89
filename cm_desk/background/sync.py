"""Keeps an account in sync, and brings its history, as long as the desk is open."""

import asyncio
from collections.abc import Callable

from cm_desk.actions.progress import Report
from cm_desk.actions.sync import history, sync
from cm_desk.background.waiting import jitter, wait
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.errors import KeychainError, ServiceError, SignInNeeded, SlowDown, StoreError
from cm_desk.store import accounts

EVERY_S = 120.0
MOST_S = 900.0  # between two tries of a service that does not answer
PAGES = 10  # of history, before new things are asked for again


async def keep_in_sync(
    desk: Desk,
    account: Account,
    problem: Callable[[StoreError], object],
    every_s: float = EVERY_S,
    report: Report | None = None,
) -> None:
    """New things first, then a few pages of history, then new things again.

    Ends when the service or the keychain wants the person: the account's state says so, and
    signing in starts it anew. `desk.bell.ring_all()` makes it try at once, but never before
    the time that a service asked for.
    """
    failures, again = 0, desk.bell.listen()
    try:
        while True:
            again.clear()
            try:
                await _everything(desk, account, report)
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
        desk.bell.leave(again)


async def _everything(desk: Desk, account: Account, report: Report | None) -> None:
    while True:
        await sync(desk, account)
        await history(desk, account, report, PAGES)
        if (await desk.store.read(accounts.state, account.id)).history_done:
            return
