"""One line to type a date into: the story goes there."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cm_desk.text import days
from cm_desk.text.days import EXAMPLES, Days
from cm_desk.ui import theme
from cm_desk.ui.contexts import context
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import hbox, pane
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label, announce


class DateField(Field):
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class DateBar(QWidget):
    """`wanted` carries Days; `closed` when it is over, either way."""

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.field = DateField("", "march 2025", "Go to date")
        self.said = Label("", "ui", "text.muted", elide=True)
        close = Button("", "quiet", "x", name="Close (Esc)", small=True)
        label = Label("Go to date", "uiStrong")
        icon = Icon("calendar", 16, "text.secondary")
        row = hbox(icon, label, self.field, (self.said, 1), close, gap=8, margins=(24, 6, 16, 6))
        self.setLayout(row)
        pane(self, "pane_list")
        context(self, "dialog")  # Esc closes this, not the page
        self.field.textChanged.connect(self._understand)
        self.field.returnPressed.connect(self._go)
        self.field.given_up.connect(self._close)
        close.clicked.connect(self._close)
        self.hide()
        self.dress()

    def dress(self) -> None:
        self.field.setFixedWidth(theme.now().px(180))

    def ask(self) -> None:
        self.show()
        self.field.selectAll()
        self.field.setFocus()
        self._understand(self.field.text())

    def _read(self) -> Days | None:
        return days.read(self.field.text(), self._now().astimezone().date())

    def _understand(self, words: str) -> None:
        """Say what was understood while it is typed."""
        found = self._read()
        told = in_words(found) if found else f"For example {EXAMPLES}"
        self.said.set_color("text.secondary" if found else "text.muted")
        self.said.set_text(told)

    def _go(self) -> None:
        found = self._read()
        if found is None:
            told = f"That is no date. Write {EXAMPLES}."
            self.said.set_color("risk.text")
            self.said.set_text(told)
            announce(self, told)
            return
        self.hide()
        self.wanted.emit(found)
        self.closed.emit()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


def in_words(found: Days) -> str:
    """ "Friday 14 March 2025", "March 2025", "2025"."""
    first, last = found.first, found.last
    if first == last:
        return f"{first:%A} {first.day} {first:%B %Y}"
    return f"{first:%B %Y}" if first.month == last.month else f"{first.year}"
