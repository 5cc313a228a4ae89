"""A line of an import: what it is, how much of it, and how far it is."""

from PySide6.QtWidgets import QWidget

from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.messages import Meter
from cm_desk.ui.widgets.text import Label


class Fact(QWidget):
    """An icon, words, and a value at the right; a long one of either gives way."""

    def __init__(self, icon: str, words: str, value: str = "", color: str = "accent.base") -> None:
        super().__init__()
        self.icon = Icon(icon, 18, color)
        self.words = Label(words, "ui", weight=600, elide=True)
        self.value = Label(value, "ui", "text.secondary", tabular=True)
        self.below = vbox(hbox((self.words, 1), self.value, gap=12), gap=4)
        self.setLayout(hbox(self.icon, (self.below, 1), gap=12))
        self.say(value)

    def say(self, value: str) -> None:
        self.value.set_text(value)
        self.setAccessibleName(f"{self.words.words}: {value}" if value else self.words.words)


class Step(Fact):
    """A fact with a meter below, which turns green when it is done."""

    def __init__(self, icon: str, words: str) -> None:
        super().__init__(icon, words)
        self._icon = icon
        self.meter = Meter(0, 1, height=7, name=words)
        self.below.addWidget(self.meter)

    def show_part(self, share: float | None, done: bool = False) -> None:
        """`share` None: it has not begun, or nobody knows."""
        self.meter.tone = "good.base" if done else "accent.base"
        self.icon.show_as("circle-check" if done else self._icon, self.meter.tone)
        part = 1000 if done else round((share or 0) * 1000)
        self.meter.set_part(part, 1000, f"{self.words.words}: {part // 10} percent")
        self.meter.update()
