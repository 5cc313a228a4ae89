"""A line of the settings: what it is, what it does, and its control."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cm_desk.ui.settings.names import Setting
from cm_desk.ui.widgets.buttons import Switch
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.fields import Select
from cm_desk.ui.widgets.layout import Item, box, hbox, rule, vbox
from cm_desk.ui.widgets.tabs import Segmented
from cm_desk.ui.widgets.text import Label

Choose = Callable[[Setting, str], object]
Choices = Sequence[tuple[str, str]]  # words and value


def line(title: str, text: str | Label, control: QWidget) -> QHBoxLayout:
    """`text` as a label of its own can change."""
    below = Label(text, "small", "text.muted", elide=True) if isinstance(text, str) else text
    words = [Label(title, "ui", weight=500, elide=True), below]
    column = vbox(*(words if text else words[:1]), gap=1)
    return hbox((column, 1), control, gap=16, margins=(16, 9, 16, 9))


def group(title: str, *lines: QHBoxLayout) -> QVBoxLayout:
    items: list[Item] = []
    for number, each in enumerate(lines):
        items += [rule(), box(each)] if number else [box(each)]
    heading = Label(title, "smallStrong", "text.muted")
    return vbox(heading, Card(vbox(*items, gap=0)), gap=6)


class Choice(Segmented):
    """A setting that is one of a few."""

    def __init__(self, setting: Setting, choices: Choices, name: str, choose: Choose) -> None:
        self.setting, self._values = setting, [value for _, value in choices]
        usual = self._values.index(setting.usual)
        super().__init__([words for words, _ in choices], usual, name)
        self.chosen.connect(lambda n: choose(setting, self._values[n]))

    def show_value(self, value: str) -> None:
        """A value that is none of the choices shows the nearest below."""
        known = value if value in self._values else self._nearest(value)
        self.choose(self._values.index(known))

    def _nearest(self, value: str) -> str:
        if not value.isdigit():
            return self.setting.usual
        below = [each for each in self._values if each.isdigit() and int(each) <= int(value)]
        return below[-1] if below else self.setting.usual


class OnOff(Switch):
    def __init__(self, setting: Setting, name: str, choose: Choose) -> None:
        super().__init__(setting.usual == "1", name)
        self.setting = setting
        self.clicked.connect(lambda on: choose(setting, "1" if on else "0"))

    def show_value(self, value: str) -> None:
        self.setChecked(value == "1")


class Pick(Select):
    def __init__(self, setting: Setting, choices: Choices, name: str, choose: Choose) -> None:
        self.setting, self._values = setting, [value for _, value in choices]
        usual = self._values.index(setting.usual)
        super().__init__([words for words, _ in choices], usual, name)
        self.activated.connect(lambda n: choose(setting, self._values[n]))

    def show_value(self, value: str) -> None:
        known = value if value in self._values else self.setting.usual
        self.setCurrentIndex(self._values.index(known))
