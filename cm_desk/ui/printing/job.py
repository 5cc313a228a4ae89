"""Writing a PDF, or sending pages to a printer; it may be stopped between two pages."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QPageSize, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from cm_desk.actions.files import told
from cm_desk.actions.progress import Progress, Report
from cm_desk.ui.printing.blocks import Block
from cm_desk.ui.printing.paper import Paper, fill

DPI = 300
AT_ONCE = 20  # blocks that are set before the window gets its turn


async def write_pdf(
    file: Path, title: str, blocks: Sequence[Block], foot: str, report: Report
) -> int:
    """The number of pages. The file has its name only when it is complete."""
    part = file.with_name(f"{file.name}.part")
    with told(file):
        part.touch()
    try:
        writer = QPdfWriter(str(part))
        writer.setResolution(DPI)
        writer.setTitle(title)
        writer.setCreator("CM Desk")
        writer.setPageSize(usual_page())
        pages = await _pages(Paper(writer, DPI), blocks, foot, report)
        del writer  # it writes the end of the file
        with told(file):
            part.replace(file)
        return pages
    finally:
        part.unlink(missing_ok=True)


async def send_to(printer: QPrinter, blocks: Sequence[Block], foot: str, report: Report) -> int:
    return await _pages(Paper(printer, printer.resolution()), blocks, foot, report)


def usual_page() -> QPageSize:
    """Letter where inches are usual, else A4."""
    inches = QLocale.MeasurementSystem.ImperialUSSystem
    usual = QLocale().measurementSystem() == inches
    return QPageSize(QPageSize.PageSizeId.Letter if usual else QPageSize.PageSizeId.A4)


async def _pages(paper: Paper, blocks: Sequence[Block], foot: str, report: Report) -> int:
    for done in fill(paper, blocks):
        if done % AT_ONCE == 0:
            report(Progress(done, len(blocks)))
            await asyncio.sleep(0)
    await _painted(paper.paint(foot))
    return len(paper.sheets)


async def _painted(pages: Iterator[int]) -> None:
    for _ in pages:
        await asyncio.sleep(0)
