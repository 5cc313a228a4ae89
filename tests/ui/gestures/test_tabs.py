from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from cm_desk.desk import Desk
from cm_desk.ui import theme
from cm_desk.ui.gestures.page import GesturesPage
from cm_desk.ui.gestures.tabs import TABS, Tab, build
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from tests.conftest import Run
from tests.ui.stage import Going, Undos, shoot


def raising(err: Exception) -> None:
    raise err


class Second(QWidget):
    """A tab as another feature would write it."""

    def __init__(self, *parts: Any) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.buttons = [QPushButton("Its own")]
        self.done: list[str] = []

    @property
    def commands(self) -> dict[str, Any]:
        return {"table.open": lambda: self.done.append("open")}

    def selection(self) -> str:
        return "Priya"


def test_a_tab_is_a_line_and_a_file(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        second = Tab("second", "Second", "More about it.", f"{__name__}:Second")
        page = GesturesPage(desk, news, raising, Undos(), Going(), (*TABS, second))
        Keys(page, lambda do: do in page.commands and page.commands[do]() is not False)
        page.show()
        page.activateWindow()
        assert "table.new" in page.commands
        page.tabs.setCurrentIndex(len(TABS) - 1)
        QTest.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        shown = page.stack.currentWidget()
        assert isinstance(shown, Second)
        assert shown.buttons[0].isVisible()
        assert (page.head.subtitle.words, page.selection()) == ("More about it.", "Priya")
        page.commands["table.open"]()
        assert shown.done == ["open"]
        QTest.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert page.stack.currentWidget() is page.open_tab("ledger")
        assert not shown.buttons[0].isVisible()

    run(scenario())


def test_every_tab_can_be_built(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        for tab in TABS:
            assert build(tab, desk, news, raising, Undos(), Going())

    run(scenario())


def test_more_tabs_than_fit_do_not_widen_the_window(
    run: Run[Any], desk: Desk, news: News, qapp: QApplication, tmp_path: Path
) -> None:
    async def scenario() -> None:
        theme.use(qapp, "light", 2.0)
        page = GesturesPage(desk, news, raising, Undos(), Going())
        page.open_tab("kinds")
        page.resize(900, 580)
        page.show()
        assert page.tabs.minimumSizeHint().width() < page.tabs.sizeHint().width() / 2
        page.open_tab(TABS[-1].name)
        spot = page.tabs.tabRect(page.tabs.currentIndex())
        assert page.tabs.rect().contains(spot)
        assert page.tabs.more.isVisible()
        shoot(page, "gestures-narrow-200", tmp_path)

    run(scenario())
