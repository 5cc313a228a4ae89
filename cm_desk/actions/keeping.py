"""Keeping texts for some months only: looked at first, then done by itself (background/keeping)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from cm_desk.actions.erase import Told, sweep_store
from cm_desk.actions.progress import Progress
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.keeping import MOST_MONTHS, months_before
from cm_desk.domain.model import Account
from cm_desk.errors import BadInput
from cm_desk.store import keeping, settings
from cm_desk.store.keeping import Pinned, Rule

GRACE = timedelta(hours=1)  # after it was accepted: time to think again
EVERY = timedelta(hours=20)
WEEK = timedelta(days=7)
SWEPT = "keeping.swept"  # a setting: when the store was last written anew


@dataclass(frozen=True, slots=True)
class Preview:
    """What would lose its text today: `messages` of `account` sent before `before`. `pinned` are
    those of them that something of ours points to, up to some hundred; `pins` counts all."""

    account: Account
    months: int
    before: datetime
    messages: int
    pinned: tuple[Pinned, ...]
    pins: int


async def preview(desk: Desk, account: Account, months: int, told: Told | None = None) -> Preview:
    """Reads and changes nothing."""
    if not 1 <= months <= MOST_MONTHS:
        raise BadInput(f"Texts can be kept for 1 to {MOST_MONTHS} months.")
    before = months_before(desk.now(), months)
    count, after = 0, -1
    while True:
        ids, last = await desk.store.read(keeping.page, account.id, before, False, after)
        count += len(ids)
        if told:
            told("Counting", Progress(count))
        if last is None:
            break
        after = last
    pinned, pins = await desk.store.read(keeping.pinned, account.id, before)
    return Preview(account, months, before, count, tuple(pinned), pins)


async def keep(desk: Desk, accepted: Preview, spare: bool = False) -> Undo:
    """From an hour from now on, texts older than that are removed. Only what was looked at can be
    accepted. `spare`: what gestures, promises and moments point to keeps its text."""
    rule = Rule(accepted.account.id, accepted.months, spare, desk.now())
    old = await desk.store.write(keeping.put, rule)
    words = f"Texts of {accepted.account.handle} are kept for {accepted.months} months."
    return Undo(words, partial(_back, desk, rule.account_id, old))


async def for_ever(desk: Desk, account: Account) -> Undo:
    old = await desk.store.write(keeping.drop, account.id)
    words = f"Texts of {account.handle} are kept for ever."
    return Undo(words, partial(_back, desk, account.id, old))


async def _back(desk: Desk, account_id: int, old: Rule | None) -> None:
    if old is None:
        await desk.store.write(keeping.drop, account_id)
    else:
        await desk.store.write(keeping.put, old)


async def trim_due(desk: Desk, told: Told | None = None, grace: timedelta = GRACE) -> int:
    """Remove what is older than the rules say, in small steps; how many messages lost their text.

    Each rule is looked at once in twenty hours, and not before `grace` has passed.
    """
    now, count = desk.now(), 0
    for rule in await desk.store.read(keeping.rules):
        if now >= rule.since + grace and (rule.done is None or now >= rule.done + EVERY):
            count += await _trim(desk, rule, now, told)
    if count:
        await _sweep(desk, told)
    return count


async def _sweep(desk: Desk, told: Told | None) -> None:
    """Once a week, because it takes the writing lane for seconds; the first time at once."""
    now = desk.now()
    swept = await desk.store.read(settings.get, SWEPT)
    if not swept or now >= datetime.fromisoformat(swept) + WEEK:
        await sweep_store(desk, told)
        await desk.store.write(settings.set, SWEPT, now.isoformat())


async def _trim(desk: Desk, rule: Rule, now: datetime, told: Told | None) -> int:
    before, count, after = months_before(now, rule.months), 0, -1
    while True:
        ids, last = await desk.store.read(keeping.page, rule.account_id, before, rule.spare, after)
        for start in range(0, len(ids), keeping.PAGE):
            part = ids[start : start + keeping.PAGE]
            count += await desk.store.write(keeping.trim, part, rule.months)
            if told:
                told("Removing texts", Progress(count))
        if last is None:
            break
        after = last
    await desk.store.write(keeping.note, rule, now, before, count)
    return count
