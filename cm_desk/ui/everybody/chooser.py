"""Which columns the list of people shows."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from cm_desk.ui import theme
from cm_desk.ui.aio import answer
from cm_desk.ui.everybody.columns import COLUMNS, USUAL
from cm_desk.ui.widgets.buttons import Button, Check
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.text import Label, Text, safe


class Chooser(Sheet):
    def __init__(self, parent: QWidget, chosen: Sequence[str]) -> None:
        self.checks = {c.id: Check(c.title, c.id in chosen) for c in COLUMNS[1:]}
        for column in COLUMNS[1:]:
            self.checks[column.id].setToolTip(safe(column.says))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.now().px(20))
        grid.setVerticalSpacing(theme.now().px(4))
        half = (len(self.checks) + 1) // 2
        for n, check in enumerate(self.checks.values()):
            grid.addWidget(check, n % half, n // half)
        usual = Button("Usual columns", "link", "rotate-ccw", small=True)
        usual.clicked.connect(self._reset)
        hint = Text("In a narrow window the first ones stay.", "small", "text.muted")
        body = vbox(Label("Besides the person", "smallStrong", "text.muted"), grid, gap=8)
        body.addLayout(hbox((hint, 1), usual))
        super().__init__(parent, "Columns", body, "Show", 440)
        next(iter(self.checks.values())).setFocus()

    def _reset(self) -> None:
        for id, check in self.checks.items():
            check.setChecked(id in USUAL)

    @property
    def chosen(self) -> tuple[str, ...]:
        return ("person", *(id for id, check in self.checks.items() if check.isChecked()))


async def choose(parent: QWidget, chosen: Sequence[str]) -> tuple[str, ...] | None:
    """None: the person thought better of it."""
    dialog = Chooser(parent, chosen)
    try:
        return dialog.chosen if await answer(dialog) else None
    finally:
        dialog.deleteLater()
