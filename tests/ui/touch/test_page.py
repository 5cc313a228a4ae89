from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cm_desk.actions import touch
from cm_desk.desk import Desk
from cm_desk.store import cadences, notes
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from cm_desk.ui.touch.ask import SpokeDialog
from cm_desk.ui.touch.page import TouchTab
from cm_desk.ui.widgets.choices import Choices
from tests.conftest import NOW, Run, until
from tests.ui.people import settle_in
from tests.ui.stage import Going, Undos, open_dialog

KEY, SHIFT, NONE = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def raising(err: Exception) -> None:
    raise err


async def tab_on(desk: Desk, news: News, undos: Undos, going: Going) -> TouchTab:
    tab = TouchTab(desk, news, raising, undos, going)
    Keys(tab, lambda do: do in tab.commands and tab.commands[do]() is not False)
    tab.resize(1068, 700)
    tab.show()
    tab.activateWindow()
    await until(lambda: tab._found)
    tab.table.setFocus()
    return tab


async def due(desk: Desk) -> int:
    """Priya and we spoke last some days ago; daily was the wish."""
    priya = await settle_in(desk)
    await touch.wish(desk, priya, "every 2 days")
    return priya


def press(tab: TouchTab, key: Qt.Key, mods: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(tab.table, key, mods)


def test_who_is_due_is_written_to_and_thanked_by_a_key(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya, going = await due(desk), Going()
        tab = await tab_on(desk, news, Undos(), going)
        assert tab.tabs.counts == {"Due": 0, "Everybody": 1}  # she wrote two hours ago
        tab.tabs.setCurrentIndex(1)
        assert tab.model.rows[0].state == "spoke"
        press(tab, KEY.Key_Return)
        press(tab, KEY.Key_R)
        press(tab, KEY.Key_T)
        assert going.went == [("person", priya), ("write", priya), ("give", priya, None)]
        told = tab.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert told.startswith("Priya Raman, every 2 days. Due ")
        assert told.endswith("Just wrote")

    run(scenario())


def test_a_call_is_noted_and_moves_the_day(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya, undos = await due(desk), Undos()
        tab = await tab_on(desk, news, undos, Going())
        tab.tabs.setCurrentIndex(1)
        press(tab, KEY.Key_L, SHIFT)
        await until(lambda: open_dialog(SpokeDialog))
        dialog = open_dialog(SpokeDialog)
        assert dialog is not None
        assert (dialog.how, dialog.at) == ("call", NOW)
        QTest.keyClicks(dialog.editor, "The courier")
        dialog.accept()
        await until(lambda: tab.model.rows[0].state == "green")
        [called] = [n for n in await desk.store.read(notes.of, priya) if n.touch]
        assert (called.text, called.touch, called.at) == ("The courier", "call", NOW)
        await undos[0].back()
        await until(lambda: tab.model.rows[0].state == "spoke")

    run(scenario())


def test_a_rhythm_is_chosen_put_off_and_taken_away_by_keys(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya, undos = await due(desk), Undos()
        tab = await tab_on(desk, news, undos, Going())
        tab.tabs.setCurrentIndex(1)
        press(tab, KEY.Key_C, SHIFT)
        await until(lambda: open_dialog(Choices))
        dialog = open_dialog(Choices)
        assert dialog is not None
        QTest.keyClick(dialog, KEY.Key_3)
        await until(lambda: undos and open_dialog(Choices) is None)
        wish = await desk.store.read(cadences.of, priya)
        assert wish is not None
        assert wish.ideal_days in (14, 30)  # what is usual comes first where it is known
        press(tab, KEY.Key_H)
        await until(lambda: open_dialog(Choices))
        later = open_dialog(Choices)
        assert later is not None
        QTest.keyClick(later, KEY.Key_1)
        await until(lambda: len(undos) == 2 and open_dialog(Choices) is None)
        wish = await desk.store.read(cadences.of, priya)
        assert wish is not None
        assert wish.later == NOW + timedelta(days=7)
        press(tab, KEY.Key_Delete)
        await until(lambda: not tab.model.rows)
        assert tab.nothing.accessibleName().startswith("No wishes yet.")
        await undos[2].back()
        await until(lambda: tab.model.rows)

    run(scenario())
