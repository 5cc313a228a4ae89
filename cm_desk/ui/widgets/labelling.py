"""Put a label on conversations or people: one of those there are, or a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cm_desk.store.labels import Label
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.choices import Choice, Choices
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import box, hbox

SHOWN = 8


class Labelling(Choices):
    def __init__(self, parent: QWidget, known: Sequence[Label], on: Sequence[Label]) -> None:
        self.known = known[:SHOWN]
        has = {each.id for each in on}
        choices = [
            Choice("tag", each.name, "take off" if each.id in has else "") for each in self.known
        ]
        super().__init__(parent, "Label", choices)
        self.field = Field("", "A new label", "Name of a new label")
        self.take = Button("Add", "primary", small=True)
        self.take.clicked.connect(self._take)
        self.below.addWidget(box(hbox((self.field, 1), self.take, margins=(16, 6, 16, 8))))
        if not self.known:
            self.field.setFocus()

    def _take(self) -> None:
        if self.field.text().strip():
            self.done(len(self.rows) + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.field.hasFocus() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)


async def ask(parent: QWidget, known: Sequence[Label], on: Sequence[Label]) -> str | None:
    """The name of the label that was chosen or written; None: neither."""
    dialog = Labelling(parent, known, on)
    result = await answer(dialog)
    dismiss(dialog)
    if not result:
        return None
    if result <= len(dialog.known):
        return dialog.known[result - 1].name
    return dialog.field.text().strip()
