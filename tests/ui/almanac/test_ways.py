"""From anywhere to the tabs of promises, of staying in touch and of the calendar."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.conftest import Run
from tests.ui.whole import Open, patiently

K = Qt.Key
WAYS = {K.Key_K: "promises", K.Key_N: "touch", K.Key_C: "calendar"}


def test_two_keys_lead_to_each_tab_and_the_demo_has_something_there(
    run: Run[Any], opened: Open
) -> None:
    async def scenario() -> None:
        it = await opened()
        for key, name in WAYS.items():
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClick(focus, K.Key_G)
            QTest.keyClick(focus, key)
            page = it.page("gestures")
            assert page.tabs.tabText(page.tabs.currentIndex()).lower().endswith(name)
            await patiently(lambda: it.page("gestures").stack.currentWidget().model.rows)
            assert page.isAncestorOf(QApplication.focusWidget())

    run(scenario())
