"""Promises of every state, and words that sound like one."""

from datetime import timedelta

from cm_desk.desk import Desk
from cm_desk.domain.model import Page
from cm_desk.store import messages, promises
from cm_desk.store.tx import Tx
from tests.conftest import NOW
from tests.ui.people import PRIYA, said, settle_in

DAY = timedelta(days=1)
OURS = "Thank you, Priya. We’ll look into the lid by Friday."
THEIRS = "I'll send you a photo of it tomorrow."


async def promised(desk: Desk) -> int:
    """Beside the two of `settle_in` (one late, one kept): moved, late, broken, theirs, offered."""
    priya = await settle_in(desk)
    await desk.store.write(_fill, priya)
    return priya


def _fill(tx: Tx, priya: int) -> None:
    page = Page((
        said(PRIYA, "90", 0.2, THEIRS, thread="promises"),
        said(PRIYA, "91", 0.1, OURS, outgoing=True, thread="promises"),
    ))  # fmt: skip
    messages.save(tx, 1, page, "new")
    due = NOW - 40 * DAY
    late = promises.add(tx, priya, "Ask the workshop about a crank", due, due - DAY)
    promises.settle(tx, late, "kept", due + 2 * DAY)
    broken = promises.add(tx, priya, "Call on Monday", due, due - DAY)
    promises.settle(tx, broken, "broken", due + DAY)
    moved = promises.add(tx, priya, "Say when the courier stops", NOW + 2 * DAY, NOW - DAY)
    promises.move(tx, moved, NOW + 9 * DAY, NOW)
    promises.add(tx, priya, "Bring the old lid", NOW + 5 * DAY, NOW, theirs=True)
    promises.add(tx, priya, "Nur " + "x" * 500 + " تسليم 配送 🎂", NOW + 30 * DAY, NOW)
