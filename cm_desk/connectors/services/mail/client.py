"""imaplib on a line of ours, below imap_tools. Imported with the first connection."""

import imaplib
import socket
from typing import Any

from imap_tools import BaseMailBox

from cm_desk.connectors.exchange import NoAnswer
from cm_desk.connectors.services.mail.line import Line, pieces
from cm_desk.connectors.services.mail.places import Place


class Client(imaplib.IMAP4):
    """Its socket is made and read by the line, which knows limits and can be stopped."""

    def __init__(self, line: Line, place: Place) -> None:
        self._line, self._place = line, place
        super().__init__(place.host, place.port)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        self._take(self._line.connect(self._place))

    def send(self, data: Any) -> None:
        for piece in pieces(bytes(data)):
            self.sock.sendall(piece)

    def protect(self) -> None:
        """STARTTLS, or nothing goes out: a server that does not offer it gets no password."""
        if "STARTTLS" not in self.capabilities:
            raise NoAnswer("it offers no protected connection", sent=False)
        typ, data = self._simple_command("STARTTLS")
        if typ != "OK":
            raise self.error(data)
        self._take(self._line.protect(self.sock, self.host))
        self._get_capabilities()

    def login(self, user: str, password: str) -> Any:
        raise NotImplementedError("imap_tools signs in")

    def idle(self, most_s: float) -> bool:
        """Whether the server told anything of the folder that is open, within `most_s`."""
        tag = self._command("IDLE")
        while self._get_response() is not None:  # None is the "+" to go on
            if (refusal := self.tagged_commands[tag]) is not None:
                raise self.error(refusal)
        told = self._told(most_s)
        self.send(b"DONE\r\n")
        self._command_complete("IDLE", tag)
        return told

    def _told(self, most_s: float) -> bool:
        patience = self.sock.gettimeout()
        self.sock.settimeout(most_s)
        try:
            while True:
                said = self._get_line().upper()
                if said.startswith(b"* ") and not said.startswith(b"* OK"):
                    return True
        except TimeoutError:
            return False
        finally:
            self.sock.settimeout(patience)

    def shutdown(self) -> None:
        self.file.close()
        self.sock.close()

    def _take(self, connected: socket.socket) -> None:
        self.sock = connected
        self.file = self._line.reader(connected)


imaplib.Commands.setdefault("IDLE", ("AUTH", "SELECTED"))


class _Mailbox(BaseMailBox):
    def __init__(self, client: Client) -> None:
        self._made = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._made


def mailbox(line: Line, place: Place) -> BaseMailBox:
    return _Mailbox(Client(line, place))
