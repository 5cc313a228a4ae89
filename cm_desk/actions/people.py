"""What we know about a person."""

from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import contacts


async def rename(desk: Desk, contact_id: int, name: str) -> Undo:
    """Our own name for them; what their services call them stays with their identities."""
    if not name.strip():
        raise BadInput("A person needs a name.")
    if (person := await desk.store.read(contacts.person, contact_id)) is None:
        raise BadInput("That person is not here any more.")
    ours = await desk.store.read(contacts.renamed, contact_id)
    await desk.store.write(contacts.rename, contact_id, name.strip())
    back = partial(desk.store.write, contacts.rename, contact_id, person.name, ours)
    return Undo(f"Renamed to {name.strip()}.", back)
