"""What an apology asks for: a step, its proof, the words that leave, and their own word."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QFileDialog, QLayout, QWidget

from cm_desk.actions import apologies as saying
from cm_desk.actions import evidence
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import river
from cm_desk.store.apologies import Apology, Step
from cm_desk.store.messages import Message
from cm_desk.text import show
from cm_desk.text.links import true_host
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.apologies import words
from cm_desk.ui.format import date
from cm_desk.ui.widgets.buttons import Button, Check
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Pages, Sheet, labelled
from cm_desk.ui.widgets.fields import Editor, Field, Select
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.tabs import Segmented
from cm_desk.ui.widgets.text import Label, Text

RECENT = 50
KINDS = saying.PROOFS  # link, message, file
EVENING = 18


async def step(
    desk: Desk, parent: QWidget | None, apology: Apology, old: Step | None = None
) -> Undo | None:
    sheet = StepSheet(parent, desk.now(), old or Step(0, apology.id, ""))
    try:
        return await saying.keep_step(desk, sheet.step) if await answer(sheet) else None
    finally:
        dismiss(sheet)


class StepSheet(Sheet):
    """What is done about it, who sees to it, and until when."""

    def __init__(self, parent: QWidget | None, now: datetime, old: Step) -> None:
        self._old = old
        self.text = Field(old.text, "Send a new lid by courier", "What is done about it")
        self.owner = Field(old.owner, "Jonas", "Who sees to it")
        self.has_day = Check("Until", old.due is not None or not old.id, "Has a day")
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setAccessibleName("Until when")
        day = (old.due or now).astimezone().date()
        self.day.setDate(QDate(day.year, day.month, day.day))
        title = "Change the step" if old.id else "A corrective step"
        super().__init__(parent, title, self._body(), "Keep it", 520)
        self.has_day.toggled.connect(self.day.setEnabled)
        self.day.setEnabled(self.has_day.isChecked())
        self.text.setFocus()

    def _body(self) -> QLayout:
        self.day.setFixedHeight(theme.now().size("control"))
        return vbox(
            labelled("What is done about it", self.text),
            labelled("Who sees to it", self.owner),
            hbox(self.has_day, self.day, None, gap=10),
            gap=12,
        )

    @property
    def step(self) -> Step:
        day = self.day.date()
        until = datetime(day.year(), day.month(), day.day(), EVENING).astimezone()
        return replace(
            self._old,
            text=self.text.text().strip(),
            owner=self.owner.text().strip(),
            due=until if self.has_day.isChecked() else None,
        )

    def accept(self) -> None:
        if not self.text.text().strip():
            self.say_problem("Say what is done about it.", self.text)
            return
        super().accept()


async def proof(desk: Desk, parent: QWidget | None, apology: Apology, of: Step) -> Undo | None:
    """A link, a message or a file that shows that it is done."""
    page = await desk.store.read(
        river.page, apology.contact_id, frozenset({"message"}), None, RECENT
    )
    found = [each.message for each in page.items if each.message and each.message.text.strip()]
    sheet = ProofSheet(desk, parent, of, found)
    try:
        if not await answer(sheet):
            return None
        kind, value = sheet.kind, sheet.value
        if kind == "file":
            value = await evidence.keep(desk, Path(value))
        done = replace(
            of, proof_kind=kind, proof=value, done_at=of.done_at or desk.now(), seen_at=None
        )
        return await saying.keep_step(desk, done)
    finally:
        dismiss(sheet)


class ProofSheet(Sheet):
    def __init__(
        self, desk: Desk, parent: QWidget | None, of: Step, messages: list[Message]
    ) -> None:
        self._messages = messages
        self._file: Path | None = None
        self.which = Segmented(["A link", "A message", "A picture or file"], 0, "What proves it")
        self.link = Field(of.proof if of.proof_kind == "link" else "", "https://", "Address")
        rows = [f"{date(m.sent_at, desk.now())}: {show.line(m.text, 70)}" for m in messages]
        self.message = Select(rows or ["No messages"], 0, "Message")
        self.file = Label("No file chosen", "ui", "text.secondary", elide=True)
        self.choose = Button("Choose a file", "default", "paperclip")
        self.pages = Pages()
        super().__init__(parent, "What proves it?", self._body(of), "Keep the proof", 540)
        self._tasks = Tasks(self, lambda err: self.say_problem(str(err), self.choose))
        self.which.chosen.connect(self._show)
        self.choose.clicked.connect(lambda: self._tasks.newest("file", self._ask_file()))
        self._show(0)
        self.link.setFocus()

    def _body(self, of: Step) -> QLayout:
        self.message.setFixedWidth(theme.now().px(480))
        self._parts = [
            box(vbox(self.link, gap=0)),
            box(vbox(self.message, gap=0)),
            box(hbox(self.choose, (self.file, 1), gap=10)),
        ]
        for each in self._parts:
            self.pages.add(each)
        hint = "It counts once somebody opened it: a tick alone proves nothing."
        return vbox(
            Text(show.line(of.text, 200), "uiStrong", max_lines=2),
            self.which,
            self.pages,
            Label(hint, "small", "text.muted", elide=True),
            gap=12,
        )

    def _show(self, number: int) -> None:
        self.pages.show_page(self._parts[number])

    @property
    def kind(self) -> str:
        return KINDS[self.which.current]

    @property
    def value(self) -> str:
        if self.kind == "link":
            return self.link.text().strip()
        if self.kind == "message":
            return str(self._messages[self.message.currentIndex()].id) if self._messages else ""
        return str(self._file) if self._file else ""

    def take(self, file: Path) -> None:
        self._file = file
        self.file.set_text(file.name)

    async def _ask_file(self) -> None:
        files = QFileDialog(self, "Choose the proof")
        files.setFileMode(QFileDialog.FileMode.ExistingFile)
        try:
            if await answer(files) and files.selectedFiles():
                self.take(Path(files.selectedFiles()[0]))
        finally:
            dismiss(files)

    def accept(self) -> None:
        if not self.value:
            self.say_problem("There is no proof yet.", self._parts[self.which.current])
        elif self.kind == "link" and not true_host(self.value):
            self.say_problem("This is no address of a page. Begin with https://", self.link)
        else:
            super().accept()


async def write(
    parent: QWidget | None, title: str, where: str, text: str, lang: str, quote: str
) -> str:
    """The words that are to leave; "" for none."""
    sheet = WriteSheet(parent, title, where, text, lang, quote)
    try:
        return sheet.text.toPlainText().strip() if await answer(sheet) else ""
    finally:
        dismiss(sheet)


class WriteSheet(Sheet):
    """The hints change while one types. They never keep anything from leaving."""

    def __init__(
        self, parent: QWidget | None, title: str, where: str, text: str, lang: str, quote: str
    ) -> None:
        self._lang = lang or "en"
        self.text = Editor(text, "In plain words", "What leaves")
        self.hints = Text("", "small", "wait.text", max_lines=2)
        self._room = box(vbox(self.hints, None, gap=0))  # two lines, whether there are hints or not
        ground = Card(vbox(self.text, margins=(12, 10, 12, 10)), line="line.strong")
        body = vbox(
            Text(f"“{show.line(quote, 240)}”", "ui", "text.secondary", max_lines=3),
            ground,
            self._room,
            Label(where, "small", "text.muted", elide=True),
            gap=10,
        )
        super().__init__(parent, title, body, "Send it", 600)
        self.ok.key = "Ctrl+Return"
        self.text.textChanged.connect(self._judge)
        self._judge()
        self.text.setFocus()

    def dress(self) -> None:
        super().dress()
        self.text.setFixedHeight(theme.now().px(170))
        self._room.setFixedHeight(2 * theme.now().line("small") + 2)

    def _judge(self) -> None:
        found = words.hints(self.text.toPlainText(), self._lang)
        self.hints.set_text("\n".join(found[:2]))

    def accept(self) -> None:
        if not self.text.toPlainText().strip():
            self.say_problem("There is nothing to send yet.", self.text)
            return
        super().accept()


async def how_told(parent: QWidget | None, who: str) -> str:
    """How they heard of it without a message of ours; "" for nothing."""
    field = Field("", "A call on Tuesday", "How they heard of it")
    body = vbox(labelled("How they heard of it", field), gap=10)
    sheet = Sheet(parent, f"{show.line(who, 40)} knows already", body, "Note it", 480)
    field.setFocus()
    try:
        return field.text().strip() if await answer(sheet) else ""
    finally:
        dismiss(sheet)


async def their_word(parent: QWidget | None, who: str) -> str:
    """What they said that settles it, word for word; "" for nothing."""
    field = Field("", "“It’s fine, really.”", "What they said")
    body = vbox(labelled("What they said", field, "Their own word settles it."), gap=10)
    sheet = Sheet(parent, f"{show.line(who, 40)} said it is fine", body, "Close it", 480)
    field.setFocus()
    try:
        return field.text().strip() if await answer(sheet) else ""
    finally:
        dismiss(sheet)
