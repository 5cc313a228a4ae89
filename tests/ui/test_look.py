from typing import Any

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.text import Label
from tests.conftest import Run, until
from tests.ui.look import problems


class Tiny(QAbstractButton):
    def paintEvent(self, event: QPaintEvent) -> None:
        pass


def put(widget: QWidget, parent: QWidget, *place: int) -> None:
    widget.setParent(parent)
    widget.setMinimumWidth(0)
    widget.setGeometry(*place)


def test_the_audit_finds_what_is_planted(run: Run[Any]) -> None:
    async def scenario() -> None:
        top = QWidget()
        top.resize(300, 200)
        put(Label("A label that is far too long for its place"), top, 0, 0, 60, 18)
        put(QLabel("<b>x</b>"), top, 0, 20, 80, 18)
        squeezed = Button("Do everything now")
        squeezed.setFixedWidth(40)
        put(squeezed, top, 0, 80, 40, 32)
        put(Tiny(), top, 0, 120, 12, 12)
        put(Label("x"), top, 290, 140, 40, 18)
        top.show()
        await until(top.isVisible)
        found = " ".join(problems(top))
        for planted in ("clipped label", "not plain", "squeezed", "no acc", "under 24", "sticks"):
            assert planted in found

    run(scenario())
