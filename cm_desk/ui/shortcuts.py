"""The key sheet: every key that does something here, by where it works."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from cm_desk.ui import theme
from cm_desk.ui.keys import Binding, Keymap
from cm_desk.ui.overlay import Overlay
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.chips import KeyCap
from cm_desk.ui.widgets.fields import Search
from cm_desk.ui.widgets.layout import HBox, Item, box, clear, hbox, rule, scroll, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label, Text

REST = (
    "Single keys rest while you write. Turn them off in Settings, Keyboard. "
    "Everything is in the menus too."
)


HINTS = (
    ("list.next", "Move"),
    ("list.reply", "Reply"),
    ("list.done", "Done"),
    ("list.snooze", "Snooze"),
    ("person.write", "Write"),
    ("person.gesture", "Gesture"),
    ("table.new", "Add"),
    ("promise.keep", "Kept"),
    ("promise.move", "Move"),
    ("touch.spoke", "You spoke"),
    ("touch.later", "Later"),
    ("calendar.nextEvent", "Next occasion"),
    ("calendar.gesture", "Gesture"),
    ("search.filters", "Filters"),
    ("search.story", "Story"),
    ("search.best", "Order"),
    ("app.palette", "Commands"),
    ("app.keys", "Keys"),
)


def short(label: str) -> str:
    """The words of a binding without its explanation."""
    return label.split(" (")[0]


def grouped(
    keymap: Keymap, can: Callable[[str], bool], words: str = ""
) -> dict[str, list[Binding]]:
    """The bindings of the sheet that can be done, or all that hold every word typed."""
    groups: dict[str, list[Binding]] = {}
    wanted = words.casefold().split()
    for each in keymap.bindings:
        text = f"{each.label} {each.group} {' '.join(each.keys)}".casefold()
        listed = all(word in text for word in wanted) if wanted else each.sheet
        if listed and each.keys and can(each.id):
            groups.setdefault(each.group, []).append(each)
    return groups


def columns(groups: dict[str, list[Binding]], number: int) -> list[list[str]]:
    """The names of groups spread over columns: the longest first into the shortest column."""
    found: list[list[str]] = [[] for _ in range(number)]
    heights = [0] * number
    for name in sorted(groups, key=lambda name: -len(groups[name])):
        at = heights.index(min(heights))
        found[at].append(name)
        heights[at] += len(groups[name]) + 2
    return [names for names in found if names]


class KeySheet(Overlay):
    """`can` tells which actions of the keymap there are."""

    def __init__(self, parent: QWidget, keymap: Keymap, can: Callable[[str], bool]) -> None:
        super().__init__(parent, "dialog")
        self._keymap, self._can = keymap, can
        self.search = Search("Find a key or an action", height=32)
        self.search.edit.textChanged.connect(self._fill)
        close = Button("", "quiet", "x", name="Close (Esc)", small=True)
        close.clicked.connect(self.end)
        self._columns = hbox(gap=26)
        self._body = box(self._columns)
        self._body.installEventFilter(self)
        body = scroll(self._body, "Keys")
        note = hbox(Icon("info", 14, "text.muted"), (Text(REST, "small", "text.muted"), 1), gap=7)
        head = hbox(Label("Keys", "title"), None, (self.search, 1), close, gap=8)
        self.card.setLayout(
            vbox(head, rule(), (body, 1), rule(), note, gap=11, margins=(24, 16, 20, 14))
        )

    def wanted(self) -> tuple[int, int]:
        """As high as its longest column and the parts around it."""
        lines = round(self._body.sizeHint().height() / theme.now().scale)
        return 1080, lines + 150

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """New lines count in their layout only once they are shown: the height follows then."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return super().eventFilter(watched, event)

    def open(self) -> None:
        super().open()
        self._fill(self.search.edit.text())
        self.search.edit.setFocus()

    def _fill(self, words: str) -> None:
        clear(self._columns)
        groups = grouped(self._keymap, self._can, words)
        if not groups:
            none = Text(f"No key or action with “{words}”.", "ui", "text.secondary")
            self._columns.addWidget(none, 1, Qt.AlignmentFlag.AlignTop)
            return
        number = max(1, min(4, self.card.width() // theme.now().px(235)))
        for names in columns(groups, number):
            self._columns.addWidget(box(self._column(names, groups)), 1)

    def _column(self, names: Sequence[str], groups: dict[str, list[Binding]]) -> HBox:
        items: list[Item] = []
        for name in names:
            items += [9] if items else []
            items.append(Label(name, "smallStrong", "accent.text"))
            items += [self._line(each) for each in groups[name]]
        return hbox((vbox(*items, None, gap=3), 1))

    def _line(self, it: Binding) -> QWidget:
        words = Label(short(it.label), "small", elide=True)
        line = box(hbox((words, 1), KeyCap(it.keys[0]), gap=4))
        line.setMinimumHeight(theme.now().px(19))
        line.setAccessibleName(f"{short(it.label)}: {' or '.join(it.keys)}")
        return line


def hints(keymap: Keymap, can: Callable[[str], bool]) -> list[tuple[str, str]]:
    """The keys that help on this page, for the status strip."""
    return [
        (" ".join(_both(keymap, action)), words)
        for action, words in HINTS
        if can(action) and keymap.key(action)
    ]


def _both(keymap: Keymap, action: str) -> tuple[str, ...]:
    """Moving is two keys."""
    key = keymap.key(action)
    return (key, keymap.key("list.prev")) if action == "list.next" else (key,)
