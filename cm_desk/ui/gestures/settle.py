"""What can become of a promise: kept, moved, not kept, open again."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from cm_desk.actions import promises
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store.promises import Promise
from cm_desk.ui.gestures.promise import due_on, move

OPEN = (
    ("Kept", "keep"),
    ("Move to tomorrow", "tomorrow"),
    ("Move by a week", "week"),
    ("Choose another day …", "move"),
    ("Not kept", "broken"),
)
SETTLED = (("Open again", "reopen"),)
LATER = {"tomorrow": timedelta(days=1), "week": timedelta(days=7)}


def choices(promise: Promise) -> tuple[tuple[str, str], ...]:
    """(words, what) for a menu."""
    return OPEN if promise.state == "open" else SETTLED


async def settle(desk: Desk, parent: QWidget | None, promise: Promise, what: str) -> Undo | None:
    """`what` is one of `choices`; moving to a day asks which, and None means none."""
    if what == "move":
        return await move(desk, parent, promise)
    if what in LATER:
        today = desk.now().astimezone().date()
        return await promises.move(desk, promise, due_on(today + LATER[what]))
    do = {"keep": promises.keep, "broken": promises.break_, "reopen": promises.reopen}[what]
    return await do(desk, promise)
