"""The dialogs of an introduction: the words of a step, and what came of it."""

from PySide6.QtWidgets import QWidget

from cm_desk.actions import introductions as introducing
from cm_desk.actions import pairs
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.introductions import Stage
from cm_desk.store import accounts
from cm_desk.store.drafts import Draft
from cm_desk.store.introductions import Introduction
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.art import service_name
from cm_desk.ui.recognition import stages
from cm_desk.ui.widgets.cards import Card, Quote
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.tabs import Segmented
from cm_desk.ui.widgets.text import Label, Text


async def send_step(
    desk: Desk, parent: QWidget | None, one: Introduction, second: bool = False
) -> Undo | None:
    """Ask the next of the two, or tell one of them; nothing leaves before the button."""
    draft = await pairs.words(desk, one, second)
    account = await desk.store.read(accounts.get, draft.account_id)
    door = service_name(account.service) if account else ""
    sheet = StepSheet(parent, desk, one, draft, door, second)
    try:
        return sheet.sent if await answer(sheet) else None
    finally:
        dismiss(sheet)


class StepSheet(Sheet):
    """What is wrong with the words, as the name of the other, is said while it is open."""

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        one: Introduction,
        draft: Draft,
        door: str,
        second: bool,
    ) -> None:
        self._desk, self._one, self._draft, self._second = desk, one, draft, second
        self.sent: Undo | None = None
        first, other = stages.names(one)
        to_other = second or one.asked_id == one.other_id
        whom = other if to_other else first
        told = one.course.may_name
        self.words = Editor(draft.text, name="The words", role="ui")
        self.words.setMinimumHeight(theme.now().px(130))
        ground = Card(vbox(self.words, margins=(12, 10, 12, 10)), line="line.strong")
        private = "in private" if draft.visibility == "direct" else "where you talked last"
        why = one.other_why if to_other else one.why
        hint = "" if told else "The other name must not stand in it."
        body = vbox(
            Quote(show.line(why, 300), whom, max_lines=3),
            ground,
            Label(f"Through {door}, {private}. {hint}".strip(), "small", "text.muted", elide=True),
            gap=12,
        )
        title = f"{'Introduce them to' if told else 'Ask'} {whom}"
        super().__init__(parent, title, body, "Send", 560)
        self.ok.key = "Ctrl+Return"
        self.ok.updateGeometry()
        self._tasks = Tasks(self, lambda err: self.say_problem(str(err), self.words))
        self.words.setFocus()

    def accept(self) -> None:
        self._tasks.newest("send", self._send())

    async def _send(self) -> None:
        text = self.words.toPlainText()
        draft = Draft(
            0, self._draft.conversation_id, self._draft.account_id, text,
            visibility=self._draft.visibility,
        )  # fmt: skip
        send = introducing.ask
        if self._one.course.stage is Stage.BOTH_YES:
            send = introducing.introduce
        elif self._second:
            send = introducing.tell_other
        self.sent = (await send(self._desk, self._one, draft)).undo
        super().accept()


async def look_back(desk: Desk, parent: QWidget | None, one: Introduction) -> Undo | None:
    """Thirty days after: did it do them good?"""
    sheet = OutcomeSheet(parent, one)
    try:
        if not await answer(sheet):
            return None
        talking = (True, False, None)[sheet.talking.current]
        return await introducing.look_back(desk, one, sheet.words.toPlainText().strip(), talking)
    finally:
        dismiss(sheet)


class OutcomeSheet(Sheet):
    def __init__(self, parent: QWidget | None, one: Introduction) -> None:
        self.talking = Segmented(["Still talking", "Not talking", "I do not know"], 2, "Talking")
        self.words = Editor(one.outcome, "What one of them told you", "What came of it", "ui")
        self.words.setMinimumHeight(theme.now().px(80))
        ground = Card(vbox(self.words, margins=(12, 10, 12, 10)), line="line.strong")
        first, second = stages.names(one)
        body = vbox(
            Text("Staying apart is an outcome, too. It stands in both stories.", "ui"),
            labelled("Do they still talk?", self.talking),
            labelled("What came of it", ground),
            gap=12,
        )
        super().__init__(parent, f"{first} and {second}", body, "Keep it", 520)
        self.ok.key = "Ctrl+Return"
        self.ok.updateGeometry()
        self.talking.setFocus()
