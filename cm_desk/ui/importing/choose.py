"""Asking which file is the archive."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cm_desk.ui.aio import answer

KINDS = "Archives (*.zip *.tar.gz *.tgz *.mbox *.mbx *.eml *.json *.txt);;All files (*)"


async def choose_file(parent: QWidget | None) -> Path | None:
    files = QFileDialog(parent, "Import an archive", str(Path.home()), KINDS)
    files.setFileMode(QFileDialog.FileMode.ExistingFile)
    try:
        chosen = await answer(files)
        return Path(files.selectedFiles()[0]) if chosen and files.selectedFiles() else None
    finally:
        files.deleteLater()
