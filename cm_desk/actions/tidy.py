"""Small work on the store that nobody asked for."""

from cm_desk.desk import Desk
from cm_desk.store import upkeep


async def tidy(desk: Desk) -> bool:
    """One step, some milliseconds of the writing lane; False when nothing is left to do."""
    return await desk.store.write(upkeep.step)
