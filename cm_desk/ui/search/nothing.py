"""Nothing asked yet, or nothing found: what can be typed, and the ways out."""

from collections.abc import Callable, Sequence
from functools import partial

from cm_desk.domain.filters import MESSAGES
from cm_desk.domain.query import Filter, Query
from cm_desk.store.search import Count
from cm_desk.text import show
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import VBox, box, clear, hbox, vbox
from cm_desk.ui.widgets.messages import Empty

START = (
    "Find what was said",
    "Words, “a phrase”, the beginning of a word*, or what to leave -out. And these filters:",
)
OFFERED = ("from", "to", "on", "account", "is", "has", "before", "after", "label", "gesture")
ROW = 5


class Nothing(Empty):
    """`begin` writes a filter, `ask` searches for another text."""

    def __init__(self, begin: Callable[[str], object], ask: Callable[[str], object]) -> None:
        super().__init__("search", *START, tone="calm", width=400)
        self._begin, self._ask = begin, ask
        self._ways = vbox(gap=6)
        layout = self.layout()
        if isinstance(layout, VBox):
            layout.insertWidget(layout.count() - 1, box(self._ways))
        self.say_start()

    def say_start(self) -> None:
        self.say(*START)
        clear(self._ways)
        known = {each.name: each for each in MESSAGES}
        buttons = [self._filter(name, known[name].help) for name in OFFERED]
        for n in range(0, len(buttons), ROW):
            self._ways.addWidget(box(hbox(None, *buttons[n : n + ROW], None, gap=6)))

    def _filter(self, name: str, help_: str) -> Button:
        button = Button(f"{name}:", small=True, name=f"{name}: {help_}")
        button.clicked.connect(lambda: self._begin(name))
        return button

    def _search(self, text: str, _checked: bool = False) -> None:
        self._ask(text)

    def say_none(self, query: Query) -> None:
        asked = show.line(query.text.strip(), 40)
        fewer = "Check the spelling or use fewer words."
        self.say(f"No match for “{asked}”", "" if query.filters else fewer)
        clear(self._ways)

    def say_ways(self, query: Query, ways: Sequence[tuple[Filter, Count]]) -> None:
        """What is found without one of the filters."""
        clear(self._ways)
        words = "Without one of the filters there is something:"
        self.say(self.title.words, words if ways else "Check the spelling of the words.")
        for each, count in ways:
            written = show.line(query.text[each.start : each.end], 30)
            number = f"{count.n:,}{'+' if count.more else ''}"
            button = Button(f"Without {written}: {number}", name=f"Search without {written}")
            button.clicked.connect(partial(self._search, query.less(each)))
            self._ways.addWidget(box(hbox(None, button, None)))
