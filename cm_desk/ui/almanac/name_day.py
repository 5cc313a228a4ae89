"""Name a day of the year: a season that returns, or a release that people asked for."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cm_desk.actions import almanac
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.occasions import EXAMPLES, read
from cm_desk.store import labels
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field, Select
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.tabs import Segmented
from cm_desk.ui.widgets.text import Label

LEAD = 14


async def name_a_day(desk: Desk, parent: QWidget | None, day: str = "") -> Undo | None:
    """`day` is offered, as it would be typed."""
    known = [each.name for each in await desk.store.read(labels.all)]
    dialog = NameDialog(parent, known, day)
    try:
        if not await answer(dialog):
            return None
        return await almanac.name_day(
            desk, dialog.name.text(), dialog.day.text(), release=dialog.is_release,
            lead_days=int(dialog.lead.text().strip() or LEAD), label=dialog.label,
        )  # fmt: skip
    finally:
        dismiss(dialog)


class NameDialog(Sheet):
    def __init__(self, parent: QWidget | None, labels_: Sequence[str], day: str) -> None:
        self._labels = ("", *labels_)
        self.kind = Segmented(["Season", "Release"], 0, "What it is")
        self.name = Field("", "Winter cards", "Name")
        self.day = Field(day, "24 December", "Day")
        self.lead = Field(str(LEAD), str(LEAD), "Days before it")
        self.lead.setFixedWidth(90)
        shown = ["Nobody in particular", *(show.line(each, 40) for each in labels_)]
        self.who = Select(shown, name="Whom it is for")
        lead = hbox(self.lead, Label("days", "ui", "text.muted"), None, gap=6)
        body = vbox(
            labelled("What it is", hbox(self.kind, None)),
            labelled("Name", self.name),
            labelled("Day", self.day, f"{EXAMPLES}. With its year it comes once."),
            labelled("Spoken of before", lead),
            labelled("People with the label", self.who, "A release is for those who asked for it."),
            gap=12,
        )
        super().__init__(parent, "Name a day", body, "Add it", 500)
        self.name.setFocus()

    @property
    def is_release(self) -> bool:
        return self.kind.current == 1

    @property
    def label(self) -> str:
        return self._labels[max(0, self.who.currentIndex())]

    def accept(self) -> None:
        if not self.name.text().strip():
            self.say_problem("A day needs a name.", self.name)
        elif read(self.day.text()) is None:
            self.day.mark_error(True)
            self.say_problem(f"Write the day like {EXAMPLES}.", self.day)
        elif not (self.lead.text().strip() or "0").isdecimal():
            self.lead.mark_error(True)
            self.say_problem("Write the days before it as a number.", self.lead)
        else:
            super().accept()
