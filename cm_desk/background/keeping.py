"""Texts that are kept for some months only go when their time has come."""

import asyncio

from cm_desk.actions.keeping import trim_due
from cm_desk.desk import Desk

FIRST_S = 120.0  # after the start, when nobody waits for the disk any more
EVERY_S = 1800.0


async def keep_trimming(desk: Desk, first_s: float = FIRST_S, every_s: float = EVERY_S) -> None:
    await asyncio.sleep(first_s)
    while True:
        await trim_due(desk)
        await asyncio.sleep(every_s)
