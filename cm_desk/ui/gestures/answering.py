"""What was answered to a request for more than the allowance: pasted, and kept."""

from PySide6.QtWidgets import QWidget

from cm_desk.actions import allowances as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store.allowances import Request
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.tabs import Segmented
from cm_desk.ui.widgets.text import Text

READ = ("By their words", "Granted", "Refused")


async def answered(desk: Desk, parent: QWidget | None, request: Request) -> Undo | None:
    dialog = AnswerDialog(parent, await actions.line(desk, request))
    try:
        if not await answer(dialog):
            return None
        return await actions.answered(desk, request, dialog.words.toPlainText(), dialog.granted)
    finally:
        dismiss(dialog)


class AnswerDialog(Sheet):
    def __init__(self, parent: QWidget | None, line: str) -> None:
        self.words = Editor("", "Yes, gladly", "Their answer")
        self.how = Segmented(READ, 0, "What they decided")
        ground = Card(vbox(self.words, margins=(12, 10, 12, 10)), line="line.strong")
        body = vbox(
            Text(show.line(line, 400), "ui", "text.secondary"),
            labelled("Their answer, as it came", ground),
            labelled("What they decided", self.how),
            gap=12,
        )
        super().__init__(parent, "Their answer", body, "Keep it", 520)
        self.ok.key = "Ctrl+Return"
        self.words.setMinimumHeight(theme.now().px(70))
        self.words.setFocus()

    @property
    def granted(self) -> bool | None:
        return (None, True, False)[self.how.current]

    def accept(self) -> None:
        if not self.words.toPlainText().strip():
            self.say_problem("Paste what they answered.", self.words)
        elif self.granted is None and actions.says(self.words.toPlainText()) is None:
            self.say_problem("Neither yes nor no: choose which it is.", self.words)
        else:
            super().accept()
