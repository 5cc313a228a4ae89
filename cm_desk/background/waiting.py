"""Waiting that can be cut short. Only background/ waits."""

import asyncio
import random
from datetime import datetime

LONGEST_S = 600.0  # clocks jump: nobody sleeps longer without looking at one


async def wait(event: asyncio.Event, most_s: float) -> None:
    """Until `event` is set, at most `most_s` seconds."""
    try:
        async with asyncio.timeout(most_s):
            await event.wait()
    except TimeoutError:
        pass


def seconds_until(moment: datetime | None, now: datetime) -> float:
    """At least a twentieth, so that a clock that stands still is not asked without end."""
    if moment is None:
        return LONGEST_S
    return min(max((moment - now).total_seconds(), 0.05), LONGEST_S)


def jitter(seconds: float) -> float:
    """Up to a tenth more, so that the accounts of one server do not knock together."""
    return seconds * random.uniform(1, 1.1)  # noqa: S311  no secret
