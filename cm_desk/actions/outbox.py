"""Posting what is due, each message exactly once and in the order it was written."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cm_desk.actions.sync import note_problem, sync
from cm_desk.desk import Desk
from cm_desk.domain.model import Account, Incoming
from cm_desk.errors import (
    CannotTell,
    Gone,
    KeychainError,
    OddAnswer,
    Rejected,
    ServiceError,
    SlowDown,
    UnknownOutcome,
)
from cm_desk.store import accounts, messages, outbox
from cm_desk.store.outbox import OutboxItem

LATE = timedelta(hours=12)  # after the click; then a person looks at it once more
FRESH = timedelta(minutes=1)  # after it was due: the person has just seen the conversation
WAIT_FIRST, WAIT_MOST = timedelta(seconds=5), timedelta(minutes=5)
WANTS_PERSON = ("sign-in", "keychain")  # asking again and again would open a prompt each time
OWN_PROBLEM = (Rejected, Gone, UnknownOutcome, OddAnswer)  # of one message; others may leave


@dataclass(slots=True)
class Round:
    """`again_at`: the account cannot be reached before; None: whatever is due may be tried."""

    posted: list[str] = field(default_factory=list)  # remote ids
    again_at: datetime | None = None


async def post_due(desk: Desk, account: Account) -> Round:
    """Post what is due for `account`. What cannot leave stays in the outbox with its reason.

    A message waits for the earlier ones of its conversation. Messages that are older than a
    minute are looked at again first, on a conversation that was fetched just now. Nothing is
    asked of a service before the time that it named.
    """
    state, now = await desk.store.read(accounts.state, account.id), desk.now()
    if state.problem_kind == "slow" and state.retry_at and state.retry_at > now:
        return Round(again_at=state.retry_at)
    if state.problem_kind in WANTS_PERSON:
        return Round(again_at=now + WAIT_MOST)
    due = await desk.store.read(outbox.due, now, account.id)
    if any(not _fresh(desk, each) for each in due) and not await _refreshed(desk, account):
        return Round(again_at=now + WAIT_MOST)
    return await _post_all(desk, account, due)


async def _post_all(desk: Desk, account: Account, due: list[OutboxItem]) -> Round:
    result = Round()
    stuck: set[int | None] = set()
    for item in due:
        if item.conversation_id in stuck:
            continue
        try:
            arrived = await _leave(desk, account, item, result.posted)
        except (ServiceError, KeychainError) as err:
            result.again_at = _retry_at(desk.now(), item, err)
            return result
        if arrived:
            result.posted.append(arrived.remote_id)
        elif item.conversation_id is not None:
            stuck.add(item.conversation_id)
    return result


async def _refreshed(desk: Desk, account: Account) -> bool:
    """False: the account cannot be reached, so nothing may leave; its state says why."""
    try:
        await sync(desk, account)
    except (ServiceError, KeychainError):
        return False
    return True


async def _leave(
    desk: Desk, account: Account, item: OutboxItem, posted: list[str]
) -> Incoming | None:
    looked_at = item.state == outbox.UNKNOWN or _fresh(desk, item)
    if not looked_at and (why := await changed(desk, item, posted)):
        await desk.store.write(outbox.hold, item.id, why)
        return None
    return await post(desk, account, item)


def _fresh(desk: Desk, item: OutboxItem) -> bool:
    return not item.attempts and desk.now() - item.not_before < FRESH


async def changed(desk: Desk, item: OutboxItem, ours: list[str]) -> str:
    """Why `item` should wait for another click; "" when it may leave.

    `ours` are remote ids of answers that the outbox itself has just sent there.
    """
    written = item.outgoing.written_at
    if item.conversation_id is not None:
        newest = await desk.store.read(messages.thread, item.conversation_id)
        since = [m for m in newest.items if m.sent_at > written and m.remote_id not in ours]
        if any(m.outgoing for m in since):
            return "Somebody answered in the meantime."
        if since:
            return "They wrote again in the meantime."
    if desk.now() - written > LATE:
        return "It was written more than 12 hours ago."
    return ""


async def post(desk: Desk, account: Account, item: OutboxItem) -> Incoming | None:
    """Send `item`, or find what an earlier attempt left. None: it stays, with the reason.

    `begin` is committed before the request, so that a crash leaves an unknown outcome, which
    is looked up before anything is sent again. Raises what keeps the whole account from sending.
    """
    in_doubt, lane = item.state == outbox.UNKNOWN, desk.lane(account)
    try:
        connector = await desk.connector(account)
        arrived = await lane.run(connector.find, item.outgoing) if in_doubt else None
        if arrived is None:
            if await desk.store.write_through(outbox.begin, item.id, desk.now()) is None:
                return None  # taken back in the last moment
            in_doubt = False  # the service was asked: it never arrived
            arrived = await lane.run(connector.send, item.outgoing)
    except (ServiceError, KeychainError) as err:
        await _stay(desk, item, err, in_doubt)
        if isinstance(err, OWN_PROBLEM):
            return None
        await note_problem(desk, account, err)
        raise
    await desk.store.write(outbox.sent, item.id, arrived)
    return arrived


async def _stay(
    desk: Desk, item: OutboxItem, err: ServiceError | KeychainError, in_doubt: bool
) -> None:
    """An answer nobody can read may have been a yes; a refusal is final unless it is in doubt.

    Where nobody can ever tell whether it arrived a person decides.
    """
    if isinstance(err, CannotTell):
        await desk.store.write(outbox.hold, item.id, str(err))
        return
    unknown = in_doubt or isinstance(err, (UnknownOutcome, OddAnswer))
    final = isinstance(err, (Rejected, Gone)) and not unknown
    retry_at = None if final else _retry_at(desk.now(), item, err)
    await desk.store.write(outbox.failed, item.id, str(err), retry_at, unknown)


def _retry_at(now: datetime, item: OutboxItem, err: ServiceError | KeychainError) -> datetime:
    if isinstance(err, SlowDown):
        return now + timedelta(seconds=err.retry_after_s)
    tries = min(item.attempts, 10)
    return now + min(WAIT_FIRST * (1 << tries), WAIT_MOST)
