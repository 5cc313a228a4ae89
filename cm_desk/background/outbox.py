"""Posts what is due, one account beside the other."""

from cm_desk.actions.outbox import WAIT_MOST, Round, post_due
from cm_desk.background.waiting import seconds_until, wait
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.domain.news import Topic
from cm_desk.errors import StoreError
from cm_desk.store import outbox


async def keep_posting(desk: Desk, account: Account) -> None:
    """Looks again when the outbox or how the account does changes, and when a message is due."""
    changed = desk.bell.listen(Topic.OUTBOX, Topic.ACCOUNT)
    try:
        while True:
            changed.clear()
            result = await _round(desk, account)
            if result.again_at:
                changed.clear()  # it was our own noting of what went wrong
                await wait(changed, seconds_until(result.again_at, desk.now()))
            else:
                next_due = await desk.store.read(outbox.next_due, account.id)
                await wait(changed, seconds_until(next_due, desk.now()))
    finally:
        desk.bell.leave(changed)


async def _round(desk: Desk, account: Account) -> Round:
    """A store that cannot be written (the disk is full) is tried again later."""
    try:
        return await post_due(desk, account)
    except StoreError:
        return Round(again_at=desk.now() + WAIT_MOST)
