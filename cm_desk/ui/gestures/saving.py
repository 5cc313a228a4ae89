"""The ledger as a file for a spreadsheet."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cm_desk.actions import gestures as actions
from cm_desk.desk import Desk
from cm_desk.store.ledger import Sift
from cm_desk.ui.aio import answer, dismiss


async def save_table(desk: Desk, parent: QWidget, sift: Sift) -> None:
    """Asks where; what cannot be written there is told."""
    files = QFileDialog(parent, "Save the ledger", str(Path.home() / "gestures.csv"))
    files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    files.setNameFilters(["Table (*.csv)"])
    files.setDefaultSuffix("csv")
    try:
        if await answer(files) and files.selectedFiles():
            await actions.save_csv(desk, Path(files.selectedFiles()[0]), sift)
    finally:
        dismiss(files)
