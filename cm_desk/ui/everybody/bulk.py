"""What can be done with several people at once: a label, and nothing that speaks to them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.ui.everybody import words
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import hbox
from cm_desk.ui.widgets.text import Label


class BulkBar(QWidget):
    """`pressed` carries an action of keymap.json."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.told = Label("", "uiStrong")
        self.label = Button("Label", "default", "tag", key="L", small=True)
        self.all = Button("Select all", "quiet", "list-checks", key="Ctrl+A", small=True)
        self.none = Button("Clear", "quiet", "x", key="Esc", small=True)
        for button, action in (
            (self.label, "table.label"),
            (self.all, "table.selectAll"),
            (self.none, "table.selectNone"),
        ):
            button.clicked.connect(lambda _=False, action=action: self.pressed.emit(action))
        self.setLayout(hbox(self.told, self.label, self.all, self.none, None, gap=8))

    def show_marked(self, marked: int, found: int) -> None:
        self.setVisible(bool(marked))
        self.told.set_text(f"{words.people(marked)} selected")
        self.all.setVisible(marked < found)
        self.all.set_words("Select all", f"Select all {words.people(found)}")
