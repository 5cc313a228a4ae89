"""A file dropped on the window is an archive to look at."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


def dropped_file(data: QMimeData) -> Path | None:
    """One file or folder of this computer; anything else is not ours."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


class FileDrop(QObject):
    """Widgets that take files themselves, as the composer does, come first."""

    def __init__(self, window: QWidget, take: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._take = take
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and dropped_file(event.mimeData()):
            event.acceptProposedAction()
            return True
        if not isinstance(event, QDropEvent) or event.type() != QEvent.Type.Drop:
            return False
        if file := dropped_file(event.mimeData()):
            event.acceptProposedAction()
            self._take(file)
        return file is not None
