"""Asking a voice: whom, the page they are shown, and what they answered."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLayout, QWidget

from cm_desk.actions import letters
from cm_desk.actions import voices as lending
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.insight import releases
from cm_desk.insight.releases import NO, WORDS, YES, Answered
from cm_desk.store.requests import Request
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.tabs import Segmented
from cm_desk.ui.widgets.text import Label, Text

KINDS = (YES, WORDS, NO)
FILTERS = ("Text (*.txt)", "Page (*.html)", "E-mail (*.eml)")


async def show_page(desk: Desk, parent: QWidget | None, request: Request) -> None:
    """The page, to be copied, saved or mailed."""
    sheet = PageSheet(desk, parent, request, await letters.page(desk, request))
    try:
        await answer(sheet)
    finally:
        dismiss(sheet)


class PageSheet(Sheet):
    """Return closes it: whatever left here, left by a button of its own."""

    def __init__(self, desk: Desk, parent: QWidget | None, request: Request, page: str) -> None:
        self._desk, self._request = desk, request
        self.page = Editor(page, "", "The page", "ui")
        self.page.setReadOnly(True)
        self.copy = Button("Copy", "default", "copy")
        self.save = Button("Save as …", "default", "file-down")
        self.mail = Button("In my mail program", "default", "mail")
        self.paper = Button("PDF …", "default", "file-down", name="Print or save as PDF")
        self.said = Label("", "small", "good.text", elide=True)
        ground = Card(vbox(self.page, margins=(12, 10, 12, 10)), line="line.strong")
        hint = "Nothing leaves in their name before they answered."
        body = vbox(
            Text(hint, "ui", "text.secondary"),
            ground,
            hbox(self.copy, self.mail, self.save, self.paper, (self.said, 1), gap=8),
            gap=12,
        )
        super().__init__(
            parent, f"What {show.line(request.voice, 50)} is shown", body, "Close", 600
        )
        self.cancel.hide()
        self._tasks = Tasks(self, lambda err: self.say_problem(str(err), self.save))
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(lambda: self._tasks.newest("save", self._ask_file()))
        self.mail.clicked.connect(lambda: self._tasks.newest("mail", self._mail()))
        self.paper.clicked.connect(lambda: self._tasks.newest("paper", self._print()))
        self.copy.setFocus()

    def dress(self) -> None:
        super().dress()
        self.page.setFixedHeight(theme.now().px(300))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.page.toPlainText())
        self.said.set_text("Copied.")

    async def _ask_file(self) -> None:
        files = QFileDialog(self, "Save the page", str(Path.home() / "request.txt"))
        files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        files.setNameFilters(list(FILTERS))
        files.setDefaultSuffix("txt")
        files.filterSelected.connect(lambda each: files.setDefaultSuffix(each.split(".")[-1][:-1]))
        try:
            if await answer(files) and files.selectedFiles():
                await self.keep(Path(files.selectedFiles()[0]))
        finally:
            dismiss(files)

    async def keep(self, file: Path) -> None:
        await letters.write(self._desk, self._request, file)
        self.said.set_text(f"Saved as {file.name}.")

    async def _print(self) -> None:
        from cm_desk.ui.printing.blocks import Block
        from cm_desk.ui.printing.dialog import print_page

        head, *rest = await letters.parts(self._desk, self._request)
        blocks = [Block(head, "title"), *(Block(each) for each in rest)]
        await print_page(self._desk, self, blocks)

    async def _mail(self) -> None:
        address = await letters.address(self._desk, self._request)
        if not QDesktopServices.openUrl(QUrl(address)):
            raise BadInput("No mail program opened.", "Copy the page, or save it as an e-mail.")


async def take_answer(
    desk: Desk, parent: QWidget | None, request: Request, said: str = ""
) -> Undo | None:
    """Ask what they answered, then release or note the no. None: nothing was noted."""
    sheet = AnswerSheet(parent, request, said, await letters.read_answer(desk, request, said))
    try:
        if not await answer(sheet):
            return None
        if sheet.kind == NO:
            return await lending.decline(desk, request, sheet.answer.toPlainText())
        return await lending.release(desk, request, sheet.released, sheet.answer.toPlainText())
    finally:
        dismiss(sheet)


class AnswerSheet(Sheet):
    """What it seems to say is chosen as it is typed or pasted, until a person chose otherwise."""

    def __init__(
        self, parent: QWidget | None, request: Request, said: str, found: Answered
    ) -> None:
        self._request, self._chosen = request, False
        self.answer = Editor(show.page(said, 20_000).text, "Paste what they wrote back",
                             "What they wrote back", "ui")  # fmt: skip
        name = show.line(request.voice, 40)
        self.means = Segmented(["Yes, as it is", "Their own words", "No"], 0, "It means")
        self.text = Editor("", "What they put their name under", "What leaves in their name", "ui")
        title = f"What {name} answered"
        super().__init__(parent, title, self._body(name), "Release it", 600)
        self.answer.textChanged.connect(self._guess)
        self.means.chosen.connect(self._choose)
        self._show(found if said else Answered(YES, request.draft))
        self.answer.setFocus()

    def _body(self, name: str) -> QLayout:
        said = Card(vbox(self.answer, margins=(10, 8, 10, 8)), line="line.strong")
        text = Card(vbox(self.text, margins=(10, 8, 10, 8)), line="line.strong")
        kept = "It is kept word for word, and Send works for exactly these letters."
        return vbox(
            labelled("What they wrote back", said),
            labelled("It means", hbox(self.means, None)),
            labelled(f"What leaves in {name}’s name", text, kept),
            gap=12,
        )

    def dress(self) -> None:
        super().dress()
        for each in (self.answer, self.text):
            each.setFixedHeight(theme.now().px(96))

    @property
    def kind(self) -> str:
        return KINDS[self.means.current]

    @property
    def released(self) -> str:
        return self.text.toPlainText().strip() if self.kind == WORDS else self._request.draft

    def _guess(self) -> None:
        if not self._chosen:
            said = self.answer.toPlainText()
            self._show(releases.read(said, self._request.draft, self._request.code))

    def _choose(self, number: int) -> None:
        self._chosen = True
        said = self.answer.toPlainText()
        own = releases.own_words(said, self._request.code)
        self._show(Answered(KINDS[number], own if KINDS[number] == WORDS else self._request.draft))

    def _show(self, found: Answered) -> None:
        self.means.choose(KINDS.index(found.kind))
        text = "" if found.kind == NO else found.text
        self.text.setPlainText(show.page(text, 20_000).text)
        self.text.setReadOnly(found.kind != WORDS)
        self.ok.set_words("Note the no" if found.kind == NO else "Release it")

    def accept(self) -> None:
        if not self.answer.toPlainText().strip():
            self.say_problem("Paste what they wrote back.", self.answer)
        elif self.kind == WORDS and not self.released:
            self.say_problem("Nothing would leave in their name.", self.text)
        else:
            super().accept()
