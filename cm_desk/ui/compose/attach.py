"""Files that go along with a message, each with a description for those who cannot see it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cm_desk.domain.model import Upload
from cm_desk.text import show
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import Item, clear, hbox, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label


class Attachments(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.describe = True  # where the service takes a description of what is seen
        self._rows: list[Row] = []
        self._list = vbox(gap=4)
        self.setLayout(self._list)
        self.hide()

    def uploads(self) -> tuple[Upload, ...]:
        return tuple(Upload(row.path, row.alt.text()) for row in self._rows)

    def show_uploads(self, uploads: Iterable[Upload]) -> None:
        clear(self._list)
        self._rows = []
        self._append(uploads)

    def add(self, paths: Iterable[Path]) -> None:
        """Files of this computer; the description of the first new one gets the cursor."""
        first = len(self._rows)
        self._append(Upload(path) for path in paths if path.is_file())
        if len(self._rows) > first:
            if self.describe:
                self._rows[first].alt.setFocus()
            self.changed.emit()

    def _append(self, uploads: Iterable[Upload]) -> None:
        for upload in uploads:
            row = Row(upload, self.describe)
            row.alt.textChanged.connect(self.changed)
            row.remove.clicked.connect(lambda _=False, row=row: self._remove(row))
            self._rows.append(row)
            self._list.addWidget(row)
        self.setVisible(bool(self._rows))

    def _remove(self, row: "Row") -> None:
        self._rows.remove(row)
        row.hide()
        row.deleteLater()
        self.setVisible(bool(self._rows))
        self.changed.emit()


class Row(QWidget):
    def __init__(self, upload: Upload, describe: bool) -> None:
        super().__init__()
        self.path = upload.path
        name = show.line(upload.path.name, 40)
        self.alt = Field(upload.alt, "Describe it for people who cannot see it", f"Describe {name}")
        self.remove = Button("", "quiet", "x", name=f"Remove {name}", small=True)
        rest: list[Item] = [] if describe else [None]
        row: list[Item] = [Icon("paperclip", 14), Label(name), (self.alt, 1), *rest, self.remove]
        self.setLayout(hbox(*row, gap=7))
        self.alt.setVisible(describe)


def dropped(data: QMimeData) -> list[Path]:
    """The files of this computer in what was dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def ask_for_files(parent: QWidget, take: Callable[[list[Path]], object]) -> None:
    dialog = QFileDialog(parent, "Attach files")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda files: take([Path(file) for file in files]))
    dialog.open()
