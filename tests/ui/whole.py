"""The whole window over the demo community, for tests that drive it by keys."""

from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.ui.conductor import Conductor
from cm_desk.ui.inbox.page import InboxPage
from tests.conftest import until

K, M = Qt.Key, Qt.KeyboardModifier
Open = Callable[[], Awaitable[Conductor]]

patiently = partial(until, timeout_s=60)  # a whole desk on a busy machine


def inbox(it: Conductor) -> InboxPage:
    page = it.page("inbox")
    assert isinstance(page, InboxPage)
    return page


def press(*keys: Qt.Key, mod: Qt.KeyboardModifier = M.NoModifier) -> None:
    for key in keys:
        focus = QApplication.focusWidget() or QApplication.activeWindow()
        assert focus is not None
        QTest.keyClick(focus, key, mod)
