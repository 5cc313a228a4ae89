"""Notes about a person, for us alone."""

from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import notes
from cm_desk.store.notes import Note


async def add(desk: Desk, contact_id: int, text: str) -> Undo:
    id = await desk.store.write(notes.add, contact_id, _words(text), desk.now())
    return Undo("Note added.", partial(desk.store.write, notes.remove, id))


async def edit(desk: Desk, note: Note, text: str) -> Undo:
    await desk.store.write(notes.edit, note.id, _words(text))
    return Undo("Note changed.", partial(desk.store.write, notes.edit, note.id, note.text))


async def remove(desk: Desk, note: Note) -> Undo:
    await desk.store.write(notes.remove, note.id)
    back = partial(desk.store.write, notes.add, note.contact_id, note.text, note.at, note.touch)
    return Undo("Note removed.", back)


def _words(text: str) -> str:
    if not text.strip():
        raise BadInput("A note needs words.")
    return text.strip()
