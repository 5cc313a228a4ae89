from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cm_desk.ui import shortcuts
from cm_desk.ui.keys import default_keymap
from cm_desk.ui.palette import Entry, Palette, matching
from cm_desk.ui.shortcuts import KeySheet, columns, grouped
from cm_desk.ui.widgets.text import Label
from tests.conftest import Run, until
from tests.ui.look import problems

K = Qt.Key


def nothing() -> None:
    pass


def test_every_word_typed_must_be_there() -> None:
    groups = [
        ("For Priya", [Entry("Give a gesture", nothing), Entry("Reply", nothing)]),
        ("Go to", [Entry("Gestures", nothing, hint="61 given")]),
    ]
    found = [entry.text for entry in matching(groups, "GEST")]
    assert found == ["For Priya", "Give a gesture", "Go to", "Gestures"]
    assert [e.text for e in matching(groups, "gest 61")] == ["Go to", "Gestures"]
    assert matching(groups, "xyz") == []


def test_the_palette_runs_what_is_chosen_and_gives_the_focus_back(run: Run[Any]) -> None:
    async def scenario() -> None:
        window, done, asked = QWidget(), list[str](), list[str]()
        window.resize(900, 700)
        view = QWidget(window)
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        window.show()
        window.activateWindow()
        view.setFocus()
        await until(view.hasFocus)
        entries = [Entry(n, partial(done.append, n)) for n in ("Reply", "Done", "Label")]
        palette = Palette(window, [("For Priya", entries)])
        palette.asked.connect(asked.append)
        palette.open()
        edit = palette.search.edit
        await until(edit.hasFocus)
        assert problems(palette) == []
        QTest.keyClick(edit, K.Key_Down)
        QTest.keyClick(edit, K.Key_Down)
        QTest.keyClick(edit, K.Key_Down)  # round the end, over the heading
        QTest.keyClick(edit, K.Key_Up)
        QTest.keyClick(edit, K.Key_Return)
        assert done == ["Label"]
        await until(view.hasFocus)
        palette = Palette(window, [("For Priya", entries)])
        palette.asked.connect(asked.append)
        palette.open()
        QTest.keyClicks(palette.search.edit, "pri")
        palette.show_people("pr", [Entry("Too late", nothing)])
        assert asked == ["p", "pr", "pri"]
        palette.show_people("pri", [Entry("Priya Raman", lambda: done.append("Priya"), face="")])
        QTest.keyClick(palette.search.edit, K.Key_Return)
        assert done == ["Label", "Priya"]

    run(scenario())


def test_the_key_sheet_lists_what_can_be_done_and_nothing_else() -> None:
    can = {"list.done", "app.palette", "app.zoomIn"}
    groups = grouped(default_keymap(), can.__contains__)
    assert {b.id for part in groups.values() for b in part} == {"list.done", "app.palette"}
    found = grouped(default_keymap(), can.__contains__, "larger")
    assert [b.id for b in found["Everywhere"]] == ["app.zoomIn"]


def test_groups_are_spread_over_the_columns() -> None:
    groups = grouped(default_keymap(), lambda _action: True)
    spread = columns(groups, 4)
    assert len(spread) == 4
    assert sorted(name for names in spread for name in names) == sorted(groups)


def test_the_key_sheet_fits_and_tells_when_nothing_is_found(run: Run[Any]) -> None:
    async def scenario() -> None:
        window = QWidget()
        window.resize(1280, 800)
        window.show()
        sheet = KeySheet(window, default_keymap(), lambda _action: True)
        sheet.open()
        await until(lambda: sheet.card.height() > 400)  # as high as its longest column
        assert problems(sheet) == []
        sheet.search.edit.setText("qqq")
        await until(lambda: not [w for w in sheet.findChildren(Label) if w.text() == "Undo"])

    run(scenario())


def test_labels_lose_their_explanation() -> None:
    assert shortcuts.short("Send (leaves after the undo time)") == "Send"
