"""A button that opens a menu of choices; its words are what is chosen."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from cm_desk.text import show
from cm_desk.ui.widgets.buttons import Button

Choice = tuple[str, Any]  # words, value


class Picker(Button):
    """`value` is None while nothing is chosen; then its words are `any_`."""

    changed = Signal()

    def __init__(self, name: str, any_: str) -> None:
        super().__init__(any_, small=True, arrow=True)
        self.name, self.any = name, any_
        self.value: Any = None
        self.choices: list[Choice] = []
        self.clicked.connect(self._open)
        self._say()

    def offer(self, choices: Sequence[Choice]) -> None:
        self.choices = list(choices)
        self._say()

    def choose(self, value: Any) -> None:
        if value != self.value:
            self.value = value
            self._say()
            self.changed.emit()

    def clear(self) -> None:
        self.value = None
        self._say()

    def _say(self) -> None:
        words = next((words for words, v in self.choices if v == self.value), self.any)
        words = self.any if self.value is None else words
        self.tone = "" if self.value is None else "accent.text"
        self.set_words(show.line(words, 32), f"{self.name}: {words}")

    def menu_(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for words, value in [(self.any, None), *self.choices]:
            action = QAction(show.line(words, 60).replace("&", "&&"), menu, checkable=True)
            action.setChecked(value == self.value)
            action.triggered.connect(partial(self._took, value))
            group.addAction(action)
            menu.addAction(action)
        return menu

    def _took(self, value: Any, _on: bool = False) -> None:
        self.choose(value)

    def _open(self) -> None:
        menu = self.menu_()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
