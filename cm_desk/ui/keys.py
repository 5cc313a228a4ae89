"""One place that decides which command a key press means.

- While a text field, combo box or spin box has focus, keys without Ctrl, Alt or Meta belong to
  it (Esc and function keys excepted).
- Return on a focused button presses that button, whatever else it is bound to; Space too.
- Chords (G then I) wait one second for the second key.
- "Single-key commands" off: printable single keys and chords do nothing.

A widget says in which context its keys are by `context(widget, "list")`; the names are those of
resources/keymap.json. A context without a binding asks those it inherits from.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from cm_desk.paths import resource
from cm_desk.ui.contexts import context as context
from cm_desk.ui.contexts import context_of

TYPING = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
KEY = Qt.Key
ALONE = {KEY.Key_Shift, KEY.Key_Control, KEY.Key_Alt, KEY.Key_Meta, KEY.Key_AltGr, KEY.Key_CapsLock}
PRESSES = {KEY.Key_Return, KEY.Key_Enter, KEY.Key_Space}
CHORD_MS = 1000


@dataclass(frozen=True, slots=True)
class Binding:
    """`keys` as keymap.json writes them: "G I" is a chord. `sheet`: shown on the key sheet."""

    id: str
    label: str
    context: str
    keys: tuple[str, ...]
    group: str
    sheet: bool


@dataclass(frozen=True, slots=True)
class Keymap:
    bindings: tuple[Binding, ...]
    inherits: dict[str, list[str]]

    def of(self, action: str) -> Binding | None:
        return next((each for each in self.bindings if each.id == action), None)

    def key(self, action: str) -> str:
        """The first key of an action, "" where it has none."""
        found = self.of(action)
        return found.keys[0] if found and found.keys else ""


@cache
def default_keymap() -> Keymap:
    told = json.loads(resource("keymap.json").read_text(encoding="utf-8"))
    bindings = tuple(
        Binding(b["id"], b["label"], b["context"], tuple(b["keys"]), b["group"], "sheet" in b)
        for b in told["bindings"]
    )
    return Keymap(bindings, told["inherits"])


def load_keymap(file: Path) -> tuple[Keymap, list[str]]:
    """The default keys changed by the user's file {action id: [keys]}, and what is wrong in it.

    A file that cannot be read changes nothing. Clashes are told, and the earlier action wins.
    """
    base = default_keymap()
    if not file.exists():
        return base, []
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        own = {str(action): tuple(str(key) for key in keys) for action, keys in told.items()}
    except (OSError, ValueError, AttributeError, TypeError) as err:
        return base, [f"{file.name} cannot be read: {err}"]
    known = {each.id for each in base.bindings}
    wrong = [
        f"{file.name} names “{action}”, which is no action."
        for action in own
        if action not in known
    ]
    bindings = tuple(
        Binding(b.id, b.label, b.context, own.get(b.id, b.keys), b.group, b.sheet)
        for b in base.bindings
    )
    return Keymap(bindings, base.inherits), wrong + list(_clashes(bindings))


def _clashes(bindings: tuple[Binding, ...]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for each in bindings:
        for key in each.keys:
            other = seen.setdefault((each.context, key), each.id)
            if other != each.id:
                yield f"“{key}” is both {other} and {each.id}."


def token(event: QKeyEvent) -> str:
    """The press as keymap.json writes it. "?" and "!" are told by character, for any layout."""
    text, mods = event.text(), event.modifiers()
    if not mods & MODIFIERS and _printable(text):
        shift = mods & Qt.KeyboardModifier.ShiftModifier
        return ("Shift+" if shift else "") + text.upper() if text.isalpha() else text
    key = KEY.Key_Return if event.key() == KEY.Key_Enter else event.key()
    mods &= ~Qt.KeyboardModifier.KeypadModifier
    pressed = QKeySequence(mods.value | int(key))
    return pressed.toString(QKeySequence.SequenceFormat.PortableText)


def _printable(text: str) -> bool:
    return len(text) == 1 and text.isprintable() and not text.isspace()


Table = dict[tuple[str, tuple[str, ...]], str]


def _table(keymap: Keymap) -> Table:
    portable = QKeySequence.SequenceFormat.PortableText
    found: Table = {}
    for each in keymap.bindings:
        for keys in each.keys:
            parts = keys.split(" ")
            normal = (QKeySequence(p).toString(portable) if len(p) > 1 else p for p in parts)
            found.setdefault((each.context, tuple(normal)), each.id)
    return found


class Keys(QObject):
    """Watches the key presses of one window. `run(action)` says whether it did something."""

    def __init__(self, window: QWidget, run: Callable[[str], bool]) -> None:
        super().__init__(window)
        self._window, self._run = window, run
        self.single_keys = True
        self._table: Table | None = None
        self._pending: tuple[str, ...] = ()
        self.keymap = default_keymap()
        self._timer = QTimer(self, singleShot=True, interval=CHORD_MS)
        self._timer.timeout.connect(self._forget)
        window.installEventFilter(self)  # it gets the keys while nothing has the focus
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def use(self, keymap: Keymap) -> None:
        self.keymap, self._table = keymap, None

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """Listen to the focus widget only: a filter on the application would see every event."""
        if old is not None and shiboken6.isValid(old) and old is not self._window:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        focus = QApplication.focusWidget() or self._window
        if watched is not focus or focus.window() is not self._window:
            return False
        return event.key() not in ALONE and self.press(focus, event)

    def press(self, focus: QWidget, event: QKeyEvent) -> bool:
        """True: the key meant a command, the widget must not see it."""
        plain = not event.modifiers() & MODIFIERS
        if plain and isinstance(focus, TYPING) and not _beyond_typing(event):
            self._forget()
            return False
        if plain and isinstance(focus, QAbstractButton) and event.key() in PRESSES:
            if event.key() != KEY.Key_Space:  # Space is Qt's own; Return depends on the platform
                focus.click()
            return event.key() != KEY.Key_Space
        printable = plain and _printable(event.text())
        if printable and not self.single_keys:
            return False
        return self._dispatch(context_of(focus), token(event), printable)

    def _dispatch(self, where: str, pressed: str, printable: bool) -> bool:
        chain = [where, *self.keymap.inherits.get(where, ["global"])]
        parts = (*self._pending, pressed)
        actions = self._lookup(chain, parts)
        if not actions and self._starts_chord(chain, parts):
            self._pending = parts
            self._timer.start()
            return True
        self._forget()
        if any(self._run(action) for action in actions):
            return True
        return printable and len(parts) > 1  # the tail of a mistyped chord does nothing

    def _lookup(self, chain: list[str], parts: tuple[str, ...]) -> list[str]:
        if self._table is None:
            self._table = _table(self.keymap)
        return [self._table[at, parts] for at in chain if (at, parts) in self._table]

    def _starts_chord(self, chain: list[str], parts: tuple[str, ...]) -> bool:
        size = len(parts)
        table = self._table or {}
        return any(at in chain and len(p) > size and p[:size] == parts for at, p in table)

    def _forget(self) -> None:
        self._pending = ()


def _beyond_typing(event: QKeyEvent) -> bool:
    return event.key() == KEY.Key_Escape or KEY.Key_F1 <= event.key() <= KEY.Key_F35
