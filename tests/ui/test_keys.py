import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cm_desk.ui import keys
from cm_desk.ui.keys import Keys, context, default_keymap, load_keymap
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.fields import Editor, Field
from cm_desk.ui.widgets.layout import box, vbox
from tests.conftest import Run, until

K, M = Qt.Key, Qt.KeyboardModifier


class Room:
    """A window with a list, a composer, a field and a button, and what was run in it."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.list, self.editor = QWidget(), Editor(name="Reply")
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.field, self.button, self.pressed = Field(name="Name"), Button("Skip"), list[int]()
        self.button.clicked.connect(lambda: self.pressed.append(1))
        context(self.list, "list")
        context(self.editor, "composer")
        self.window = box(vbox(self.list, self.editor, self.field, self.button))
        self.keys = Keys(self.window, self.run)
        self.window.show()
        self.window.activateWindow()

    def run(self, action: str) -> bool:
        self.done.append(action)
        return True

    async def focus(self, widget: QWidget) -> QWidget:
        widget.setFocus()
        await until(widget.hasFocus)
        return widget

    def took(self) -> list[str]:
        done, self.done = self.done, []
        return done


def test_typing_wins_and_modifiers_command(run: Run[Any]) -> None:
    async def scenario() -> None:
        room = Room()
        editor = await room.focus(room.editor)
        for key in (K.Key_J, K.Key_E, K.Key_H, K.Key_Z, K.Key_Space, K.Key_G, K.Key_S):
            QTest.keyClick(editor, key)
        QTest.keyClick(editor, K.Key_Return)
        assert room.took() == []
        assert room.editor.toPlainText() == "jehz gs\n"
        QTest.keyClick(editor, K.Key_Return, M.ControlModifier)
        QTest.keyClick(editor, K.Key_Z, M.AltModifier)
        QTest.keyClick(editor, K.Key_Escape)
        QTest.keyClick(editor, K.Key_F6)
        assert room.took() == ["compose.send", "app.undo.toast", "compose.leave", "app.nextPane"]

    run(scenario())


def test_letters_command_in_a_list(run: Run[Any]) -> None:
    async def scenario() -> None:
        room = Room()
        view = await room.focus(room.list)
        for key in (K.Key_J, K.Key_Down, K.Key_K, K.Key_E, K.Key_Return, K.Key_Enter):
            QTest.keyClick(view, key)
        QTest.keyClick(view, K.Key_J, M.ShiftModifier)
        QTest.keyClick(view, K.Key_Question, M.ShiftModifier)
        QTest.keyClick(view, K.Key_Exclam, M.ShiftModifier)
        assert room.took() == [
            *("list.next", "list.next", "list.prev", "list.done", "list.open", "list.open"),
            *("list.selectDown", "app.keys", "list.spam"),
        ]

    run(scenario())


def test_a_chord_is_one_command_and_is_forgotten_after_a_while(run: Run[Any]) -> None:
    async def scenario() -> None:
        room = Room()
        view = await room.focus(room.list)
        QTest.keyClick(view, K.Key_G)
        QTest.keyClick(view, K.Key_S)
        assert room.took() == ["go.serendipity"]
        QTest.keyClick(view, K.Key_G)
        QTest.keyClick(view, K.Key_J)
        assert room.took() == []
        QTest.keyClick(view, K.Key_G)
        await until(lambda: room.keys._pending == (), keys.CHORD_MS / 1000 + 4)
        QTest.keyClick(view, K.Key_J)
        assert room.took() == ["list.next"]

    run(scenario())


def test_return_and_space_press_the_focused_button(run: Run[Any]) -> None:
    async def scenario() -> None:
        room = Room()
        context(room.window, "serendipity")
        button = await room.focus(room.button)
        QTest.keyClick(button, K.Key_Return)
        QTest.keyClick(button, K.Key_Space)
        assert (room.pressed, room.took()) == ([1, 1], [])

    run(scenario())


def test_single_keys_can_be_switched_off(run: Run[Any]) -> None:
    async def scenario() -> None:
        room = Room()
        room.keys.single_keys = False
        view = await room.focus(room.list)
        for key in (K.Key_E, K.Key_G, K.Key_I):
            QTest.keyClick(view, key)
        QTest.keyClick(view, K.Key_E, M.ControlModifier)
        QTest.keyClick(view, K.Key_Down)
        assert room.took() == ["list.done", "list.next"]

    run(scenario())


def test_a_command_that_nobody_has_leaves_the_key_alone(run: Run[Any]) -> None:
    async def scenario() -> None:
        room = Room()
        room.keys._run = lambda action: False
        field = await room.focus(room.field)
        QTest.keyClicks(field, "one")
        QTest.keyClick(field, K.Key_Z, M.ControlModifier)
        assert room.field.text() == ""

    run(scenario())


def test_the_keymap_has_no_clash() -> None:
    assert list(keys._clashes(default_keymap().bindings)) == []


def test_own_keys_replace_and_what_is_wrong_is_told(tmp_path: Path) -> None:
    file = tmp_path / "keymap.user.json"
    assert load_keymap(file) == (default_keymap(), [])
    own = {"list.done": ["D"], "list.nonsense": ["Q"], "list.reply": ["H"]}
    file.write_text(json.dumps(own), "utf-8")
    keymap, wrong = load_keymap(file)
    assert keymap.key("list.done") == "D"
    assert len(wrong) == 2
    assert "list.nonsense" in wrong[0]
    assert "“H”" in wrong[1]
    for broken in ("[]", "{", '{"list.done": 3}'):
        file.write_text(broken, "utf-8")
        keymap, wrong = load_keymap(file)
        assert keymap == default_keymap()
        assert "cannot be read" in wrong[0]
