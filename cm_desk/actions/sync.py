"""Getting what is new, what is old, and what is around a message."""

from collections.abc import Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cm_desk.actions.progress import Progress, Report
from cm_desk.desk import Connector, Desk
from cm_desk.domain.model import Account, Page
from cm_desk.errors import (
    Gone,
    KeychainError,
    OddAnswer,
    Offline,
    ServiceError,
    SignInNeeded,
    SlowDown,
)
from cm_desk.store import accounts, messages, outbox, settings
from cm_desk.store.messages import Saved
from cm_desk.store.tx import Tx

NEW, HISTORY = "new", "history"
KEEP_SYNCED_AT = timedelta(hours=1)  # a sync that brings nothing is noted this often at most


@dataclass(frozen=True, slots=True)
class SyncResult:
    inserted: int = 0
    updated: int = 0
    signals: int = 0
    pages: int = 0

    def plus(self, saved: Saved) -> "SyncResult":
        return SyncResult(
            self.inserted + saved.inserted,
            self.updated + saved.updated,
            self.signals + saved.signals,
            self.pages + 1,
        )

    def __add__(self, other: "SyncResult") -> "SyncResult":
        return SyncResult(
            self.inserted + other.inserted,
            self.updated + other.updated,
            self.signals + other.signals,
            self.pages + other.pages,
        )


async def sync(desk: Desk, account: Account, report: Report | None = None) -> SyncResult:
    """Save everything new of `account`.

    Each page is saved together with its cursor, so cancelling or failing between pages loses
    nothing and the next call continues there. Raises ServiceError and KeychainError, which
    are also kept as the account's state, for the banner.
    """
    result = await _noted(desk, account, _pull(desk, account, report))
    await _note_success(desk, account, result)
    return result


async def _noted(desk: Desk, account: Account, work: Coroutine[Any, Any, SyncResult]) -> SyncResult:
    try:
        return await work
    except (ServiceError, KeychainError) as err:
        await note_problem(desk, account, err)
        raise


async def _connector(desk: Desk, account: Account) -> Connector:
    """Raises SlowDown before the time that the service named, also after a restart."""
    state, now = await desk.store.read(accounts.state, account.id), desk.now()
    if state.problem_kind == "slow" and state.retry_at and state.retry_at > now:
        raise SlowDown(account.key, (state.retry_at - now).total_seconds())
    return await desk.connector(account)


async def _pull(desk: Desk, account: Account, report: Report | None) -> SyncResult:
    connector, result = await _connector(desk, account), SyncResult()
    cursor = await desk.store.read(accounts.cursor, account.id, NEW)
    while True:
        page = await desk.lane(account).run(connector.pull, cursor)
        result = result.plus(await _save(desk, account, page, cursor, NEW))
        if report:
            report(Progress(result.inserted))
        if not page.more:
            return result
        cursor = _onward(account, cursor, page)


async def history(
    desk: Desk, account: Account, report: Report | None = None, most_pages: int | None = None
) -> SyncResult:
    """Save everything older, page by page, as far back as the service gives it.

    Continues where an earlier call stopped; does nothing once the beginning was reached.
    """
    if (await desk.store.read(accounts.state, account.id)).history_done:
        return SyncResult()
    return await _noted(desk, account, _back(desk, account, report, most_pages))


async def _back(
    desk: Desk, account: Account, report: Report | None, most_pages: int | None
) -> SyncResult:
    connector, result = await _connector(desk, account), SyncResult()
    cursor = await desk.store.read(accounts.cursor, account.id, HISTORY)
    while True:
        page = await desk.lane(account).run(connector.history, cursor)
        result = result.plus(await _save(desk, account, page, cursor, HISTORY))
        if report:
            oldest = min((m.sent_at for m in page.messages), default=None)
            report(Progress(result.inserted, None, oldest))
        if not page.more:
            await desk.store.write(_update, account.id, history_done=True)
            return result
        if result.pages == most_pages:
            return result
        cursor = _onward(account, cursor, page)


async def stop_history(desk: Desk, account: Account) -> None:
    """What is there stays; nothing older comes until `resume_history`, in any later run too."""
    await desk.store.write(settings.set, _stopped(account), "1")


async def resume_history(desk: Desk, account: Account) -> None:
    await desk.store.write(settings.set, _stopped(account), "")
    desk.bell.ring_all()


async def history_stopped(desk: Desk, account: Account) -> bool:
    return bool(await desk.store.read(settings.get, _stopped(account)))


def _stopped(account: Account) -> str:
    return f"history.stopped.{account.key}"


async def thread(desk: Desk, account: Account, remote_id: str) -> SyncResult:
    """Save the whole conversation around a message. Raises Gone."""
    connector = await desk.connector(account)
    page = await desk.lane(account).run(connector.thread, remote_id)
    return SyncResult().plus(await _save(desk, account, page, None, ""))


async def _save(desk: Desk, account: Account, page: Page, cursor: str | None, stream: str) -> Saved:
    """A page that says nothing new does not disturb the writing lane."""
    if page == Page(cursor=cursor, more=page.more):
        return Saved()
    return await desk.store.write(_save_if_there, account, page, stream)


def _save_if_there(tx: Tx, account: Account, page: Page, stream: str) -> Saved:
    """The account may have been removed while the page was on its way."""
    if accounts.get(tx.db, account.id) is None:
        raise Gone(account.key, "was removed.")
    return messages.save(tx, account.id, page, stream)


def _onward(account: Account, cursor: str | None, page: Page) -> str | None:
    """A page that says "more" without moving on would be asked for without end."""
    if page.cursor == cursor:
        raise OddAnswer(account.key, "says that there is more, and gives the same page again.")
    return page.cursor


async def note_problem(desk: Desk, account: Account, err: ServiceError | KeychainError) -> None:
    """Keep what is wrong as the account's state. The same problem again writes nothing."""
    retry_at = None
    if isinstance(err, SlowDown):
        retry_at = desk.now() + timedelta(seconds=err.retry_after_s)
    await desk.store.write(
        _update, account.id, problem_kind=problem_kind(err), problem=str(err), retry_at=retry_at
    )


def problem_kind(err: ServiceError | KeychainError) -> str:
    """What the banner offers: "offline", "slow", "sign-in", "keychain", or "odd"."""
    kinds = {
        Offline: "offline",
        SlowDown: "slow",
        SignInNeeded: "sign-in",
        KeychainError: "keychain",
    }
    return next((name for kind, name in kinds.items() if isinstance(err, kind)), "odd")


async def _note_success(desk: Desk, account: Account, result: SyncResult) -> None:
    """Nothing is written for an unchanged account, but for the time, once in an hour.

    After a problem, what waits in the outbox is due again.
    """
    state, now = await desk.store.read(accounts.state, account.id), desk.now()
    desk.synced_at[account.id] = now
    if state.problem_kind:
        await desk.store.write(_recovered, account.id, now)
    elif result.inserted or not state.synced_at or now - state.synced_at > KEEP_SYNCED_AT:
        await desk.store.write(_update, account.id, synced_at=now)


def _recovered(tx: Tx, account_id: int, now: datetime) -> None:
    _update(tx, account_id, synced_at=now, problem_kind="", problem="", retry_at=None)
    outbox.hurry(tx, account_id, now)


def _update(tx: Tx, /, account_id: int, **changes: Any) -> None:
    """The same state writes nothing."""
    accounts.set_state(tx, account_id, replace(accounts.state(tx.db, account_id), **changes))
