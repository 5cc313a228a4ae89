"""Pictures of the settings: kept as files when SHOTS names a folder."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.ui import theme
from cm_desk.ui.news import News
from cm_desk.ui.settings.page import SettingsPage
from tests.conftest import Run
from tests.ui.stage import Going, shoot

LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 944, 580), ("light", 2.0, 1200, 740)]


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_the_settings_paint(
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
        page = SettingsPage(desk, news, lambda err: None, lambda undo: None, Going())
        page.resize(width, height)
        page.show()
        assert shoot(page, f"settings-{name}-{scale:.0f}", tmp_path) > 10

    run(scenario())
