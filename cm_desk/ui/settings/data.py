"""Settings, data and backup: where everything is, a copy now, and the way back to one."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cm_desk.actions import backup
from cm_desk.desk import Desk
from cm_desk.ui.aio import Problem, Tasks, answer
from cm_desk.ui.format import when
from cm_desk.ui.settings.parts import group, line
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.text import Label, Text, announce, safe


class DataPart(QWidget):
    def __init__(self, desk: Desk, problem: Problem) -> None:
        super().__init__()
        self._desk, self._tasks = desk, Tasks(self, problem)
        self.open_folder = Button("Open the folder", "default", "hard-drive")
        self.back_up = Button("Back up now", "default", "archive")
        self.restore = Button("How to restore", "default", "rotate-ccw")
        self.result = Label("", "small", "text.secondary", elide=True)
        self.setLayout(self._lines(short(desk.folder)))
        self.open_folder.clicked.connect(self._open)
        self.back_up.clicked.connect(lambda: self._tasks.newest("copy", self._back_up()))
        self.restore.clicked.connect(lambda: self._tasks.newest("ask", self._ask()))

    def _lines(self, folder: str) -> QVBoxLayout:
        copies = "Every day by itself; the newest seven are kept, each checked after it is made"
        back = "A copy takes the place of the store while CM Desk is closed; today’s is kept aside"
        lines = group(
            "Data and backup",
            line("Everything is in one folder", folder, self.open_folder),
            line("Backup", copies, self.back_up),
            line("Restore", back, self.restore),
        )
        return vbox(lines, hbox((self.result, 1)), gap=6)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.folder)))

    async def _back_up(self) -> None:
        self.back_up.setEnabled(False)
        said = ""
        self.result.set_text("Copying …")
        try:
            file, now = await backup.back_up(self._desk), self._desk.now()
            said = f"Backed up and checked at {when(now, now)}: {file}"
            announce(self, "Backed up and checked.")
        finally:
            self.back_up.setEnabled(True)
            self.result.set_text(said)

    async def _ask(self) -> None:
        newest = backup.newest_good(self._desk.folder)
        dialog = RestoreDialog(self.window(), self._desk.folder, newest)
        try:
            await answer(dialog)
        finally:
            dialog.deleteLater()


def short(folder: Path) -> str:
    """As people write it: "~/.local/share/cm-desk"."""
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)


def restore_command(folder: Path, file: Path | None) -> str:
    return f'cm-desk --data "{folder}" restore "{file or "FILE"}"'


class RestoreDialog(Sheet):
    """The desk must be closed to be replaced, so the window says how and never does it itself."""

    def __init__(self, parent: QWidget | None, folder: Path, newest: Path | None) -> None:
        have = f"The newest good copy is {newest.name}." if newest else "There is no copy yet."
        text = (
            f"{have} Close CM Desk, then run this in a terminal. "
            "What is here now is kept beside it, so nothing is lost."
        )
        self.command = Label(restore_command(folder, newest), "ui", weight=500, elide=True)
        self.command.setToolTip(safe(self.command.words))
        body = vbox(Text(text, "body", "text.secondary"), self.command, gap=12)
        super().__init__(parent, "Restore a backup", body, "Copy the command", 560)

    def accept(self) -> None:
        QGuiApplication.clipboard().setText(self.command.words)
        super().accept()
