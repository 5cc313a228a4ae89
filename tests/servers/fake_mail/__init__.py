"""A small IMAP and SMTP server of our own on free ports, with what goes wrong on the way.

It answers what the desk asks, as RFC 9051 and RFC 5321 say; a real one (Dovecot) is in ../mail.
"""

import socket
import socketserver
import threading
from contextlib import suppress
from typing import Any, Self

from tests.servers.fake_mail.imap import Imap
from tests.servers.fake_mail.smtp import Smtp
from tests.servers.fake_mail.world import World

__all__ = ["FakeMail", "World"]


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """A client that hung up is no news here."""


class FakeMail:
    """From `with` to its end; `imap` and `smtp` are its ports."""

    def __init__(self, password: str) -> None:
        self.world = World(password)
        self.imap = self.smtp = 0
        self._servers: list[_Server] = []

    def __enter__(self) -> Self:
        self.listen()
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    @property
    def base_url(self) -> str:
        return f"plain://127.0.0.1:{self.imap}/?smtp=plain%3A%2F%2F127.0.0.1%3A{self.smtp}"

    def listen(self) -> None:
        if self._servers:
            return
        self.imap, self.smtp = self._start(Imap, self.imap), self._start(Smtp, self.smtp)

    def hang_up(self) -> None:
        """No connection is taken any more, and those that are there end."""
        self.world.faults.released.set()
        for each in self._servers:
            each.shutdown()
            each.server_close()
        self._servers = []
        for line in tuple(self.world.open):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _start(self, kind: Any, port: int) -> int:
        handler = type(kind.__name__, (kind,), {"world": self.world})
        server = _Server(("127.0.0.1", port), handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        self._servers.append(server)
        return int(server.server_address[1])
