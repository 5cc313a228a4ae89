"""What the person chose."""

from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import settings


async def choose(desk: Desk, name: str, value: str, default: str = "") -> Undo:
    """`default` is what an unset setting goes back to."""
    before = await desk.store.read(settings.get, name, default)
    await desk.store.write(settings.set, name, value)
    return Undo("Setting changed.", partial(desk.store.write, settings.set, name, before))
