"""Bring history in from an export file: look first, then all of it or nothing."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from cm_desk.actions.archive import Imported, import_archive, preview
from cm_desk.archives.base import Preview
from cm_desk.desk import Desk
from cm_desk.errors import CmDeskError
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks, answer
from cm_desk.ui.importing.choose import choose_file
from cm_desk.ui.importing.found import FoundPage
from cm_desk.ui.importing.steps import DonePage, OwnerPage, WorkingPage
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.dialog import Pages
from cm_desk.ui.widgets.layout import hbox, pane, rule, vbox
from cm_desk.ui.widgets.text import Label, Text


async def open_import(desk: Desk, parent: QWidget | None, path: Path | None = None) -> None:
    """Ask for a file when there is none yet (a dropped one is known), then show what is in it."""
    if path is None:
        path = await choose_file(parent)
    if path is None:
        return
    dialog = ImportDialog(desk, path, parent)
    try:
        await answer(dialog)
    finally:
        dialog.deleteLater()


class ImportDialog(QDialog):
    """Reading → what is in it → importing → done. Stop and Esc leave the store as it was."""

    imported = Signal(object)

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._path = desk, path
        self._tasks = Tasks(self, self._problem)
        self._preview: Preview | None = None
        self.title = Label("", "title", elide=True)
        self.working, self.found = WorkingPage(), FoundPage()
        self.asking, self.outcome, self.said = OwnerPage(), DonePage(), QWidget()
        self.pages = Pages()
        self.problem = Text("", "ui", "risk.text")
        self.show_problems = Button("Show what is skipped", "quiet", "list")
        self.stop = Button("Cancel", "default")
        self.go = Button("Import", "primary", key="Return")
        self._lay_out()
        self._wire()
        self._look()

    def _lay_out(self) -> None:
        self.setWindowTitle("Import an archive")
        self.setModal(True)
        pane(self, "pane_surface")
        for page in (self.working, self.found, self.asking, self.outcome, self.said):
            self.pages.add(page)
        buttons = hbox(self.stop, self.show_problems, None, self.go, gap=8)
        column = (self.title, rule(), self.pages, self.problem, buttons)
        self.setLayout(vbox(*column, gap=13, margins=(24, 18, 24, 20)))
        self.dress()

    def dress(self) -> None:
        self.setMinimumWidth(theme.now().px(560))

    def _wire(self) -> None:
        self.stop.clicked.connect(self.reject)
        self.go.setDefault(True)
        self.go.clicked.connect(self._go)
        self.asking.asked.connect(self._look)
        self.found.not_ours.connect(self._ask_owner)
        self.show_problems.clicked.connect(self.found.problems.show)
        self.finished.connect(lambda _result: self._tasks.cancel())

    def _show(self, page: QWidget, title: str) -> None:
        self.title.set_text(title)
        self.pages.show_page(page)
        self.problem.setVisible(False)
        skipped = page is self.found and self._preview and self._preview.skipped_count
        self.show_problems.setVisible(bool(skipped))
        self.go.setVisible(page in (self.found, self.outcome))

    def _problem(self, err: CmDeskError) -> None:
        """Nothing was imported; the sentence names the file and the record."""
        self._show(self.asking if self._preview else self.said, "This archive cannot be imported")
        self.problem.set_text(f"{err.what} {err.hint}".strip())
        self.problem.setVisible(True)
        self.stop.set_words("Close")
        (self.asking.field if self._preview else self.stop).setFocus()

    def _ask_owner(self) -> None:
        self._show(self.asking, "Which address is yours?")
        self.asking.field.setFocus()

    def _go(self) -> None:
        if self.pages.current() is self.outcome:
            self.accept()
        else:
            self._tasks.newest("work", self._import())

    def _look(self) -> None:
        self._tasks.newest("work", self._preview_it())

    async def _preview_it(self) -> None:
        name = show.line(self._path.name, 60)
        self._show(self.working, "Reading the archive")
        self.working.begin(f"Looking through {name}. Nothing is saved yet.")
        self._preview = await preview(
            self._path, self.asking.owner, self._desk, self.working.show_progress
        )
        self.found.show_preview(self._preview)
        self._show(self.found, f"What is in {name}")
        self.go.setEnabled(bool(self._preview.messages))
        self.go.setFocus()

    async def _import(self) -> None:
        self._show(self.working, "Bringing in your history")
        self.working.begin("Reading …")
        self.stop.set_words("Stop")
        report = self.working.show_progress
        result = await import_archive(self._desk, self._path, report, self.asking.owner)
        self._finish(result)

    def _finish(self, result: Imported) -> None:
        self.outcome.show_result(result)
        self._show(self.outcome, "Your history is here")
        self.stop.setVisible(False)
        self.go.set_words("Start reading")
        self.go.setFocus()
        self.imported.emit(result)
