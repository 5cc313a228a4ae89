"""Pictures of the ledger and its dialogs: kept as files when SHOTS names a folder."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from cm_desk.desk import Desk
from cm_desk.ui import theme
from cm_desk.ui.gestures.give import give_to
from cm_desk.ui.gestures.note import note_about
from cm_desk.ui.gestures.page import GesturesPage
from cm_desk.ui.gestures.promise import promise_to
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.people import settle_in
from tests.ui.stage import Going, dialog_of, shoot

LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 944, 580), ("light", 2.0, 1200, 740)]


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_the_ledger_paints(
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
        page = GesturesPage(desk, news, lambda err: None, lambda undo: None, Going())
        page.resize(width, height)
        page.show()
        ledger = page.open_tab("ledger")
        await until(lambda: ledger.filters.found.words.startswith("2 "))
        await until(lambda: not ledger.detail.isHidden())
        assert shoot(page, f"gestures-{name}-{scale:.0f}", tmp_path) > 20

    run(scenario())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_dialogs_paint(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name)
        priya = await settle_in(desk)
        for ask in (give_to, promise_to, note_about):
            async with dialog_of(QDialog, ask(desk, None, priya)) as dialog:
                assert shoot(dialog, f"{ask.__name__}-{name}", tmp_path) > 10
                dialog.reject()

    run(scenario())
