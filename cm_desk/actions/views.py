"""Saved searches: keeping, naming, ordering and removing them."""

from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import views
from cm_desk.store.views import SavedView


async def save(desk: Desk, view: SavedView) -> tuple[SavedView, Undo]:
    """The view with its id, at the end of the list."""
    if not view.query.strip():
        raise BadInput("There is nothing to save yet.", "Search for something first.")
    name, query = _name(view.name) or view.query.strip(), view.query.strip()
    id = await desk.store.write(views.add, SavedView(0, view.kind, name, query, view.sort))
    undo = Undo(f"“{name}” is a view now.", partial(desk.store.write, views.remove, id))
    return SavedView(id, view.kind, name, query, view.sort), undo


async def rename(desk: Desk, view: SavedView, name: str) -> Undo:
    if not (name := _name(name)):
        raise BadInput("A view needs a name.")
    await desk.store.write(views.change, view.id, name)
    back = partial(desk.store.write, views.change, view.id, view.name)
    return Undo(f"The view is called “{name}” now.", back)


async def change(desk: Desk, view: SavedView, query: str, sort: str) -> Undo:
    """Search for something else under the same name."""
    if not query.strip():
        raise BadInput("A view needs something to search for.")
    await desk.store.write(views.change, view.id, None, query.strip(), sort)
    back = partial(desk.store.write, views.change, view.id, None, view.query, view.sort)
    return Undo(f"“{view.name}” was changed.", back)


async def move(desk: Desk, view: SavedView, place: int) -> Undo:
    """To `place` among all views, counted from 0."""
    before = await desk.store.write(views.move, view.id, place)
    back = partial(desk.store.write, views.move, view.id, before or 0)
    return Undo(f"“{view.name}” was moved.", back)


async def remove(desk: Desk, view: SavedView) -> Undo:
    """The messages and people in it stay where they are."""
    removed = await desk.store.write(views.remove, view.id)
    old, place = removed or (view, 0)
    return Undo(f"View “{old.name}” removed.", partial(desk.store.write, views.add, old, place))


def _name(text: str) -> str:
    return " ".join(text.split())
