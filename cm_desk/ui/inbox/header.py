"""Above an open conversation: who it is, where, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cm_desk.domain.views import State
from cm_desk.store.conversations import InboxRow
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.inbox import words
from cm_desk.ui.theme import ALIGN_LEFT
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.layout import clear, hbox, rule, vbox
from cm_desk.ui.widgets.marks import ServiceMark
from cm_desk.ui.widgets.text import Label

LEFT = ALIGN_LEFT | Qt.AlignmentFlag.AlignAbsolute  # names of any script begin at the left


class Header(QWidget):
    """Signals the keymap id of what was pressed; it does nothing itself."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.name = Label("", "title", elide=True, align=LEFT)
        self.where = Label("", "small", "text.muted", elide=True)
        self._way, self._narrow = "", False
        self._chips = hbox(gap=6)
        self._mark = hbox(gap=0)
        self._make_buttons()
        title = vbox(
            hbox((self.name, 1), self._chips, gap=8),
            hbox(self._mark, (self.where, 1), gap=6),
            gap=1,
        )
        buttons = (self.done, self.snooze, self.card, self.more)
        row = hbox(self.back, (title, 1), *buttons, gap=4, margins=(18, 9, 12, 9))
        self.setLayout(vbox(row, rule(), gap=0))

    def _make_buttons(self) -> None:
        self.back = self._button("chevron-left", "U", "Back to the list", "thread.back")
        self.done = Button("Done", "default", "circle-check-big", "E")
        self.done.clicked.connect(lambda: self.pressed.emit("thread.done"))
        self.snooze = self._button("alarm-clock", "H", "Snooze", "thread.snooze")
        self.card = self._button("panel-right", "I", "Person card", "thread.card")
        self.more = self._button("ellipsis", ".", "More", "thread.more")

    def narrow(self, narrow: bool) -> None:
        """The list is out of sight: a way back to it is needed."""
        self._narrow = narrow
        self.back.setVisible(narrow or bool(self._way))

    def show_way(self, words: str) -> None:
        """Where back leads, "" for the list."""
        self._way = words
        self.back.setVisible(self._narrow or bool(words))
        self.back.rename(f"Back to {show.line(words, 60) or 'the list'} (U)")

    def _button(self, icon: str, key: str, name: str, action: str) -> Button:
        button = Button("", "quiet", icon, name=f"{name} ({key})")
        button.clicked.connect(lambda: self.pressed.emit(action))
        return button

    def show_row(self, row: InboxRow, account: str) -> None:
        self.name.set_text(show.line(row.who, 120))
        self.where.set_text(where(row, account))
        clear(self._mark)
        self._mark.addWidget(ServiceMark(row.service, 14))
        clear(self._chips)
        for chip in chips(row):
            self._chips.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        closed = row.state is not State.OPEN
        self.done.icon_name = "undo-2" if closed else "circle-check-big"
        self.done.set_words("Bring back" if closed else "Done")


def where(row: InboxRow, account: str) -> str:
    """Their address, how private it is, and which account they wrote to."""
    kind = words.VISIBILITIES.get(row.visibility, "" if row.visibility else row.kind.value)
    handle = show.line(row.handle, 80)
    parts = (handle or service_name(row.service), kind, f"to {show.line(account, 40)}")
    return " · ".join(part for part in parts if part)


def chips(row: InboxRow) -> list[Chip]:
    """Only what is a fact: put aside, snoozed, labelled."""
    found = []
    if row.state is State.DONE:
        found.append(Chip("Done", "good", "circle-check"))
    if row.state is State.SNOOZED:
        found.append(Chip("Snoozed", "info", "alarm-clock"))
    return found + [Chip(show.line(each.name, 24), "calm", "tag") for each in row.labels[:3]]
