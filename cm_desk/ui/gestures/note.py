"""A private note about a person."""

from PySide6.QtWidgets import QWidget

from cm_desk.actions import notes as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import contacts
from cm_desk.store.notes import Note
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Label


async def note_about(
    desk: Desk, parent: QWidget | None, contact_id: int, note: Note | None = None
) -> Undo | None:
    """A new note, or `note` changed."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    dialog = NoteDialog(parent, show.line(person.name, 60), note.text if note else "")
    try:
        if not await answer(dialog):
            return None
        words = dialog.editor.toPlainText()
        if note:
            return await actions.edit(desk, note, words)
        return await actions.add(desk, contact_id, words)
    finally:
        dismiss(dialog)


class NoteDialog(Sheet):
    def __init__(self, parent: QWidget | None, name: str, words: str = "") -> None:
        self.editor = Editor(words, "Likes a call better than a message", "Note")
        ground = vbox(self.editor, margins=(12, 10, 12, 10))
        hint = Label(
            "Private. It stays on this computer. Ctrl+Return saves.", "small", "text.muted"
        )
        body = vbox(Card(ground, fill="note.bg", line="note.line"), hint, gap=8)
        super().__init__(parent, f"Note about {name}", body, "Save note", 500)
        self.ok.key = "Ctrl+Return"
        self.ok.updateGeometry()
        self.editor.setMinimumHeight(theme.now().px(120))
        self.editor.setFocus()

    def accept(self) -> None:
        if not self.editor.toPlainText().strip():
            self.say_problem("A note needs words.", self.editor)
            return
        super().accept()
