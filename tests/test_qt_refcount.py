"""PySide6 6.12.0 on Python 3.11 lost a reference to None with each call that gives None."""

import sys

from PySide6.QtWidgets import QApplication, QLabel

ROUNDS = 25_000


def test_fifty_thousand_qt_calls_lose_no_none(qapp: QApplication) -> None:
    """The fault aborts a program after some 5,000 calls; see docs/decisions/0002."""
    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(ROUNDS):
        label.setText("a")
        label.update()
    after = sys.getrefcount(None)
    assert after > before - 1000, f"{before - after} references lost in {2 * ROUNDS} calls"
