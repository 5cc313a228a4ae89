"""A number of the rules: its name, a small field, its unit. Up and Down change it by one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout

from cm_desk.domain.rules import NUMBERS
from cm_desk.ui import theme
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import hbox
from cm_desk.ui.widgets.text import Label

STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class NumberField(Field):
    changed = Signal()

    def __init__(self, name: str, value: int) -> None:
        self.number, self.known = name, NUMBERS[name]
        super().__init__(str(value), "", f"{self.known.label}, {self.known.unit}")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textChanged.connect(self._check)

    def dress(self) -> None:
        super().dress()
        self.setFixedWidth(theme.now().px(58))

    @property
    def value(self) -> int | None:
        """None for what is no number within its bounds."""
        words = self.text().strip()
        found = int(words) if words.isdecimal() and len(words) < 6 else None
        return found if found is not None and self._fits(found) else None

    @property
    def problem(self) -> str:
        known = self.known
        return f"{known.label}: write {known.low} to {known.high}." if self.value is None else ""

    def _fits(self, value: int) -> bool:
        return self.known.low <= value <= self.known.high

    def _check(self) -> None:
        self.mark_error(self.value is None)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()), 0)
        if step and self.value is not None:
            if self._fits(self.value + step):
                self.setText(str(self.value + step))
            return
        super().keyPressEvent(event)

    def row(self, width: int = 0) -> QLayout:
        """With its name before it, `width` px at 100 % where several stand below each other."""
        before = Label(self.known.label, "small", "text.secondary")
        if width:
            before.setMinimumWidth(theme.now().px(width))
        return hbox(before, self, Label(self.known.unit, "small", "text.muted"), gap=6)
