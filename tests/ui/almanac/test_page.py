from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.domain.almanac import What
from cm_desk.store import seasons
from cm_desk.ui import theme
from cm_desk.ui.almanac.grid import MonthGrid
from cm_desk.ui.almanac.name_day import NameDialog
from cm_desk.ui.almanac.page import AlmanacTab
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.almanac.sample import month
from tests.ui.stage import Going, Undos, open_dialog

KEY = Qt.Key


def raising(err: Exception) -> None:
    raise err


async def tab_on(desk: Desk, news: News, undos: Undos, going: Going) -> AlmanacTab:
    tab = AlmanacTab(desk, news, raising, undos, going)
    Keys(tab, lambda do: do in tab.commands and tab.commands[do]() is not False)
    tab.resize(1068, 700)
    tab.show()
    tab.activateWindow()
    await until(lambda: tab.span)
    tab.grid.setFocus()
    return tab


def press(tab: AlmanacTab, *pressed: Qt.Key) -> None:
    for key in pressed:
        QTest.keyClick(tab.grid, key)


def test_arrows_go_through_the_days_and_say_what_is_on_them(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya, going = await month(desk), Going()
        tab = await tab_on(desk, news, Undos(), going)
        assert tab.grid.day == date(2026, 3, 5)
        assert "today" in tab.grid.spoken()
        press(tab, KEY.Key_Down)
        assert tab.grid.day == date(2026, 3, 12)
        assert "Priya Raman: Birthday, 36" in tab.grid.spoken()
        row = tab.current()
        assert row is not None
        assert (row.on, row.what) == (date(2026, 3, 12), What.BIRTHDAY)
        press(tab, KEY.Key_Return)
        assert tab.agenda.hasFocus()
        rows = [e.who for e in tab.model.rows if e.on == row.on]
        tab.agenda.selectRow(next(n for n, e in enumerate(tab.model.rows) if e.who == "Priya Raman"
                                  and e.on == row.on))  # fmt: skip
        assert len(rows) == 3
        QTest.keyClick(tab.agenda, KEY.Key_T)
        QTest.keyClick(tab.agenda, KEY.Key_R)
        QTest.keyClick(tab.agenda, KEY.Key_Return)
        assert going.went == [("give", priya, None), ("write", priya), ("person", priya)]

    run(scenario())


def test_months_are_turned_and_home_is_today(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await month(desk)
        tab = await tab_on(desk, news, Undos(), Going())
        press(tab, KEY.Key_PageDown)
        assert tab.month.words == "April 2026"
        await until(lambda: all(e.on.month == 4 for e in tab.model.rows))
        press(tab, KEY.Key_PageUp, KEY.Key_PageUp)
        assert tab.grid.day == date(2026, 2, 5)
        press(tab, KEY.Key_Home)
        assert tab.grid.day == date(2026, 3, 5)
        await until(lambda: any(e.what is What.SEASON for e in tab.model.rows))
        press(tab, KEY.Key_J, KEY.Key_J)
        row = tab.current()
        assert row is not None
        assert row.on == tab.grid.day

    run(scenario())


def test_a_day_is_named_and_forgotten_by_keys(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await month(desk)
        undos = Undos()
        tab = await tab_on(desk, news, undos, Going())
        press(tab, KEY.Key_N)
        await until(lambda: open_dialog(NameDialog))
        dialog = open_dialog(NameDialog)
        assert dialog is not None
        assert dialog.day.text() == "5 March"
        dialog.accept()
        assert open_dialog(NameDialog) is dialog  # it has no name yet
        QTest.keyClicks(dialog.name, "Founding day")
        dialog.accept()
        await until(lambda: any(e.title == "Founding day" for e in tab.grid.on(tab.grid.day)))
        assert len(await desk.store.read(seasons.all)) == 2
        number = next(n for n, e in enumerate(tab.model.rows) if e.title == "Founding day")
        tab.agenda.selectRow(number)
        press(tab, KEY.Key_Delete)
        await until(lambda: len(undos) == 2)
        assert len(await desk.store.read(seasons.all)) == 1
        await undos[1].back()
        assert len(await desk.store.read(seasons.all)) == 2

    run(scenario())


def test_a_calendar_file_is_written_from_the_page(
    run: Run[Any], desk: Desk, news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        await month(desk)
        tab = await tab_on(desk, news, Undos(), Going())
        file = tmp_path / "occasions.ics"
        tab.write_file(str(file))
        await until(lambda: tab.said.words)
        assert tab.said.words.endswith("entries written to occasions.ics")
        assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")

    run(scenario())


def test_an_empty_month_says_what_comes_here(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        tab = await tab_on(desk, news, Undos(), Going())
        await until(lambda: tab.stack.currentWidget() is tab.nothing)
        assert tab.nothing.accessibleName().startswith("Nothing this month.")
        press(tab, KEY.Key_Return, KEY.Key_T, KEY.Key_Delete)  # nothing to do, and nothing breaks

    run(scenario())


def test_the_days_after_today_are_painted_as_the_days_before(qapp: QApplication) -> None:
    """The disc of today is its own alone."""
    grid = MonthGrid(date(2026, 3, 11))
    grid.resize(700, 600)
    image = grid.grab().toImage()
    ground = theme.now().c("bg.surface").rgb()
    middles = [grid._box(date(2026, 3, day)).center() for day in (10, 12, 20, 31)]
    assert {image.pixel(each.toPoint()) for each in middles} == {ground}
    grid.deleteLater()
