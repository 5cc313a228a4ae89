"""Pictures of accounts, the first run and the import: kept when SHOTS names a folder."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.store import accounts
from cm_desk.store.accounts import AccountState
from cm_desk.ui import theme
from cm_desk.ui.accounts.add import AddAccount
from cm_desk.ui.accounts.page import AccountsPage
from cm_desk.ui.accounts.welcome import Welcome
from cm_desk.ui.news import News
from cm_desk.ui.widgets.text import Text
from tests.conftest import NOW, Run, until
from tests.ui.people import days, settle_in
from tests.ui.stage import Going, cut_words, shoot

LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 944, 580), ("light", 2.0, 1200, 740)]


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_the_accounts_paint(
    run: Run[Any],
    desk: Desk,
    news: News,
    qapp: QApplication,
    tmp_path: Path,
    name: str,
    scale: float,
    width: int,
    height: int,
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, scale)
        await settle_in(desk)
        refused = AccountState(NOW - days(2), "sign-in", "The server refused our sign-in.")
        await desk.store.write(accounts.set_state, 1, refused)
        page = AccountsPage(desk, news, lambda err: None, lambda undo: None, Going())
        page.resize(width, height)
        page.show()
        await until(lambda: page.model.rowCount() == 2)
        await until(lambda: page.detail.title.words)
        assert shoot(page, f"accounts-{name}-{scale:.0f}", tmp_path) > 20
        welcome = Welcome(desk, news, lambda err: None, lambda undo: None, Going())
        welcome.resize(width, height)
        welcome.show()
        assert shoot(welcome, f"welcome-{name}-{scale:.0f}", tmp_path) > 20

    run(scenario())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_step_of_adding_an_account_paints(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name)
        dialog = AddAccount(desk)
        dialog.show()
        assert shoot(dialog, f"add-0-{name}", tmp_path) > 10
        dialog.choose.tiles[0].click()
        await until(lambda: not cut_words(dialog))
        assert shoot(dialog, f"add-1-{name}", tmp_path) > 10
        dialog.pages.show_page(dialog.waiting)
        dialog.waiting.wait("social.example", False)
        await until(lambda: not cut_words(dialog))
        assert shoot(dialog, f"add-2-{name}", tmp_path) > 10

    run(scenario())


def test_the_way_to_an_app_password_is_told_whole(
    run: Run[Any], desk: Desk, qapp: QApplication
) -> None:
    async def scenario() -> None:
        theme.use(qapp, "light")
        dialog = AddAccount(desk)
        dialog.show()
        dialog.choose.tiles[0].click()
        await until(lambda: not cut_words(dialog))
        [hint] = [each for each in dialog.findChildren(Text) if each.words.startswith("Make one")]
        assert hint.height() >= 2 * hint.line
        assert not hint.truncated

    run(scenario())
