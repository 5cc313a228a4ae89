"""What the tests of the window may ask for."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import demo
from cm_desk.desk import Desk
from cm_desk.ui import theme
from cm_desk.ui.commands import conduct
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.looks import Looks
from cm_desk.ui.news import News
from cm_desk.ui.window import Window
from tests.ui.whole import Open, inbox, patiently


@pytest.fixture(autouse=True)
def usual_looks(qapp: QApplication) -> Iterator[None]:
    """Whatever size of text a test tried, the next one begins with the usual one."""
    yield
    if theme.now().scale != 1.0:
        theme.use(qapp, "light", 1.0)


@pytest.fixture
def opened(qapp: QApplication, desk: Desk, news: News) -> Open:
    async def open_() -> Conductor:
        looks, window = Looks(qapp), Window()
        looks.set("light", 100)
        await demo.fill(desk)
        it = conduct(window, desk, news, looks)
        window.show()
        window.activateWindow()
        await it.read_settings()
        await it.begin()
        await patiently(lambda: inbox(it).list.rows.rows and it.board)
        await patiently(lambda: inbox(it).list.hasFocus() and inbox(it).conversation.read)
        return it

    return open_
