"""Pictures of recognition: kept as files when SHOTS names a folder."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.ui import theme
from cm_desk.ui.award import AwardSheet, award_to
from cm_desk.ui.news import News
from cm_desk.ui.recognition.page import RecognitionPage
from tests.conftest import Run, until
from tests.ui.people import HOSTILE, LONG
from tests.ui.recognition.people import helpers
from tests.ui.recognition.test_leaders import leaders
from tests.ui.stage import Going, dialog_of, shoot

LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 944, 580), ("light", 2.0, 1200, 740)]


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_the_tabs_paint(
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
        await helpers(desk)
        page = RecognitionPage(desk, news, lambda err: None, lambda undo: None, Going())
        page.resize(width, height)
        page.show()
        await until(lambda: leaders(page).evidence.title.words.endswith("acts"))
        look = f"{name}-{scale:.0f}"
        assert shoot(page, f"recognition-{look}", tmp_path) > 20
        tab = page.open_tab("confirm")
        await until(lambda: tab.model.rowCount() > 5)
        assert shoot(page, f"recognition-confirm-{look}", tmp_path) > 20

    run(scenario())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_award_paints(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name)
        who = await helpers(desk)
        for each in (HOSTILE, LONG):
            async with dialog_of(AwardSheet, award_to(desk, None, who[each.key])) as sheet:
                assert shoot(sheet, f"award-{each.key[:2]}-{name}", tmp_path) > 10
                sheet.reject()

    run(scenario())
