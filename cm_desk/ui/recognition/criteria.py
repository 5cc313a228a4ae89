"""Edit what a badge is for: its words, and the numbers that decide when it is suggested."""

from dataclasses import replace

from PySide6.QtWidgets import QSpinBox, QWidget

from cm_desk.actions import badges as awarding
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.badges import Criterion
from cm_desk.domain.help import KINDS
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.widgets.buttons import Check
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field, Select
from cm_desk.ui.widgets.flow import Flow
from cm_desk.ui.widgets.layout import box, hbox, vbox

MOST, LONGEST = 999, 3650


async def edit_badges(desk: Desk, parent: QWidget | None) -> Undo | None:
    sheet = CriteriaSheet(parent, await awarding.criteria(desk))
    try:
        if not await answer(sheet):
            return None
        return await awarding.set_criteria(desk, sheet.criteria)
    finally:
        dismiss(sheet)


class Number(QSpinBox):
    def __init__(self, most: int, name: str) -> None:
        super().__init__()
        self.setRange(1, most)
        self.setAccessibleName(name)
        self.dress()

    def dress(self) -> None:
        self.setFont(theme.now().font("ui"))
        self.setFixedSize(theme.now().px(84), theme.now().size("control"))


class CriteriaSheet(Sheet):
    """One badge at a time; what was changed of the others is kept until it is saved."""

    def __init__(self, parent: QWidget | None, known: tuple[Criterion, ...]) -> None:
        self._criteria, self._number = list(known), 0
        self.badge = Select([show.line(each.name, 60) for each in known], 0, "Badge", 300)
        self.name, self.words = Field("", "", "Name"), Field("", "", "What it is for")
        self.kinds = {key: Check(told) for key, told in KINDS.items()}
        self.least, self.days = Number(MOST, "Times"), Number(LONGEST, "Days")
        self.months = Number(12, "Different months")
        self.on = Check("Suggest it")
        numbers = hbox(
            labelled("Times", self.least), labelled("within days", self.days),
            labelled("in different months", self.months), None, gap=12,
        )  # fmt: skip
        body = vbox(
            labelled("Badge", self.badge),
            labelled("Name", self.name),
            labelled("What it is for, in plain words", self.words),
            labelled("Kinds of help", box(Flow(*self.kinds.values()))),
            numbers,
            self.on,
            gap=12,
        )
        super().__init__(parent, "What badges are for", body, "Keep them", 560)
        self.badge.currentIndexChanged.connect(self._turn)
        self._show()
        self.badge.setFocus()

    @property
    def criteria(self) -> list[Criterion]:
        self._keep()
        return self._criteria

    def _turn(self, number: int) -> None:
        self._keep()
        self._number = number
        self._show()

    def _keep(self) -> None:
        if not self._criteria:
            return
        self._criteria[self._number] = replace(
            self._criteria[self._number],
            name=self.name.text().strip(),
            words=self.words.text().strip(),
            kinds=tuple(key for key, check in self.kinds.items() if check.isChecked()),
            least=self.least.value(),
            days=self.days.value(),
            months=self.months.value(),
            on=self.on.isChecked(),
        )

    def _show(self) -> None:
        if not self._criteria:
            return
        each = self._criteria[self._number]
        self.name.setText(each.name)
        self.words.setText(each.words)
        for key, check in self.kinds.items():
            check.setChecked(key in each.kinds)
        for field, value in (
            (self.least, each.least),
            (self.days, each.days),
            (self.months, each.months),
        ):
            field.setValue(value)
        self.on.setChecked(each.on)

    def accept(self) -> None:
        for number, each in enumerate(self.criteria):
            if not (each.name and each.words and each.kinds):
                self.badge.setCurrentIndex(number)
                self.say_problem("A badge needs a name, words and a kind of help.", self.words)
                return
        super().accept()
