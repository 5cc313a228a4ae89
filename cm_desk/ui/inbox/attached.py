"""What waits behind a message for a click: its files, and the mail as it was sent."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cm_desk.actions import media
from cm_desk.desk import Desk
from cm_desk.domain.model import Account, Media
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Text

SHOWN = 100_000  # characters of a source
HINT = "Every letter as it came, with the route it took. Nothing in it is opened, loaded or run."


async def save_file(desk: Desk, parent: QWidget, account: Account, file: Media) -> str:
    """Ask where to, then fetch. What was done, in words; "" when the person thought otherwise."""
    where = await ask_where(parent, "Save the file", media.file_name(file.name))
    if where is None:
        return ""
    await media.save(desk, account, file.url, where)
    return f"Saved as {where.name}."


async def ask_where(parent: QWidget, title: str, name: str) -> Path | None:
    files = QFileDialog(parent, title, str(Path.home() / name))
    files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    try:
        chosen = await answer(files) and files.selectedFiles()
        return Path(files.selectedFiles()[0]) if chosen else None
    finally:
        dismiss(files)


async def show_original(desk: Desk, parent: QWidget, account: Account, url: str) -> None:
    source = await media.fetch(desk, account, url, media.MAX_FILE)
    sheet = Original(desk, parent, account, url, source)
    try:
        await answer(sheet)
    finally:
        dismiss(sheet)


class Original(Sheet):
    """The source of a mail. `ok` closes it."""

    def __init__(
        self, desk: Desk, parent: QWidget | None, account: Account, url: str, source: bytes
    ) -> None:
        self._desk, self._account, self._url = desk, account, url
        self.page = Editor("", "", "Source of the mail", "small")
        self.page.setReadOnly(True)
        shown = show.page(source.decode("utf-8", "replace"), SHOWN)
        self.page.setPlainText(shown.text)
        left = f" {shown.left:,} more characters are in the file." if shown.left else ""
        self.said = Text(HINT + left, "small", "text.muted")
        self.save = Button("Save as a file", "default", "download")
        body = vbox(self.said, (self.page, 1), gap=10)
        super().__init__(parent, "The original mail", body, "Close", 680, [self.save])
        self.cancel.hide()
        self._tasks = Tasks(self, lambda err: self.say_problem(str(err), self.save))
        self.save.clicked.connect(lambda: self._tasks.newest("save", self._ask_file()))
        self.page.setFocus()

    def dress(self) -> None:
        super().dress()
        self.page.setMinimumHeight(theme.now().px(340))

    async def _ask_file(self) -> None:
        if where := await ask_where(self, "Save the mail", "mail.eml"):
            await self.keep(where)

    async def keep(self, where: Path) -> None:
        await media.save(self._desk, self._account, self._url, where)
        self.said.set_text(f"Saved as {where.name}.")
