"""Pictures of the calendar: kept as files when SHOTS names a folder."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from cm_desk.desk import Desk
from cm_desk.ui import theme
from cm_desk.ui.almanac.name_day import name_a_day
from cm_desk.ui.gestures.page import GesturesPage
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.almanac.sample import month
from tests.ui.stage import Going, cut_words, dialog_of, shoot

LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 788, 580), ("light", 2.0, 1200, 740)]


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_the_calendar_paints(
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
        await month(desk)
        page = GesturesPage(desk, news, lambda err: None, lambda undo: None, Going())
        page.resize(width, height)
        page.show()
        tab = page.open_tab("calendar")
        await until(lambda: tab.span)
        tab.grid.setFocus()
        assert shoot(page, f"calendar-{name}-{scale:.0f}", tmp_path) > 20
        assert cut_words(page) == []

    run(scenario())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_question_paints(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name)
        async with dialog_of(QDialog, name_a_day(desk, None, "24 December")) as dialog:
            assert shoot(dialog, f"name_a_day-{name}", tmp_path) > 10
            dialog.reject()

    run(scenario())
