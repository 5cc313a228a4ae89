"""Making one person of two, and two of one."""

from collections.abc import Sequence
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import contacts, meanwhile, merges
from cm_desk.store.merges import Made, Merge


async def merge(desk: Desk, kept: int, gone: int, why: str = "") -> Undo:
    """Everything of `gone` is found with `kept` from now on. `why` is the evidence, for the log."""
    names = [await _name(desk, each) for each in (kept, gone)]
    id = await desk.store.write(merges.merge, kept, gone, why, desk.now())
    if id is None:
        raise BadInput("They are one person already.")
    return Undo(f"{names[1]} joined with {names[0]}.", partial(_unmerge, desk, id))


async def part(desk: Desk, merge: Merge, take: Sequence[Made] | None = None) -> Undo:
    """`take` is what was made since and goes with who leaves; all else made since stays.

    None: what quotes a message of theirs.
    """
    if take is None:
        take = [each for each in await made_since(desk, merge) if each.theirs]
    if not await desk.store.write(merges.part, merge.id, desk.now(), take):
        raise BadInput("They were parted already.")
    what = f"{merge.gone_name} and {merge.kept_name} are two people again."
    return Undo(what, partial(_rejoin, desk, merge, take))


async def made_since(desk: Desk, merge: Merge) -> list[Made]:
    return await desk.store.read(meanwhile.since, merge)


async def _unmerge(desk: Desk, id: int) -> None:
    if not await desk.store.write(merges.unmerge, id):
        raise BadInput("They were parted already.")


async def _rejoin(desk: Desk, merge: Merge, gave: Sequence[Made]) -> None:
    if not await desk.store.write(merges.rejoin, merge.id, gave):
        raise BadInput("One of them was joined with somebody else since.")


async def _name(desk: Desk, contact_id: int) -> str:
    if (person := await desk.store.read(contacts.person, contact_id)) is None:
        raise BadInput("That person is not here any more.")
    return person.name
