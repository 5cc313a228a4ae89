"""What may be given now without asking: kinds that fit the money left of this month."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.insight.allowance import Item
from cm_desk.text import show
from cm_desk.ui.gestures.words import money
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.flow import Flow
from cm_desk.ui.widgets.text import Label

SHOWN = 4
TITLE = "Yours to give now, unasked"


class UnaskedLine(QWidget):
    """Hidden where there is nothing."""

    chosen = Signal(object)  # Item

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__()
        self.items = tuple(items)
        self.buttons = [self._button(each) for each in self.items[:SHOWN]]
        title = Label(f"{TITLE}:", "small", "text.muted")
        title.setMinimumHeight(max((each.sizeHint().height() for each in self.buttons), default=0))
        self.setLayout(Flow(title, *self.buttons))
        self.setAccessibleName(TITLE)
        self.setVisible(bool(items))

    def _button(self, item: Item) -> Button:
        button = Button(words(item), "default", item.icon, small=True, name=f"Give: {words(item)}")
        button.setAutoDefault(False)
        button.clicked.connect(partial(self.chosen.emit, item))
        return button

    def item(self, kind: str) -> Item | None:
        return next((each for each in self.items if each.kind == kind), None)


def words(item: Item) -> str:
    """ "Gift up to €25"."""
    up = "up to " if item.is_most else ""
    return f"{show.line(item.label, 30)} {up}{money(item.cents, item.currency)}"
