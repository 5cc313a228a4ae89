"""Looks at what is new, once it is quiet, so that nobody waits for it: who may be one person, and
who helped others. Both only propose."""

import asyncio
from collections.abc import Awaitable, Callable

from cm_desk.actions import helping
from cm_desk.actions.suggestions import look_again
from cm_desk.background.waiting import wait
from cm_desk.desk import Desk
from cm_desk.domain.news import Topic

FIRST_S = 60.0  # after the start: what was left from the last time
QUIET_S = 20.0  # without news of it
REST_S = 300.0  # between two looks: people come without end while a history loads
Look = Callable[[Desk], Awaitable[object]]


async def keep_comparing(
    desk: Desk, first_s: float = FIRST_S, quiet_s: float = QUIET_S, rest_s: float = REST_S
) -> None:
    await _once_quiet(desk, Topic.CONTACT, look_again, first_s, quiet_s, rest_s)


async def keep_noticing(
    desk: Desk, first_s: float = FIRST_S, quiet_s: float = QUIET_S, rest_s: float = REST_S
) -> None:
    await _once_quiet(desk, Topic.CONVERSATION, helping.look, first_s, quiet_s, rest_s)


async def _once_quiet(
    desk: Desk, topic: Topic, look: Look, first_s: float, quiet_s: float, rest_s: float
) -> None:
    changed = desk.bell.listen(topic)
    try:
        await asyncio.sleep(first_s)
        while True:
            changed.clear()
            await look(desk)
            await asyncio.sleep(rest_s)
            await changed.wait()
            while changed.is_set():
                changed.clear()
                await wait(changed, quiet_s)
    finally:
        desk.bell.leave(changed)
