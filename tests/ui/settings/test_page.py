from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cm_desk.actions.settings import choose
from cm_desk.desk import Desk
from cm_desk.store import backup, known, settings
from cm_desk.ui.news import News
from cm_desk.ui.settings.data import restore_command, short
from cm_desk.ui.settings.names import LOOK, SINGLE_KEYS, UNDO_S, seconds
from cm_desk.ui.settings.page import SettingsPage
from tests.conftest import Run, until
from tests.ui.stage import Going, Undos


def raising(err: Exception) -> None:
    raise err


def page_on(desk: Desk, news: News, undos: Undos) -> SettingsPage:
    page = SettingsPage(desk, news, raising, undos, Going())
    page.resize(1068, 740)
    page.show()
    return page


def test_a_theme_is_chosen_with_the_arrows_and_undone(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        undos = Undos()
        page = page_on(desk, news, undos)
        page.activateWindow()
        await until(lambda: page.look.focusProxy() is page.focusWidget() and page.isActiveWindow())
        for _ in range(2):
            target = page.focusWidget()
            assert target is not None
            QTest.keyClick(target, Qt.Key.Key_Right)
        await until(lambda: undos)
        kept = await desk.store.read(settings.get, LOOK.name, LOOK.usual)
        assert kept in ("light", "dark")
        await undos[0].back()
        await until(lambda: page.look.current == 0)

    run(scenario())


def test_what_moves_people_is_noted_once_it_is_switched_on(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        undos = Undos()
        page = page_on(desk, news, undos)
        assert not page.moves.isChecked()
        page.moves.click()
        await until(lambda: undos)
        assert (await desk.store.read(known.of, 1)).care
        await undos[0].back()
        await until(lambda: not page.moves.isChecked())

    run(scenario())


def test_the_page_shows_what_was_chosen_elsewhere(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        page = page_on(desk, news, Undos())
        await choose(desk, SINGLE_KEYS.name, "0")
        await choose(desk, UNDO_S.name, "30")
        await until(lambda: not page.single.isChecked())
        await until(lambda: page.undo_time.currentText() == "30 seconds")
        await choose(desk, "look.scale", "170")
        await until(lambda: page.size_.current == 2)

    run(scenario())


def test_settings_written_by_hand_do_no_harm() -> None:
    assert seconds("30") == 30
    assert seconds("soon") == 10
    assert seconds("99999") == 300


def test_a_backup_is_made_now_and_said(
    run: Run[Any], desk: Desk, news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        page = page_on(desk, news, Undos())
        page.data.back_up.click()
        await until(lambda: "Backed up and checked" in page.data.result.words)

    run(scenario())
    newest = backup.newest_good(tmp_path / "backups")
    assert newest is not None
    assert str(newest) in restore_command(tmp_path, newest)


def test_a_folder_at_home_is_written_as_people_write_it() -> None:
    assert short(Path.home() / "desk" / "a") == "~/desk/a"
    assert short(Path("/elsewhere/desk")) == "/elsewhere/desk"
