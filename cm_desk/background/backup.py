"""A verified copy of the store each day."""

import asyncio
from collections.abc import Callable

from cm_desk.actions.backup import back_up_if_due
from cm_desk.actions.erase import sweep_up
from cm_desk.desk import Desk
from cm_desk.errors import CmDeskError, KeychainError, StoreError

FIRST_S = 60.0  # after the start, when nobody waits for the disk any more
EVERY_S = 1800.0


async def keep_backing_up(desk: Desk, problem: Callable[[CmDeskError], object]) -> None:
    """A copy that fails (the disk is full) is tried again; the earlier copies stay. An erasure that
    was interrupted is finished first, so that no new copy holds what it left."""
    await asyncio.sleep(FIRST_S)
    while True:
        try:
            await sweep_up(desk)
            await back_up_if_due(desk)
        except (StoreError, KeychainError) as err:
            problem(err)
        await asyncio.sleep(EVERY_S)
