"""Small work on the store that nobody asked for."""

from cm_desk.desk import Desk
from cm_desk.store import lines, upkeep

STEP = 100  # people: about ten milliseconds


async def tidy(desk: Desk) -> bool:
    """One step, some milliseconds of the writing lane; False when nothing is left to do."""
    return await desk.store.write(upkeep.step)


async def settle_people(desk: Desk) -> bool:
    """Bring some lines of the list of people up to date; False when none was behind."""
    return await desk.store.write(lines.settle, STEP)
