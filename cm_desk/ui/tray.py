"""The icon in the system's tray, where there is one, and the notes it shows."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from cm_desk.ui.notify import Note
from cm_desk.ui.widgets.text import safe
from cm_desk.ui.window import app_icon


class Tray(QObject):
    """`opened` carries the conversation of a note, or 0 for the window."""

    opened = Signal(int)
    sync = Signal()
    quit = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._note: Note | None = None
        self.icon: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._make(parent)

    def _make(self, parent: QWidget) -> None:
        self.icon = QSystemTrayIcon(app_icon(), self)
        menu = QMenu(parent)
        menu.addAction("Open CM Desk").triggered.connect(lambda: self.opened.emit(0))
        menu.addAction("Get new messages").triggered.connect(self.sync)
        menu.addAction("Quit").triggered.connect(self.quit)
        self.icon.setContextMenu(menu)
        self.icon.activated.connect(self._clicked)
        self.icon.messageClicked.connect(self._open_note)
        self.icon.show()

    def say(self, words: str) -> None:
        if self.icon is not None:
            self.icon.setToolTip(safe(words))

    def show_note(self, note: Note) -> bool:
        """False where notes cannot be shown."""
        if self.icon is None or not QSystemTrayIcon.supportsMessages():
            return False
        self._note = note
        self.icon.showMessage(note.title, note.text, app_icon())
        return True

    def _open_note(self) -> None:
        self.opened.emit((self._note.conversation_id if self._note else None) or 0)

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.opened.emit(0)
