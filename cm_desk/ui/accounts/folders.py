"""Watched folders: what came from each, what could not be read, and what to do about it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cm_desk.actions import folders as watching
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import CmDeskError
from cm_desk.store import folders
from cm_desk.store.folders import Folder, Seen
from cm_desk.text import show
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.format import count
from cm_desk.ui.importing.dialog import open_import
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.layout import box, hbox, rule, scroll, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.text import Label, Text

SHOWN = 5  # problems of a folder
WHAT = (
    "New files in a watched folder come in by themselves: tables and survey answers (CSV, JSON), "
    "mail (EML), any export. Nothing in it is moved, changed or deleted."
)


class FolderRow(QWidget):
    """`stopped` and `asked`, with the path of a file whose columns somebody can name."""

    stopped = Signal()
    asked = Signal(str)

    def __init__(self, folder: Folder, problems: Sequence[Seen]) -> None:
        super().__init__()
        path = Path(folder.path)
        self.name = Label(show.line(path.name or folder.path, 80), "uiStrong", elide=True)
        self.where = Label(show.line(str(path.parent), 200), "small", "text.muted", elide=True)
        self.count = Text(came(folder), "small", "text.secondary")
        stop = Button("Stop watching", "quiet", "eye-off", small=True)
        stop.rename(f"Stop watching {show.line(path.name, 80)}")
        stop.clicked.connect(self.stopped)
        rows: list[QWidget] = [self._problem(path, each) for each in problems[:SHOWN]]
        if len(problems) > SHOWN:
            rows.append(Text(f"and {len(problems) - SHOWN:,} more", "small", "text.muted"))
        words = vbox(self.name, self.where, self.count, gap=1)
        self.setLayout(vbox(hbox((words, 1), stop, gap=8), *rows, gap=6))

    def _problem(self, path: Path, file: Seen) -> QWidget:
        said = f"{show.line(file.name, 80)}: {show.line(file.problem, 300)}"
        row = IconRow("triangle-alert", said, "wait.text", "small", "text.secondary")
        if path.joinpath(file.name).suffix.lower() in (".eml", ".mbox"):
            return row
        ask = Button("Say what it holds", "default", small=True)
        ask.rename(f"Say what {show.line(file.name, 80)} holds")
        ask.clicked.connect(lambda: self.asked.emit(file.name))
        return box(hbox((row, 1), ask, gap=8))


def came(folder: Folder) -> str:
    parts = [count(folder.files, "file", "files"), count(folder.messages, "message", "messages")]
    if folder.answers:
        parts.append(count(folder.answers, "survey answer", "survey answers"))
    return "Nothing has come from it yet." if not folder.files else " · ".join(parts)


class FoldersDialog(Sheet):
    """What changes is done at once, each with its undo in the window behind."""

    def __init__(
        self, desk: Desk, parent: QWidget | None, go: Navigator, undo: Callable[[Undo], None]
    ) -> None:
        self._desk, self._go, self._undo = desk, go, undo
        self.rows: list[FolderRow] = []
        self.add = Button("Watch a folder", "default", "plus", key="N")
        self._list = QWidget()
        self._list.setLayout(vbox(gap=12))
        body = vbox(Text(WHAT, "ui", "text.secondary"), (scroll(self._list), 1), gap=12)
        body.addLayout(hbox(self.add, None))
        super().__init__(parent, "Watched folders", body, "Done", 620)
        self.cancel.hide()
        self._tasks = Tasks(self, self._problem)
        self.add.clicked.connect(lambda: self._tasks.newest("add", self._choose()))
        self.setMinimumHeight(420)
        self.reload()

    def reload(self) -> None:
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        found = await self._desk.store.read(folders.all)
        known = [(each, await self._desk.store.read(folders.seen, each.id)) for each in found]
        layout = self._list.layout()
        while layout is not None and (item := layout.takeAt(0)):
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = [FolderRow(f, [s for s in seen if s.problem]) for f, seen in known]
        for row, (folder, _) in zip(self.rows, known, strict=True):
            row.stopped.connect(lambda f=folder: self._tasks.start(self._stop(f)))
            row.asked.connect(lambda name, f=folder: self._tasks.start(self._ask(f, name)))
        items: list[QWidget] = []
        for row in self.rows:
            items += [row, rule()]
        if layout is not None:
            for each in items or [self._empty()]:
                layout.addWidget(each)
            layout.addWidget(box(vbox(None)))

    def _empty(self) -> QWidget:
        return Empty("eye", "No folder is watched", "Choose one, and its files come in.")

    async def _choose(self) -> None:
        files = QFileDialog(self, "Watch a folder", str(Path.home()))
        files.setFileMode(QFileDialog.FileMode.Directory)
        files.setOption(QFileDialog.Option.ShowDirsOnly, True)
        try:
            chosen = await answer(files)
            path = Path(files.selectedFiles()[0]) if chosen and files.selectedFiles() else None
        finally:
            dismiss(files)
        if path:
            await self.watch(path)

    async def watch(self, path: Path) -> None:
        self.problem.set_text("")
        self._undo(await watching.watch(self._desk, path))
        await self._reload()
        for each in await self._desk.store.read(folders.all):
            if Path(each.path) == watching.absolute(path):
                await watching.look(self._desk, each)
        await self._reload()

    async def _stop(self, folder: Folder) -> None:
        self._undo(await watching.unwatch(self._desk, folder))
        await self._reload()

    async def _ask(self, folder: Folder, name: str) -> None:
        """The person says it once; the folder is read like that from then on."""
        columns = await open_import(self._desk, self, self._go, Path(folder.path) / name)
        if columns:
            changed = await watching.read_as(self._desk, folder, columns)
            await watching.look(self._desk, changed)
        await self._reload()

    def _problem(self, err: CmDeskError) -> None:
        self.say_problem(f"{err.what} {err.hint}".strip(), self.add)


async def open_folders(
    desk: Desk, parent: QWidget | None, go: Navigator, undo: Callable[[Undo], None]
) -> None:
    dialog = FoldersDialog(desk, parent, go, undo)
    try:
        await answer(dialog)
    finally:
        dismiss(dialog)
