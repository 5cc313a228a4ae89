"""Pictures of the promises: kept as files when SHOTS names a folder."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.ui import theme
from cm_desk.ui.gestures.page import GesturesPage
from cm_desk.ui.news import News
from cm_desk.ui.promises.page import OFFERED, VIEWS
from tests.conftest import Run, until
from tests.ui.promises.sample import promised
from tests.ui.stage import Going, cut_words, shoot

LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 788, 580), ("light", 2.0, 1200, 740)]


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_the_promises_paint(
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
        await promised(desk)
        page = GesturesPage(desk, news, lambda err: None, lambda undo: None, Going())
        page.resize(width, height)
        page.show()
        tab = page.open_tab("promises")
        await until(lambda: tab.model.rows)
        assert shoot(page, f"promises-{name}-{scale:.0f}", tmp_path) > 20
        assert cut_words(page) == []
        tab.tabs.setCurrentIndex(VIEWS.index(OFFERED))
        assert shoot(page, f"promises-offered-{name}-{scale:.0f}", tmp_path) > 20

    run(scenario())
