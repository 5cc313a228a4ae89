"""The board of those who help others, by month and by what it was about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.domain.months import Month
from cm_desk.errors import BadInput
from cm_desk.insight.board import Board, Helped, board
from cm_desk.store import badges, contacts, helping
from cm_desk.store import board as counting
from cm_desk.store.badges import Badge
from cm_desk.store.helping import Proposal

RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Leaders:
    """`faces` are name and picture by contact; `month` None is the last 90 days. `months` and
    `contexts` are what can be chosen."""

    board: Board
    faces: dict[int, tuple[str, str]]
    badges: dict[int, tuple[Badge, ...]]
    month: Month | None
    context: str
    months: tuple[Month, ...]
    contexts: tuple[str, ...]


async def leaders(
    desk: Desk, month: Month | None = None, context: str = "", fair: bool = True
) -> Leaders:
    """`month` None is the last 90 days; `context` "" is all of them together."""
    read, only = desk.store.read, context or None
    span = span_of(month, desk.now())
    acts = await read(counting.done, *span, only)
    helped = [Helped(a.act_id, a.contact_id, a.kind, a.quote, a.at) for a in acts]
    thanked = await read(counting.thanked, {each.contact_id for each in acts})
    waiting = await read(counting.proposed, *span, only)
    found = board(helped, await read(counting.turns, *span), thanked, waiting, fair)
    ids = {each.contact_id for each in found.rows}
    faces, worn = await read(contacts.faces, ids), await read(badges.of, ids)
    known = tuple(await read(helping.contexts))
    return Leaders(found, faces, worn, month, context, await _months(desk), known)


def span_of(month: Month | None, now: datetime) -> tuple[datetime, datetime]:
    if month is None:
        return now - RECENT, now
    return months.start(month), months.start(months.after(month))


async def acts(desk: Desk, ids: Sequence[int]) -> list[Proposal]:
    """What stands behind a count: each act with its words, and what shows that it helped."""
    return await desk.store.read(helping.shown, ids)


async def _months(desk: Desk) -> tuple[Month, ...]:
    """From the first act of help on, the newest first."""
    now = months.of(desk.now())
    first = await desk.store.read(counting.first)
    return tuple(reversed(months.between(months.of(first) if first else now, now)))


def month_of(text: str) -> Month | None:
    """ "2026-10"; None for "". Raises BadInput."""
    if not text:
        return None
    try:
        at = datetime.strptime(text, "%Y-%m")  # noqa: DTZ007
    except ValueError:
        raise BadInput(f"“{text}” is no month.", "Write it like 2026-10.") from None
    return at.year, at.month
