"""Asking for the name of a saved search, and keeping it."""

from PySide6.QtWidgets import QWidget

from cm_desk.actions import views
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store.views import SavedView
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Label


class Naming(Sheet):
    def __init__(
        self, parent: QWidget | None, title: str, name: str, query: str, hint: str, ok: str
    ) -> None:
        self.name = Field(name, "What it is called", "Name")
        self.name.selectAll()
        asked = Label(show.line(query, 200), "small", "text.muted", elide=True)
        body = vbox(labelled("Name", self.name, hint), asked, gap=10)
        super().__init__(parent, title, body, ok, 460)
        self.name.setFocus()

    def accept(self) -> None:
        if not self.name.text().strip():
            self.say_problem("A view needs a name.", self.name)
            return
        super().accept()


async def save(
    desk: Desk, parent: QWidget, view: SavedView, opened: SavedView | None = None
) -> tuple[SavedView, Undo] | None:
    """Keep `view` under a name that is asked for. `opened` is the one that it was made from: under
    the same name that one is changed. None: the person thought better of it."""
    hint = f"“{opened.name}” is changed under its own name." if opened else ""
    first = opened.name if opened else view.query
    name = await _ask(parent, "Save this search", first, view.query, hint, "Save")
    if name is None:
        return None
    if opened and name.strip() == opened.name:
        undo = await views.change(desk, opened, view.query, view.sort)
        return SavedView(opened.id, view.kind, opened.name, view.query, view.sort), undo
    return await views.save(desk, SavedView(0, view.kind, name, view.query, view.sort))


async def rename(desk: Desk, parent: QWidget, view: SavedView) -> Undo | None:
    name = await _ask(parent, "Rename the view", view.name, view.query, "", "Rename")
    return await views.rename(desk, view, name) if name is not None else None


async def _ask(
    parent: QWidget, title: str, name: str, query: str, hint: str, ok: str
) -> str | None:
    dialog = Naming(parent.window(), title, name, query, hint, ok)
    try:
        return dialog.name.text() if await answer(dialog) else None
    finally:
        dismiss(dialog)
