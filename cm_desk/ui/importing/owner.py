"""The page that asks which address of an archive is ours."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.dialog import labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import hbox, vbox

NAME = "Your own name or address in this archive"
HINT = "As it stands there. Several mail addresses: with commas."


class OwnerPage(QWidget):
    """`asked`: read the archive again with the address that stands here now."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = Field("", "hello@tidewell.example", NAME)
        again = Button("Read it again", "default", "refresh-cw")
        again.clicked.connect(self.asked)
        self.field.returnPressed.connect(self.asked)
        ask = labelled(NAME, self.field, HINT)
        self.setLayout(vbox(ask, hbox(again, None), gap=10))

    @property
    def owner(self) -> str:
        return self.field.text().strip()
