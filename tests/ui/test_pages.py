from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from cm_desk.actions import demo
from cm_desk.desk import Desk
from cm_desk.ui import pages
from cm_desk.ui.news import News
from cm_desk.ui.pages import PLACES
from tests.conftest import Run
from tests.ui.stage import Going, Undos


class Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


@pytest.mark.parametrize("place", [each.name for each in PLACES])
def test_building_a_page_shows_no_window(
    run: Run[Any], desk: Desk, news: News, qapp: QApplication, place: str
) -> None:
    """A part that is shown before it has a parent flashes up and takes the keys away."""

    async def scenario() -> None:
        await demo.prepare(desk)
        windows = Windows()
        qapp.installEventFilter(windows)
        try:
            pages.build(place, desk, news, lambda err: None, Undos(), Going())
        finally:
            qapp.removeEventFilter(windows)
        assert windows.shown == []

    run(scenario())
