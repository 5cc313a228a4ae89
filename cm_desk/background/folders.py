"""Watched folders are looked through now and then."""

import asyncio
import logging
from collections.abc import Callable

from cm_desk.actions.folders import look
from cm_desk.desk import Desk
from cm_desk.errors import BadInput, CmDeskError
from cm_desk.store import folders

FIRST_S, EVERY_S = 20.0, 30.0
log = logging.getLogger(__name__)


async def keep_looking(
    desk: Desk,
    problem: Callable[[CmDeskError], object],
    first_s: float = FIRST_S,
    every_s: float = EVERY_S,
) -> None:
    """A folder that is away is told once, and looked for again."""
    told: set[int] = set()
    await asyncio.sleep(first_s)
    while True:
        for each in await desk.store.read(folders.all):
            try:
                done = await look(desk, each)
            except BadInput as err:
                if each.id not in told:
                    problem(err)
                told.add(each.id)
                continue
            told.discard(each.id)
            if done.files:
                log.info("watched folder: %d files, %d messages", done.files, done.messages)
        await asyncio.sleep(every_s)
