"""Brings snoozed conversations back when their time has come."""

from cm_desk.actions.triage import wake
from cm_desk.background.waiting import seconds_until, wait
from cm_desk.desk import Desk
from cm_desk.domain.news import Topic
from cm_desk.store import conversations


async def keep_waking(desk: Desk) -> None:
    changed = desk.bell.listen(Topic.CONVERSATION)
    try:
        while True:
            changed.clear()
            next_wake = await desk.store.read(conversations.next_wake)
            if next_wake and next_wake <= desk.now():
                await wake(desk)
            else:
                await wait(changed, seconds_until(next_wake, desk.now()))
    finally:
        desk.bell.leave(changed)
