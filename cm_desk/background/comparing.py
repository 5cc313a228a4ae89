"""Compares new profiles with those we know, once it is quiet, so that nobody waits for it."""

import asyncio

from cm_desk.actions.suggestions import look_again
from cm_desk.background.waiting import wait
from cm_desk.desk import Desk
from cm_desk.domain.news import Topic

FIRST_S = 60.0  # after the start: what was left from the last time
QUIET_S = 20.0  # without news of a person
REST_S = 300.0  # between two looks: people come without end while a history loads


async def keep_comparing(
    desk: Desk, first_s: float = FIRST_S, quiet_s: float = QUIET_S, rest_s: float = REST_S
) -> None:
    changed = desk.bell.listen(Topic.CONTACT)
    try:
        await asyncio.sleep(first_s)
        while True:
            changed.clear()
            await look_again(desk)
            await asyncio.sleep(rest_s)
            await changed.wait()
            while changed.is_set():
                changed.clear()
                await wait(changed, quiet_s)
    finally:
        desk.bell.leave(changed)
