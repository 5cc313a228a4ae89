"""Asking where the archive is: a file, a folder, or something dropped."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.text import Text

KINDS = (
    "Archives (*.zip *.tar.gz *.tgz *.tar *.mbox *.mbx *.eml *.json *.js *.car *.csv *.tsv *.txt "
    "*.html);;All files (*)"
)
KNOWN = (
    "Exports of Mastodon, Bluesky, X, Instagram, Messenger, WhatsApp, Telegram, Discord, Slack, "
    "Reddit and YouTube; mailboxes (mbox, eml); and any table (CSV, TSV, JSON)."
)


class ChoosePage(QWidget):
    """`file` and `folder` ask for one."""

    file, folder = Signal(), Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choose_file = Button("Choose a file", "primary", "file-archive")
        self.choose_folder = Button("Choose a folder", "default", "archive")
        self.choose_file.clicked.connect(self.file)
        self.choose_folder.clicked.connect(self.folder)
        where = "Take the export as you got it, a zip for example, or the folder it is unpacked to."
        self.setLayout(
            vbox(
                Text(where, "ui"),
                IconRow("info", KNOWN, "text.muted", "small", "text.secondary"),
                hbox(self.choose_file, self.choose_folder, None, gap=8),
                Text("You can also drop it here.", "small", "text.muted"),
                None,
                gap=12,
            )
        )


async def choose(parent: QWidget | None, folder: bool) -> Path | None:
    files = QFileDialog(parent, "Import an archive", str(Path.home()), KINDS)
    mode = QFileDialog.FileMode
    files.setFileMode(mode.Directory if folder else mode.ExistingFile)
    files.setOption(QFileDialog.Option.ShowDirsOnly, folder)
    try:
        chosen = await answer(files)
        return Path(files.selectedFiles()[0]) if chosen and files.selectedFiles() else None
    finally:
        dismiss(files)
