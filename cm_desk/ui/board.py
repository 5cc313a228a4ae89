"""What the frame of the window says about the desk: counts, troubles, what has and has not left."""

from dataclasses import dataclass
from datetime import datetime

from cm_desk.desk import DEMO, Desk
from cm_desk.domain.model import Account
from cm_desk.store import accounts, cards, conversations, outbox
from cm_desk.store.accounts import AccountState
from cm_desk.store.conversations import Counts
from cm_desk.store.outbox import FAILED, OutboxItem
from cm_desk.ui import banners
from cm_desk.ui.banners import Notice, Trouble
from cm_desk.ui.format import ago, clock, count


@dataclass(frozen=True, slots=True)
class Board:
    """`synced_at` is the oldest of the accounts' last syncs, None before the first; `cards` are
    today's kind ideas that are still open."""

    counts: Counts
    states: tuple[tuple[Account, AccountState], ...]
    failed: tuple[OutboxItem, ...]
    synced_at: datetime | None
    cards: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    words: str
    icon: str = "circle-check"
    tone: str = "good.base"


async def look(desk: Desk) -> Board:
    counts = await desk.store.read(conversations.counts)
    known = await desk.store.read(accounts.all)
    states = [(each, await desk.store.read(accounts.state, each.id)) for each in known]
    waiting = await desk.store.read(outbox.page) if counts.outbox else []
    failed = tuple(each for each in waiting if each.state == FAILED)
    times = [desk.synced_at.get(a.id) or s.synced_at for a, s in states if a.base_url]
    known_times = [time for time in times if time is not None]
    synced = min(known_times) if known_times and len(known_times) == len(times) else None
    left = await desk.store.read(cards.left, desk.now().astimezone().date())
    return Board(counts, tuple(states), failed, synced, left)


def is_offline(board: Board) -> bool:
    """No account that has a service can be reached."""
    kinds = {state.problem_kind for account, state in board.states if account.base_url}
    return kinds == {"offline"}


def notices(board: Board, now: datetime) -> list[Notice]:
    made_up = any(account.base_url.startswith(DEMO) for account, _ in board.states)
    found = [banners.sample()] if made_up else []
    if board.failed:
        found.append(banners.rejected(len(board.failed), board.failed[0].error))
    if is_offline(board):
        return [*found, banners.offline(board.counts.outbox)]
    for account, state in board.states:
        if state.problem_kind:
            trouble = Trouble(account, state.problem_kind, state.problem, state.retry_at)
            found.append(banners.of_account(trouble, now))
    return found


def status(board: Board, now: datetime) -> Status:
    """One line; what waits in the outbox is always told."""
    waits = f" · {board.counts.outbox} in the outbox" if board.counts.outbox else ""
    if not board.states:
        return Status("No account yet", "circle-dashed", "calm.base")
    if is_offline(board):
        since = f" since {clock(board.synced_at)}" if board.synced_at else ""
        return Status(f"Offline{since}{waits}", "wifi-off", "wait.base")
    if board.synced_at is None:
        return Status(f"Not synced yet{waits}", "circle-dashed", "calm.base")
    return Status(f"Synced {ago(board.synced_at, now)}{waits}")


def tray_words(board: Board) -> str:
    needed = sum(board.counts.accounts.values())
    return "CM Desk: " + (
        count(needed, "conversation needs a reply", "conversations need a reply")
        if needed
        else "nobody is waiting"
    )
