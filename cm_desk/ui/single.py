"""A second start raises the window of the first, through a local socket of the folder's own."""

from hashlib import blake2b
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 1500


def address(folder: Path) -> str:
    """The same for every spelling of the folder; short, because some systems allow 100 bytes."""
    return "cm-desk-" + blake2b(str(folder.resolve()).encode(), digest_size=10).hexdigest()


def raise_first(folder: Path) -> bool:
    """Ask the first window to show itself; False: nobody answered."""
    socket = QLocalSocket()
    socket.connectToServer(address(folder))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(b"raise\n")
    sent = socket.waitForBytesWritten(WAIT_MS)
    socket.disconnectFromServer()
    return sent


class Doorbell(QObject):
    """Rings when a second start asks for this window. Whoever holds the lock may listen."""

    rung = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(address(folder))  # left behind by a process that was killed
        self._server.listen(address(folder))
        self._server.newConnection.connect(self._answer)

    def _answer(self) -> None:
        """Any connection means the same; nothing that it sends is read."""
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.rung.emit()
