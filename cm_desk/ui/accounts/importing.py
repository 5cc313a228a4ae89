"""Bring history in from an export file: look first, then all of it or nothing."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from cm_desk.actions.archive import Imported, import_archive, preview
from cm_desk.actions.progress import Progress
from cm_desk.archives.base import Preview
from cm_desk.desk import Desk
from cm_desk.errors import CmDeskError
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.aio import Tasks, answer
from cm_desk.ui.gestures.words import counted, long_day
from cm_desk.ui.widgets.buttons import Button, LinkLine
from cm_desk.ui.widgets.cards import Card, IconRow
from cm_desk.ui.widgets.dialog import Pages, labelled
from cm_desk.ui.widgets.fields import Editor, Field
from cm_desk.ui.widgets.layout import box, clear, hbox, pane, rule, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.messages import Meter
from cm_desk.ui.widgets.text import Label, Text

KINDS = "Archives (*.zip *.tar.gz *.tgz *.mbox *.mbx *.eml *.json *.txt);;All files (*)"


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


async def choose_file(parent: QWidget | None) -> Path | None:
    files = QFileDialog(parent, "Import an archive", str(Path.home()), KINDS)
    files.setFileMode(QFileDialog.FileMode.ExistingFile)
    try:
        chosen = await answer(files)
        return Path(files.selectedFiles()[0]) if chosen and files.selectedFiles() else None
    finally:
        files.deleteLater()


class ImportDialog(QDialog):
    """Reading → what is in it → importing → done. Stop and Esc leave the store as it was."""

    imported = Signal(object)

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._path = desk, path
        self._tasks = Tasks(self, self._problem)
        self._preview: Preview | None = None
        self.title = Label("", "title", elide=True)
        self.busy = Meter(0, 1, height=7, name="Progress")
        self.busy_words = Label("", "ui", "text.secondary", elide=True)
        self.facts = vbox(gap=9)
        self.owner = Field("", "hello@tidewell.example", "Your own address in this archive")
        self.other = LinkLine("Another address of it is ours")
        self.look_again = Button("Read it again", "default", "refresh-cw")
        self.problem = Text("", "ui", "risk.text")
        self.problems = Editor("", "", "What was skipped and why", "small")
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
        self.problems.setReadOnly(True)
        working = box(vbox(self.busy_words, self.busy, None, gap=10))
        ask = labelled("Your own address in this archive", self.owner)
        self.asking = box(vbox(ask, hbox(self.look_again, None), gap=10))
        self.found = box(vbox(self.facts, self.other, self.problems, None, gap=10))
        self.said = QWidget()
        self.pages = Pages()
        for page in (working, self.found, self.asking, self.said):
            self.pages.add(page)
        self.working = working
        buttons = hbox(self.stop, self.show_problems, None, self.go, gap=8)
        column = (self.title, rule(), self.pages, self.problem, buttons)
        self.setLayout(vbox(*column, gap=13, margins=(24, 18, 24, 20)))
        self.dress()

    def dress(self) -> None:
        self.setMinimumWidth(theme.now().px(560))
        self.problems.setMinimumHeight(theme.now().px(120))

    def _wire(self) -> None:
        self.stop.clicked.connect(self.reject)
        self.go.setDefault(True)
        self.go.clicked.connect(lambda: self._tasks.newest("work", self._import()))
        self.look_again.clicked.connect(self._look)
        self.other.clicked.connect(self._ask_owner)
        self.owner.returnPressed.connect(self._look)
        self.show_problems.clicked.connect(lambda: self.problems.setVisible(True))
        self.finished.connect(lambda _result: self._tasks.cancel())

    def _show(self, page: QWidget, title: str) -> None:
        self.title.set_text(title)
        self.pages.show_page(page)
        self.problem.setVisible(False)
        self.problems.setVisible(False)
        self.show_problems.setVisible(False)
        self.go.setVisible(page is self.found)

    def _work(self, title: str, words: str) -> None:
        self._show(self.working, title)
        self.busy_words.set_text(words)
        self.busy.setRange(0, 0)

    def _problem(self, err: CmDeskError) -> None:
        """Nothing was imported; the sentence names the file and the record."""
        self._show(self.asking if self._preview else self.said, "This archive cannot be imported")
        self.problem.set_text(f"{err.what} {err.hint}".strip())
        self.problem.setVisible(True)
        self.stop.set_words("Close")
        (self.owner if self.owner.isVisible() else self.stop).setFocus()

    def _ask_owner(self) -> None:
        self._show(self.asking, "Which address is yours?")
        self.owner.setFocus()

    # -- looking ----------------------------------------------------------------

    def _look(self) -> None:
        self._tasks.newest("work", self._preview_it())

    async def _preview_it(self) -> None:
        name = show.line(self._path.name, 60)
        self._work("Reading the archive", f"Looking through {name}. Nothing is saved yet.")
        self._preview = await preview(self._path, self.owner.text().strip())
        self._show(self.found, f"What is in {name}")
        self._fill(self._preview)

    def _fill(self, found: Preview) -> None:
        clear(self.facts)
        for source in found.sources:
            where = art.service_name(source.service)
            handle = show.line(source.profile.handle, 80)
            self.facts.addWidget(IconRow("id-card", f"{handle}, {where}"))
        people = counted(found.people, "{} person", "{} people")
        talks = counted(found.conversations, "{} conversation", "{} conversations")
        self.facts.addWidget(IconRow("users-round", f"{people} in {talks}"))
        messages = counted(found.messages, "{} message", "{} messages")
        self.facts.addWidget(IconRow("message-circle", messages))
        if found.first and found.last:
            span = f"From {long_day(found.first)} to {long_day(found.last)}"
            self.facts.addWidget(IconRow("calendar", span))
        self._fill_skipped(found)
        self.go.setEnabled(bool(found.messages))
        self.go.setFocus()

    def _fill_skipped(self, found: Preview) -> None:
        self.show_problems.setVisible(bool(found.skipped_count))
        if not found.skipped_count:
            return
        words = counted(
            found.skipped_count,
            "{} record cannot become a message. It is named here; nothing is dropped silently.",
            "{} records cannot become messages. They are named here; nothing is dropped silently.",
        )
        note = vbox(IconRow("triangle-alert", words, "wait.base"), margins=(12, 10, 12, 10))
        self.facts.addWidget(Card(note, tone="wait"))
        lines = [f"{each.record}: {show.line(each.why)}" for each in found.skipped]
        more = found.skipped_count - len(lines)
        self.problems.setPlainText("\n".join(lines + ([f"and {more:,} more"] if more else [])))

    # -- importing --------------------------------------------------------------

    async def _import(self) -> None:
        self._work("Bringing in your history", "Reading …")
        self.stop.set_words("Stop")
        result = await import_archive(
            self._desk, self._path, self._report, self.owner.text().strip()
        )
        self._finish(result)

    def _report(self, progress: Progress) -> None:
        if progress.total:
            self.busy.set_part(progress.done, progress.total)
            words = f"{progress.done:,} of {progress.total:,} records read"
            if progress.done >= progress.total:
                words += ". Saving; this takes a moment"
                self.busy.setRange(0, 0)
        else:
            words = f"{progress.done:,} records read"
        self.busy_words.set_text(f"{words}. Stopping leaves everything as it was.")

    def _finish(self, result: Imported) -> None:
        self._show(self.found, "Your history is here")
        self.other.hide()
        clear(self.facts)
        new = counted(result.inserted, "{} message is new", "{} messages are new")
        known = counted(result.updated, " {} was updated.", " {} were updated.")
        done = Icon("circle-check", 18, "good.base")
        self.facts.addLayout(
            hbox(done, (Text(f"{new}.{known if result.updated else ''}", "body"), 1), gap=10)
        )
        if not result.inserted and not result.updated:
            again = "All of it was here already: importing twice changes nothing."
            self.facts.addWidget(IconRow("info", again))
        self.stop.setVisible(False)
        self.go.clicked.disconnect()
        self.go.clicked.connect(self.accept)
        self.go.set_words("Start reading")
        self.go.setFocus()
        self.imported.emit(result)
