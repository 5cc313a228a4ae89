"""Pictures of the people pages: kept as files when SHOTS names a folder."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.ui import theme
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.people import settle_in
from tests.ui.stage import Going, shoot

LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 944, 580), ("contrast", 1.0, 1068, 740)]
LOOKS += [("light", 2.0, 1200, 740)]


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_the_person_page_paints(
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
        priya = await settle_in(desk)
        page = PeoplePage(desk, news, lambda err: None, lambda undo: None, Going())
        page.resize(width, height)
        page.show()
        await until(lambda: page.people.model.rowCount() == 6)
        assert shoot(page, f"people-{name}-{scale:.0f}", tmp_path) > 20
        page.open_person(priya)
        await until(lambda: page.person.river.story.rowCount() > 5)
        await until(lambda: page.person.side.promises.count() == 2)
        assert shoot(page, f"person-{name}-{scale:.0f}", tmp_path) > 20

    run(scenario())
