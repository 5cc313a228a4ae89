"""A store that cannot be opened: what happened, and the newest good copy of it."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from cm_desk.actions import backup
from cm_desk.errors import CmDeskError, StoreError
from cm_desk.keychain import Keychain
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.marks import Disc
from cm_desk.ui.widgets.text import Label, Text


class Question(QDialog):
    """Accepted: open the copy. Without a copy it only tells."""

    def __init__(self, parent: QWidget, err: CmDeskError, copy: Path | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("CM Desk")
        self.setAccessibleName(str(err))
        words = vbox(Label(err.what, "title", elide=True), Text(err.hint, "ui"), gap=6)
        buttons = hbox(None, gap=8)
        leave = Button("Close CM Desk")
        leave.clicked.connect(self.reject)
        buttons.addWidget(leave)
        if copy is not None:
            day = copy.name.removeprefix("desk-").partition(".")[0]
            kept = f"There is a good copy of {day}. What is there now is kept beside it."
            words.addWidget(Text(kept, "ui"))
            restore = Button(f"Open the copy of {day}", "primary", "history")
            restore.clicked.connect(self.accept)
            buttons.addWidget(restore)
        top = hbox(Disc("hard-drive", "risk", 44), (words, 1), gap=16)
        self.setLayout(vbox(top, buttons, gap=16, margins=(20, 20, 20, 16)))
        self.dress()

    def dress(self) -> None:
        self.setMinimumWidth(theme.now().px(520))


async def mend(parent: QWidget, folder: Path, err: StoreError) -> bool:
    """Ask what to do; True: try to open the desk again."""
    copy = backup.newest_good(folder)
    if not await _ask(parent, err, copy) or copy is None:
        return False
    try:
        return await _restored(parent, folder, copy)
    except CmDeskError as failed:
        await tell(parent, failed)
        return False


async def _restored(parent: QWidget, folder: Path, copy: Path) -> bool:
    """A sealed copy asks for its passphrase, until it is right or the person gives up."""
    try:
        await backup.restore_known(folder, copy, Keychain())
    except backup.WrongPassphrase:
        return await _asked(parent, folder, copy)
    return True


async def _asked(parent: QWidget, folder: Path, copy: Path) -> bool:
    from cm_desk.ui.belongs.passphrase import KnownPassphrase  # for the rare one that is sealed

    problem = ""
    while True:
        dialog = KnownPassphrase(parent, copy.name, problem)
        try:
            if not await answer(dialog):
                return False
            backup.restore(folder, copy, dialog.field.text())
        except backup.WrongPassphrase:
            problem = "That is another passphrase."
        else:
            return True
        finally:
            dismiss(dialog)


async def tell(parent: QWidget, err: CmDeskError) -> None:
    await _ask(parent, err, None)


async def _ask(parent: QWidget, err: CmDeskError, copy: Path | None) -> bool:
    dialog = Question(parent, err, copy)
    try:
        return await answer(dialog) == QDialog.DialogCode.Accepted
    finally:
        dismiss(dialog)
