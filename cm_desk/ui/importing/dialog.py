"""Bring history in from an export file: look first, then all of it or nothing."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from cm_desk.actions.archive import Imported, import_archive, preview, table
from cm_desk.archives.base import Preview
from cm_desk.archives.columns import Columns
from cm_desk.desk import Desk
from cm_desk.errors import CmDeskError
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.importing.choose import ChoosePage, choose
from cm_desk.ui.importing.done import DonePage
from cm_desk.ui.importing.found import FoundPage
from cm_desk.ui.importing.mapper import MapperPage
from cm_desk.ui.importing.owner import OwnerPage
from cm_desk.ui.importing.working import WorkingPage
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.statusbar import StatusBar
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.dialog import Pages
from cm_desk.ui.widgets.dropping import FileDrop
from cm_desk.ui.widgets.layout import hbox, pane, rule, vbox
from cm_desk.ui.widgets.text import Label, Text

WIDTH, MAPPER_WIDTH = 560, 780  # px at 100 %


class Host:
    """The window around an import: it says how it goes, and shows the people after it."""

    def __init__(self, window: QWidget | None, go: Navigator) -> None:
        self._window, self._go = window, go

    def tell(self, words: str) -> None:
        status = getattr(self._window, "status", None)
        if isinstance(status, StatusBar):
            status.say(words, "download", "accent.base")

    def see_people(self) -> None:
        self._go.go("people")


async def open_import(
    desk: Desk, window: QWidget | None, go: Navigator, path: Path | None = None
) -> Columns | None:
    """Ask where it is when nobody has said (a dropped one is known), then show what is in it.

    Gives the columns of a table that came in.
    """
    dialog = ImportDialog(desk, path, window, Host(window, go))
    came: list[Columns | None] = []
    dialog.imported.connect(lambda _result: came.append(dialog.mapper.columns))
    try:
        await answer(dialog)
        return came[-1] if came else None
    finally:
        dismiss(dialog)


class ImportDialog(QDialog):
    """Where is it → which column is what, for a table → what is in it → importing → done.

    Stop and Esc leave the store as it was. While it imports it can be hidden: then `host` tells
    how it goes, and it comes back only when something is wrong.
    """

    imported = Signal(object)

    def __init__(
        self,
        desk: Desk,
        path: Path | None,
        parent: QWidget | None,
        host: Host,
    ) -> None:
        super().__init__(parent)
        self._desk, self._path, self._host = desk, path or Path(), host
        self._tasks = Tasks(self, self._problem)
        self._preview: Preview | None = None
        self.title = Label("", "title", elide=True)
        self.remaining = Label("", "ui", "text.secondary")
        self.aside = Button("", "quiet", "minus", name="Hide this and go on")
        self.choosing, self.mapper = ChoosePage(), MapperPage()
        self.working, self.found = WorkingPage(), FoundPage()
        self.asking, self.outcome, self.said = OwnerPage(), DonePage(), QWidget()
        self.pages = Pages()
        self.problem = Text("", "ui", "risk.text")
        self.stop = Button("Cancel", "default")
        self.go = Button("Import", "primary", key="Return")
        self._lay_out()
        self._wire()
        if path is None:
            self._show(self.choosing, "Bring your history")
            self.choosing.choose_file.setFocus()
        else:
            self.take(path)

    def _lay_out(self) -> None:
        self.setWindowTitle("Import an archive")
        self.setModal(True)
        pane(self, "pane_surface")
        first = (self.choosing, self.working, self.mapper)
        for page in (*first, self.found, self.asking, self.outcome, self.said):
            self.pages.add(page)
        head = hbox((self.title, 1), self.remaining, self.aside, gap=10)
        buttons = hbox(self.stop, None, self.go, gap=8)
        column = (head, rule(), self.pages, self.problem, buttons)
        self.setLayout(vbox(*column, gap=13, margins=(24, 18, 24, 20)))
        self.dress()

    def dress(self) -> None:
        """As wide as its page needs, and the screen has."""
        needs = MAPPER_WIDTH if self.pages.current() is self.mapper else WIDTH
        room = self.screen().availableSize().width() - theme.now().px(40)
        self.setMinimumWidth(min(theme.now().px(needs), room))

    def _wire(self) -> None:
        self.stop.clicked.connect(self.reject)
        self.go.setDefault(True)
        self.go.clicked.connect(self._go)
        FileDrop(self, self._dropped)
        self.choosing.file.connect(lambda: self._tasks.newest("choose", self._choose(False)))
        self.choosing.folder.connect(lambda: self._tasks.newest("choose", self._choose(True)))
        self.mapper.changed.connect(lambda: self._tasks.newest("map", self._map()))
        self.asking.asked.connect(self._look)
        self.found.not_ours.connect(self._ask_owner)
        self.aside.clicked.connect(self.hide)
        self.working.told.connect(self._told)
        self.finished.connect(lambda _result: self._tasks.cancel())

    def _show(self, page: QWidget, title: str) -> None:
        self.title.set_text(title)
        self.remaining.set_text("")
        self.pages.show_page(page)
        self.dress()
        self.problem.setVisible(False)
        self.aside.setVisible(False)
        self.stop.set_words("Cancel")
        self.go.setVisible(page in (self.mapper, self.found, self.outcome))
        words = {self.mapper: "Continue", self.outcome: self.outcome.next}
        self.go.set_words(words.get(page, "Import"))

    def _problem(self, err: CmDeskError) -> None:
        """Nothing was imported; the sentence names the file and the record."""
        if not self.isVisible():
            self.show()
        self._show(self.asking if self._preview else self.said, "This archive cannot be imported")
        self.problem.set_text(f"{err.what} {err.hint}".strip())
        self.problem.setVisible(True)
        self.stop.set_words("Close")
        (self.asking.field if self._preview else self.stop).setFocus()

    def _ask_owner(self) -> None:
        if self.mapper.columns:
            self._show_mapper()
            return
        self._show(self.asking, "Which address is yours?")
        self.asking.field.setFocus()

    def _go(self) -> None:
        page = self.pages.current()
        if page is self.outcome:
            self._end()
        elif page is self.mapper:
            self._look()
        else:
            self._tasks.newest("work", self._import())

    # -- which archive ----------------------------------------------------------

    async def _choose(self, folder: bool) -> None:
        if path := await choose(self, folder):
            self.take(path)

    def _dropped(self, path: Path) -> None:
        """Nothing is taken while something is saved."""
        if self.pages.current() is not self.working:
            self.take(path)

    def take(self, path: Path) -> None:
        self._path, self._preview = path, None
        self._tasks.newest("work", self._begin())

    async def _begin(self) -> None:
        """A table asks first which column is what; everything else is looked through."""
        self._show(self.working, "Looking at the archive")
        self.working.begin(self._path, saves=False)
        self.mapper.forget()
        if look := await table(self._path):
            self.mapper.begin(look)
            self._show_mapper()
        else:
            await self._preview_it()

    def _show_mapper(self) -> None:
        self._show(self.mapper, "Which column is what?")
        self.go.setEnabled(self.mapper.ready)
        (self.go if self.mapper.ready else self.mapper.fields["who"]).setFocus()

    async def _map(self) -> None:
        """Show the first rows again, with what is chosen now."""
        look = await table(self._path, self.mapper.columns, self._owner)
        if look and self.pages.current() is self.mapper:
            self.mapper.show_rows(look)
            self.go.setEnabled(self.mapper.ready)

    @property
    def _owner(self) -> str:
        return self.mapper.owner.text().strip() if self.mapper.columns else self.asking.owner

    # -- what is in it ----------------------------------------------------------

    def _look(self) -> None:
        self._tasks.newest("work", self._preview_it())

    async def _preview_it(self) -> None:
        name = show.line(self._path.name, 60)
        self._show(self.working, "Looking through the archive")
        self.working.begin(self._path, saves=False)
        report = self.working.show_progress
        columns = self.mapper.columns
        self._preview = await preview(self._path, self._owner, self._desk, report, columns)
        self.found.show_preview(self._preview, table=columns is not None)
        self._show(self.found, f"What is in {name}")
        self.go.setEnabled(bool(self._preview.messages or self._preview.answers))
        self.go.setFocus()

    async def _import(self) -> None:
        self._show(self.working, "Bringing in your history")
        self.working.begin(self._path, saves=True)
        self.stop.set_words("Stop")
        self.aside.setVisible(True)
        report, columns = self.working.show_progress, self.mapper.columns
        self._finish(await import_archive(self._desk, self._path, report, self._owner, columns))

    def _told(self, words: str, left: str) -> None:
        self.remaining.set_text(left)
        if not self.isVisible():
            self._host.tell(f"{words}, {left}" if left else words)

    def _finish(self, result: Imported) -> None:
        self.outcome.show_result(result)
        self.imported.emit(result)
        if not self.isVisible():
            self._end_aside()
            return
        self._show(self.outcome, "Your history is here")
        self.stop.set_words("Close")
        self.stop.setVisible(self.outcome.leads_on)
        self.go.setFocus()

    def _end(self) -> None:
        if self.outcome.leads_on:
            self._host.see_people()
        self.accept()

    def _end_aside(self) -> None:
        """Whoever works in the window is not disturbed."""
        self._host.tell(f"Your history is here. {self.outcome.head.words}")
        self.accept()
