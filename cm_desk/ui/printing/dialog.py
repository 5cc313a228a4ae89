"""Asking where to: a PDF, or a printer; then the pages, with a way to stop."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from cm_desk.actions.progress import Progress
from cm_desk.desk import Desk
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import count, date
from cm_desk.ui.printing.blocks import Block, Pictures, Told
from cm_desk.ui.printing.job import send_to, usual_page, write_pdf
from cm_desk.ui.printing.read import conversation, story
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.text import Text
from cm_desk.ui.widgets.work import Work, open_folder

Read = Callable[[], Awaitable[list[Block]]]
HINT = "Plain text from old to new. Pictures are on paper only where you opened them before."


async def print_conversation(
    desk: Desk, parent: QWidget | None, id: int, pictures: Pictures
) -> None:
    await _print(desk, parent, lambda: conversation(desk, id, pictures))


async def print_story(desk: Desk, parent: QWidget | None, contact_id: int, told: Told) -> None:
    await _print(desk, parent, lambda: story(desk, contact_id, told))


async def print_page(desk: Desk, parent: QWidget | None, blocks: list[Block]) -> None:
    """What is there already, as it is."""

    async def read() -> list[Block]:
        return blocks

    await _print(desk, parent, read)


async def _print(desk: Desk, parent: QWidget | None, read: Read) -> None:
    dialog = PrintDialog(desk, parent, read)
    try:
        await answer(dialog)
    finally:
        dismiss(dialog)


class PrintDialog(Work):
    """Reads first; asks for a PDF or a printer; writes. Cancel leaves no file."""

    def __init__(self, desk: Desk, parent: QWidget | None, read: Read) -> None:
        super().__init__(parent, "Print or save as PDF", 520)
        self._desk, self._read = desk, read
        self._blocks: list[Block] = []
        self.file: Path | None = None
        self.go.clicked.connect(self._go)
        self.more.clicked.connect(self._more)
        self.work("Print or save as PDF", "Reading …", self._look())

    @property
    def name(self) -> str:
        return self._blocks[0].text if self._blocks else ""

    async def _look(self) -> None:
        self._blocks = await self._read()
        text = Text(f"{self.name}\n{HINT}", "ui", "text.secondary")
        self.show_body("Print or save as PDF", "Save as PDF", text)
        if QPrinterInfo.availablePrinterNames():
            self.more.set_words("Print …")
            self.more.show()

    def _go(self) -> None:
        if self.file is None:
            self.tasks.newest("ask", self._ask_file())

    def _more(self) -> None:
        if self.file is not None:
            open_folder(self.file)
        else:
            self.tasks.newest("ask", self._ask_printer())

    async def _ask_file(self) -> None:
        files = QFileDialog(self, "Save as PDF", str(Path.home() / file_name(self.name)))
        files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        files.setNameFilter("PDF (*.pdf)")
        files.setDefaultSuffix("pdf")
        try:
            if await answer(files) and files.selectedFiles():
                self.save(Path(files.selectedFiles()[0]))
        finally:
            dismiss(files)

    async def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(usual_page())
        printer.setDocName(self.name)
        asking = QPrintDialog(printer, self)
        try:
            if await answer(asking):
                self.work("Printing", "Setting pages …", self._send(printer))
        finally:
            asking.deleteLater()

    def save(self, file: Path) -> None:
        self.work("Saving", "Setting pages …", self._save(file))

    async def _save(self, file: Path) -> None:
        pages = await write_pdf(file, self.name, self._blocks, self._foot(), self._report)
        self.file = file
        self._told(f"{count(pages, 'page', 'pages')} in {file}")
        self.more.set_words("Open it")
        self.more.show()

    async def _send(self, printer: QPrinter) -> None:
        pages = await send_to(printer, self._blocks, self._foot(), self._report)
        self._told(f"{count(pages, 'page was', 'pages were')} sent to {printer.printerName()}.")

    def _told(self, words: str) -> None:
        self.show_body("It is done", "Close", IconRow("circle-check", words, "good.base"))
        self.done_with()

    def _report(self, progress: Progress) -> None:
        self.tell("Setting pages", progress)

    def _foot(self) -> str:
        return f"{self.name} · printed {date(self._desk.now(), self._desk.now())}"


def file_name(title: str) -> str:
    """Safe on every system: letters, digits, blanks and hyphens of the title."""
    calm = re.sub(r"[^\w\- ]+", " ", title)
    calm = " ".join(calm.split())[:80].strip()
    return f"{calm or 'Conversation'}.pdf"
