"""A search that was saved is a view in the rail: opened, counted, named, ordered, removed."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from cm_desk.ui.conductor import Conductor
from cm_desk.ui.palette import Palette
from cm_desk.ui.search.page import SearchPage
from cm_desk.ui.shelf.saving import Naming
from tests.conftest import Run
from tests.ui.look import problems, shoot
from tests.ui.stage import open_dialog
from tests.ui.whole import K, M, Open, patiently, press


def names(it: Conductor) -> list[str]:
    return [view.name for view in it.shelf.views]


def in_rail(it: Conductor) -> dict[str, str]:
    return {item.text(): place for place, item in it.window.rail._items.items()}


def count(it: Conductor, view: str) -> int:
    items = it.window.rail._items.values()
    return next((each.count for each in items if each.text() == view), -1)


async def search(it: Conductor, text: str) -> SearchPage:
    it.go("search")
    page = it.page("search")
    assert isinstance(page, SearchPage)
    page.ask(text)
    await patiently(lambda: page._found.query.text == text and page._found.count)
    return page


async def save(it: Conductor, name: str) -> None:
    press(K.Key_S, mod=M.ControlModifier)
    await patiently(lambda: open_dialog(Naming))
    dialog = open_dialog(Naming)
    assert dialog
    dialog.name.setText(name)
    QTest.keyClick(dialog.name, K.Key_Return)
    await patiently(lambda: name in names(it))


async def menu(it: Conductor, view: str, action: str) -> None:
    place = in_rail(it)[view]
    it.window.rail.asked.emit(place, QPoint(10, 10))
    await patiently(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    shown = QApplication.activePopupWidget()
    assert isinstance(shown, QMenu)
    next(each for each in shown.actions() if each.text() == action).trigger()
    shown.close()


def test_a_search_is_kept_opened_changed_and_removed(
    run: Run[Any], opened: Open, tmp_path: Path
) -> None:
    async def scenario() -> None:
        it = await opened()
        page = await search(it, "lid is:unanswered")
        await save(it, "Lids")
        await patiently(lambda: "Lids" in in_rail(it))
        it.open_conversation(1)
        it.go(in_rail(it)["Lids"])
        assert it.window.stack.currentWidget() is page
        await patiently(lambda: page._count.words.startswith("Lids: "))
        assert shoot(it.window, "search-saved", tmp_path) > 20
        assert problems(it.window.rail) == []
        page.field.edit.setText("lid")
        page.field.edit.setFocus()
        await patiently(lambda: page._found.query.text == "lid")
        await save(it, "Lids")
        await patiently(lambda: [view.query for view in it.shelf.views] == ["lid"])
        it.undo_toast()
        await patiently(lambda: it.shelf.views[0].query == "lid is:unanswered")
        await menu(it, "Lids", "Remove")
        await patiently(lambda: names(it) == [])
        assert "Lids" not in in_rail(it)
        it.undo_toast()
        await patiently(lambda: names(it) == ["Lids"])

    run(scenario())


def test_views_are_named_and_ordered_by_keys(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        for name, text in (("One", "lid"), ("Two", "burr"), ("Three", "grinder")):
            await search(it, text)
            await save(it, name)
        it.go(in_rail(it)["Three"])
        press(K.Key_Up, mod=M.AltModifier | M.ShiftModifier)
        await patiently(lambda: names(it) == ["One", "Three", "Two"])
        press(K.Key_Down, mod=M.AltModifier | M.ShiftModifier)
        await patiently(lambda: names(it) == ["One", "Two", "Three"])
        press(K.Key_F2)
        await patiently(lambda: open_dialog(Naming))
        dialog = open_dialog(Naming)
        assert dialog
        assert dialog.name.text() == "Three"
        QTest.keyClicks(dialog.name, "Grinders")
        QTest.keyClick(dialog.name, K.Key_Return)
        await patiently(lambda: names(it) == ["One", "Two", "Grinders"])
        it.go("people")
        assert not it.window.can("view.rename")
        press(K.Key_K, mod=M.ControlModifier)
        await patiently(lambda: isinstance(it.window.overlay, Palette))
        assert isinstance(it.window.overlay, Palette)
        QTest.keyClicks(it.window.overlay.search.edit, "Grind")
        press(K.Key_Return)
        await patiently(lambda: it.place == in_rail(it)["Grinders"])

    run(scenario())


def test_what_is_unread_is_counted(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        await search(it, "is:unread")
        await save(it, "Unread")
        assert it.board
        unread = it.board.counts.unread
        assert unread > 0
        await patiently(lambda: count(it, "Unread") == min(unread, 99))

    run(scenario())
