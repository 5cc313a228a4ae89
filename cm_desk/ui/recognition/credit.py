"""The credit round: the note of a month, read and changed by a person, who sends it or not."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from cm_desk.actions import credit
from cm_desk.actions.credit import Note
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.account import Account
from cm_desk.domain.months import Month
from cm_desk.store import accounts
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.fields import Editor, Select
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.text import Text

NOTHING = "No act of help was confirmed in that month, so there is nothing to thank for."


async def credit_round(
    desk: Desk, parent: QWidget | None, month: Month | None, context: str
) -> Undo | None:
    note = await credit.note(desk, month, context)
    ours = [each for each in await desk.store.read(accounts.all) if each.base_url]
    sheet = CreditSheet(parent, desk, note, ours)
    try:
        return sheet.sent if await answer(sheet) else None
    finally:
        dismiss(sheet)


class CreditSheet(Sheet):
    def __init__(self, parent: QWidget | None, desk: Desk, note: Note, ours: list[Account]) -> None:
        self._desk, self._ours = desk, ours
        self.sent: Undo | None = None
        names = [show.line(f"{each.name} {each.handle}", 60) for each in ours]
        self.account = Select(names, 0, "Through which account", 300)
        self.copy = Button("Copy", "default", "copy")
        self.words = Editor(note.text, NOTHING, "The note", "ui")
        self.words.setMinimumHeight(theme.now().px(200))
        ground = Card(vbox(self.words, margins=(12, 10, 12, 10)), line="line.strong")
        told = counted(len(note.acts), "{} confirmed act", "{} confirmed acts")
        hint = f"{told}, each with its link. Only who agreed is named. Nothing leaves by itself."
        body = vbox(
            Text(hint, "ui", "text.secondary"),
            ground,
            hbox(self.account, None, self.copy, gap=8),
            gap=12,
        )
        super().__init__(parent, "Credit round", body, "Send", 600)
        self.ok.key = "Ctrl+Return"
        self.ok.updateGeometry()
        self.ok.setEnabled(bool(ours) and bool(note.text))
        self._tasks = Tasks(self, lambda err: self.say_problem(str(err), self.words))
        self.copy.clicked.connect(self._copy)
        self.words.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words.toPlainText())

    def accept(self) -> None:
        if self.ok.isEnabled():
            self._tasks.newest("send", self._send())

    async def _send(self) -> None:
        account = self._ours[self.account.currentIndex()]
        text = self.words.toPlainText().strip()
        self.sent = (await credit.publish(self._desk, account.id, text)).undo
        super().accept()
