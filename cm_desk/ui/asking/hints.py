"""One line below the field: what of a query could not be meant, and what to write instead."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from cm_desk.domain.query import Hint
from cm_desk.text import show
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import hbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label

KEY = "Ctrl+."


class HintLine(QWidget):
    """A click on the words shows the place, the button writes what is meant instead."""

    shown = Signal(object)
    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.hints: tuple[Hint, ...] = ()
        self.words = Label("", "small", "text.secondary", elide=True)
        self.button = Button("", "link", key=KEY, small=True)
        self.button.clicked.connect(self.take)
        mark = Icon("lightbulb", 15, "wait.text")
        self.setLayout(hbox(mark, (self.words, 1), self.button, gap=7, margins=(4, 0, 0, 0)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    @property
    def first(self) -> Hint | None:
        """One with a way out is told before the others."""
        return next((each for each in self.hints if each.instead), (*self.hints, None)[0])

    def show_hints(self, hints: Sequence[Hint]) -> None:
        self.hints = tuple(hints)
        hint = self.first
        self.setVisible(hint is not None)
        if hint is None:
            self.setAccessibleName("")
            return
        more = f" ({len(self.hints) - 1} more)" if len(self.hints) > 1 else ""
        self.words.set_text(f"{show.line(hint.says, 240)}{more}")
        self.setAccessibleName(f"{hint.says}{more}")
        self.button.setVisible(bool(hint.instead))
        if hint.instead:
            instead = show.line(hint.instead, 30)
            self.button.set_words(f"Write {instead}", f"Write {instead} instead")

    def take(self) -> bool:
        """False when nothing better is known."""
        if (hint := self.first) is None or not hint.instead:
            return False
        self.taken.emit(hint)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.first is not None:
            self.shown.emit(self.first)
