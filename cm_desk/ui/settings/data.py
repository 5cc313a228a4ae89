"""Settings, data and backup: where everything is, copies of it, and the way back to one."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cm_desk.actions import backup
from cm_desk.actions.backup import State
from cm_desk.desk import Desk
from cm_desk.errors import CmDeskError
from cm_desk.ui.aio import Problem, Tasks, answer, dismiss
from cm_desk.ui.belongs.passphrase import NewPassphrase
from cm_desk.ui.belongs.writing import export_all
from cm_desk.ui.format import count, when
from cm_desk.ui.settings.parts import group, line
from cm_desk.ui.widgets.buttons import Button, Switch
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.text import Label, Text, announce, safe
from cm_desk.ui.widgets.work import open_folder


class DataPart(QWidget):
    def __init__(self, desk: Desk, problem: Problem) -> None:
        super().__init__()
        self._desk, self._tasks, self._problem = desk, Tasks(self, self._failed), problem
        self.open_folder = Button("Open the folder", "default", "hard-drive")
        self.back_up = Button("Back up now", "default", "archive")
        self.seal = Switch(name="Seal backups with a passphrase")
        self.restore = Button("How to restore", "default", "rotate-ccw")
        self.export = Button("Export …", "default", "file-down", name="Export everything")
        self.state = Label("", "small", "text.muted", elide=True)
        self.result = Label("", "small", "text.secondary", elide=True)
        self.setLayout(self._lines(short(desk.folder)))
        self.open_folder.clicked.connect(lambda: open_folder(desk.folder))
        self.back_up.clicked.connect(lambda: self._tasks.newest("copy", self._back_up()))
        self.seal.clicked.connect(lambda on: self._tasks.newest("seal", self._seal(on)))
        self.restore.clicked.connect(lambda: self._tasks.newest("ask", self._ask()))
        self.export.clicked.connect(
            lambda: self._tasks.newest("ask", export_all(desk, self.window()))
        )
        self.reload()

    def _lines(self, folder: str) -> QVBoxLayout:
        sealed = "They open with a passphrase only, which is kept in the system keychain"
        back = "A copy takes the place of the store while CM Desk is closed; today’s is kept aside"
        all_ = "JSON lines, CSV and plain SQLite, with a list of counts and sums"
        lines = group(
            "Data and backup",
            line("Everything is in one folder", folder, self.open_folder),
            line("A checked backup each day, seven are kept", self.state, self.back_up),
            line("Seal backups", sealed, self.seal),
            line("Restore", back, self.restore),
            line("Export everything", all_, self.export),
        )
        return vbox(lines, hbox((self.result, 1)), gap=6)

    def reload(self) -> None:
        self._tasks.newest("state", self._reload())

    async def _reload(self) -> None:
        state = await backup.state(self._desk)
        self.seal.setChecked(state.seal)
        self.state.set_text(_words(state, self._desk))
        self.state.set_color("risk.text" if state.problem else "text.muted")
        self.state.setToolTip(safe(self.state.words))

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
            self.reload()

    async def _seal(self, on: bool) -> None:
        self.seal.setChecked(not on)  # until it is so
        if not on:
            await backup.leave_open(self._desk)
            self.result.set_text(
                "Backups are not sealed from now on. Sealed ones stay as they are."
            )
        elif passphrase := await self._new_passphrase():
            self.result.set_text("Sealing …")
            made = await backup.seal_from_now(self._desk, passphrase)
            self.result.set_text(f"Sealed and checked: {made}")
            announce(self, "Backups are sealed.")
        self.reload()

    async def _new_passphrase(self) -> str:
        dialog = NewPassphrase(self.window())
        try:
            return dialog.passphrase if await answer(dialog) else ""
        finally:
            dismiss(dialog)

    def _failed(self, err: CmDeskError) -> None:
        self.result.set_text("")
        self.reload()
        self._problem(err)

    async def _ask(self) -> None:
        newest = backup.newest_good(self._desk.folder)
        dialog = RestoreDialog(self.window(), self._desk.folder, newest)
        try:
            await answer(dialog)
        finally:
            dismiss(dialog)


def _words(state: State, desk: Desk) -> str:
    """How it is: what went wrong, or the last good one and when the next is due."""
    if state.problem:
        return state.problem
    if state.last is None:
        return "None yet. The first is made within minutes"
    now = desk.now()
    at = f"Last {when(state.last_at, now)}" if state.last_at else f"Newest: {state.last.name}"
    same = state.last_at is not None and state.last_at.date() == now.date()
    kept = count(state.copies, "copy is", "copies are")
    plain = f", {state.plain} of them not sealed" if state.seal and state.plain else ""
    return f"{at}, next {'tomorrow' if same else 'today'}. {kept} here{plain}"


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
        if newest and backup.is_sealed(newest):
            text += " It is sealed: you are asked for its passphrase, unless the keychain has it."
        self.command = Label(restore_command(folder, newest), "ui", weight=500, elide=True)
        self.command.setToolTip(safe(self.command.words))
        body = vbox(Text(text, "body", "text.secondary"), self.command, gap=12)
        super().__init__(parent, "Restore a backup", body, "Copy the command", 560)

    def accept(self) -> None:
        QGuiApplication.clipboard().setText(self.command.words)
        super().accept()
