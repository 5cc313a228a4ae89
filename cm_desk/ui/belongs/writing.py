"""Files a person asks for: everything held about somebody, and everything there is."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from cm_desk.actions import export as exporting
from cm_desk.actions import mirror as mirroring
from cm_desk.actions.progress import Progress, Report
from cm_desk.desk import Desk
from cm_desk.store.contacts import Person
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import count
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.text import Text
from cm_desk.ui.widgets.work import Work, open_folder

Written = tuple[Path, list[QWidget]]  # where it is, and what is said about it
Write = Callable[[Path, Report], Coroutine[Any, Any, Written]]


async def ask_folder(parent: QWidget | None, title: str) -> Path | None:
    """A folder that is there or is made now."""
    files = QFileDialog(parent, title, str(Path.home()))
    files.setFileMode(QFileDialog.FileMode.Directory)
    files.setOption(QFileDialog.Option.ShowDirsOnly)
    try:
        chosen = await answer(files)
        return Path(files.selectedFiles()[0]) if chosen and files.selectedFiles() else None
    finally:
        dismiss(files)


async def show_held(
    desk: Desk, parent: QWidget | None, person: Person, folder: Path | None = None
) -> None:
    """The mirror: a page and JSON in a folder that is asked for."""

    async def write(folder: Path, report: Report) -> Written:
        done = await mirroring.write(desk, person.id, folder, report)
        entries = count(done.count, "entry", "entries")
        others = count(done.blacked_out, "other person is", "other people are")
        told: list[QWidget] = [
            IconRow("circle-check", f"{entries}: a page to read or print, and JSON.", "good.base"),
            IconRow("eye-off", f"{others} blacked out."),
            Text(f"The page runs nothing and loads nothing: {folder}", "ui", "text.secondary"),
        ]
        return folder, told

    name = show.line(person.name, 50)
    folder = folder or await ask_folder(parent, f"Where to put what is held about {name}")
    if folder is not None:
        await _written(parent, f"What is held about {name}", folder, write)


async def export_all(desk: Desk, parent: QWidget | None, folder: Path | None = None) -> None:
    async def write(folder: Path, report: Report) -> Written:
        done = await exporting.export(desk, folder, report)
        rows = count(sum(done.rows.values()), "row", "rows")
        told: list[QWidget] = [
            IconRow("circle-check", f"{rows} as JSON lines, CSV and plain SQLite.", "good.base"),
            IconRow("list-checks", "manifest.json has the counts and the sum of each file."),
            Text(f"Sign-ins are not in it: {done.folder}", "ui", "text.secondary"),
        ]
        return done.folder, told

    folder = folder or await ask_folder(parent, "Where to put the export")
    if folder is not None:
        await _written(parent, "Export everything", folder, write)


async def _written(parent: QWidget | None, title: str, folder: Path, write: Write) -> None:
    dialog = WriteDialog(parent, title, folder, write)
    try:
        await answer(dialog)
    finally:
        dismiss(dialog)


class WriteDialog(Work):
    """Cancel leaves nothing behind."""

    def __init__(self, parent: QWidget | None, title: str, folder: Path, write: Write) -> None:
        super().__init__(parent, title, 520)
        self._title, self._write = title, write
        self.folder: Path | None = None
        self.more.clicked.connect(lambda: open_folder(self.folder))
        self.work(title, "Writing …", self._do(folder))

    async def _do(self, folder: Path) -> None:
        def report(progress: Progress) -> None:
            self.tell("Writing", progress)

        self.folder, told = await self._write(folder, report)
        self.show_body("It is written", "Close", *told)
        self.more.set_words("Open the folder")
        self.more.show()
        self.done_with()
