"""A message of ours at hand: put in other words, or taken back."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from cm_desk.actions import editing
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.model import Account, Limits
from cm_desk.errors import CmDeskError
from cm_desk.store.messages import Message
from cm_desk.text import show
from cm_desk.text.length import length
from cm_desk.ui import theme
from cm_desk.ui.aio import Problem, Tasks, answer, dismiss
from cm_desk.ui.art import service_name
from cm_desk.ui.compose.meters import Counter
from cm_desk.ui.compose.target import limits_of
from cm_desk.ui.inbox.more import Own
from cm_desk.ui.inbox.reading import Read
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.text import Label, Text

QUOTED = 400  # letters of what is deleted, in the question
KEPT = "Not changed yet; your words are still here."


class Hand(NamedTuple):
    """Whose window it is, and where an error and an undo go."""

    desk: Desk
    parent: QWidget
    problem: Problem
    undo: Callable[[Undo], object]


def own(hand: Hand, tasks: Tasks, read: Read | None, at_hand: int | None) -> Own:
    """What can be done with the message of ours at hand, or with our newest."""
    ours = [each for each in read.messages if each.outgoing] if read else []
    message = next((e for e in ours if e.id == at_hand), next(iter(ours), None))
    if read is None or message is None:
        return ()
    found: list[tuple[str, Callable[[], object]]] = []
    if editing.can_edit(hand.desk, read.account, message):
        found.append(("Change it…", lambda: tasks.start(change(hand, read.account, message))))
    if editing.can_delete(hand.desk, read.account, message):
        found.append(("Delete it…", lambda: tasks.start(take_back(hand, read.account, message))))
    return tuple(found)


async def change(hand: Hand, account: Account, message: Message) -> None:
    """Asks again with the same words where the service did not take them."""
    dialog = ChangeSheet(hand, account, message)
    try:
        while await answer(dialog):
            text = dialog.editor.toPlainText()
            if text == message.text:
                return
            try:
                hand.undo(await editing.edit(hand.desk, account, message, text))
                return
            except CmDeskError as err:
                hand.problem(err)
                dialog.say_problem(KEPT, dialog.editor)
    finally:
        dismiss(dialog)


async def take_back(hand: Hand, account: Account, message: Message) -> None:
    dialog = DeleteSheet(hand.parent, account, message)
    try:
        chosen = await answer(dialog)
    finally:
        dismiss(dialog)
    if chosen:
        await editing.delete(hand.desk, account, message)


class ChangeSheet(Sheet):
    """Only the words: who sees it, warning, language and files stay as they are."""

    def __init__(self, hand: Hand, account: Account, message: Message) -> None:
        self._account, self._message = account, message
        self._limits: Limits | None = None
        self.editor = Editor(message.text, "Write…", "The message")
        self.counter = Counter()
        self.editor.setMinimumHeight(theme.now().px(130))
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        paper = Card(vbox(self.editor, margins=(12, 10, 12, 10)), line="line.strong")
        words = "Only the words change; who saw it may be told."
        hint = Label(words, "small", "text.muted", elide=True)
        body = vbox(paper, hbox((hint, 1), self.counter, gap=8), gap=8)
        super().__init__(hand.parent, "Change your message", body, "Save change", 560)
        self.ok.key = "Ctrl+Return"
        self.ok.rename("Save change")
        self.ok.updateGeometry()
        self.editor.textChanged.connect(self._count)
        self.editor.setFocus()
        Tasks(self, hand.problem).start(self._ask_limits(hand.desk))

    async def _ask_limits(self, desk: Desk) -> None:
        limits = await limits_of(desk, self._account)
        self._limits = limits and limits.seen_by(self._message.visibility)
        self._count()

    def _count(self) -> None:
        used = self._used()
        self.counter.show_used(used, self._limits, service_name(self._account.service))

    def _used(self) -> int:
        text = self.editor.toPlainText()
        return length(text, self._limits, self._message.warning) if self._limits else 0

    def accept(self) -> None:
        most = self._limits.max_chars if self._limits else None
        if not self.editor.toPlainText().strip() and not self._message.media:
            self.say_problem("A message needs words. To take it back, delete it.", self.editor)
        elif most and (over := self._used() - most) > 0:
            self.say_problem(f"{over} characters too many.", self.editor)
        else:
            super().accept()


class DeleteSheet(Sheet):
    """Nothing is deleted by Return alone."""

    def __init__(self, parent: QWidget, account: Account, message: Message) -> None:
        where = service_name(account.service)
        words = (
            f"It goes from {where}, and there is no way back from here. Who has it elsewhere may "
            "keep it. Your copy stays here, marked as deleted."
        )
        said = show.line(message.text, QUOTED) or "A message without words"
        body = vbox(Text(f"“{said}”"), Text(words, "small", "text.secondary"), gap=12)
        super().__init__(parent, "Delete your message?", body, "Delete it", 480)
        self.ok.kind, self.ok.key = "danger", ""
        self.ok.rename("Delete it")
        self.ok.updateGeometry()
        self.ok.setDefault(False)
        self.cancel.setDefault(True)
        self.cancel.setFocus()
