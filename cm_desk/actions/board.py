"""The board of those who help others, by month and by what it was about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.domain.months import Month
from cm_desk.errors import BadInput
from cm_desk.insight.board import Board, Helped, board
from cm_desk.store import board as counting
from cm_desk.store import contacts, helping
from cm_desk.store.helping import Proposal


@dataclass(frozen=True, slots=True)
class Leaders:
    """`faces` are name and picture by contact; `months` and `contexts` what can be chosen."""

    board: Board
    faces: dict[int, tuple[str, str]]
    month: Month
    context: str
    months: tuple[Month, ...]
    contexts: tuple[str, ...]


async def leaders(
    desk: Desk, month: Month | None = None, context: str = "", fair: bool = True
) -> Leaders:
    """`month` None is this one; `context` "" is all of them together."""
    read, month = desk.store.read, month or months.of(desk.now())
    span = (months.start(month), months.start(months.after(month)))
    only = context or None
    acts = await read(counting.done, *span, only)
    helped = [Helped(a.act_id, a.contact_id, a.kind, a.quote, a.at) for a in acts]
    thanked = await read(counting.thanked, {each.contact_id for each in acts})
    waiting = await read(counting.proposed, *span, only)
    found = board(helped, await read(counting.turns, *span), thanked, waiting, fair)
    faces = await read(contacts.faces, {each.contact_id for each in found.rows})
    known = tuple(await read(helping.contexts))
    return Leaders(found, faces, month, context, await _months(desk), known)


async def acts(desk: Desk, ids: Sequence[int]) -> list[Proposal]:
    """What stands behind a count: each act with its words, and what shows that it helped."""
    return await desk.store.read(helping.shown, ids)


async def _months(desk: Desk) -> tuple[Month, ...]:
    """From the first act of help on, the newest first."""
    now = months.of(desk.now())
    first = await desk.store.read(counting.first)
    return tuple(reversed(months.between(months.of(first) if first else now, now)))


def month_of(text: str, now: datetime) -> Month:
    """ "2026-10", "" is this month. Raises BadInput."""
    try:
        at = datetime.strptime(text, "%Y-%m") if text else now.astimezone()  # noqa: DTZ007
    except ValueError:
        raise BadInput(f"“{text}” is no month.", "Write it like 2026-10.") from None
    return at.year, at.month
