"""What can become of a promise: kept, moved, not kept, open again."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from cm_desk.actions import promises
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store.promises import Promise
from cm_desk.ui.gestures.promise import due_on, move
from cm_desk.ui.gestures.proof import keep_with_proof
from cm_desk.ui.navigate import Navigator

Settle = Callable[[Desk, Promise], Awaitable[Undo]]

OPEN = (
    ("Kept", "keep"),
    ("Kept, and here is the proof …", "proof"),
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


async def settle(
    desk: Desk, parent: QWidget | None, promise: Promise, what: str, go: Navigator | None = None
) -> Undo | None:
    """`what` is one of `choices`; moving to a day asks which, and None means none. With `go` the
    person can be asked whether the new day is all right: the composer opens with a draft."""
    if what == "move":
        return await move(desk, parent, promise, go)
    if what == "proof":
        return await keep_with_proof(desk, parent, promise)
    if what in LATER:
        today = desk.now().astimezone().date()
        return await promises.move(desk, promise, due_on(today + LATER[what]))
    do: dict[str, Settle] = {
        "keep": promises.keep,
        "broken": promises.break_,
        "reopen": promises.reopen,
        "agreed": promises.agreed,
    }
    return await do[what](desk, promise)
