"""A web server on this machine that answers as a test says."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CERTIFICATES = Path(__file__).parent / "certificates"
Talk = Callable[["Site", socket.socket, str], None]


class Site:
    """Each connection is given to `talk`, with the head of its first request."""

    def __init__(self, talk: Talk, certificate: str = "") -> None:
        self.talk, self.heads, self.ended = talk, list[str](), threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._tls: ssl.SSLContext | None = None
        if certificate:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            key = CERTIFICATES / "made-up-key.pem"
            self._tls.load_cert_chain(CERTIFICATES / certificate, key)
        self._serving = threading.Thread(target=self._serve, daemon=True)
        self._serving.start()

    def close(self) -> None:
        """A thread that waits in accept() keeps a closed listener alive: wake it first."""
        self.ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._serving.join()

    def _serve(self) -> None:
        while not self.ended.is_set():
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._hear, args=(caller,), daemon=True).start()

    def _hear(self, caller: socket.socket) -> None:
        with suppress(OSError), caller:
            if self._tls is None:
                self._talk(caller)
            else:
                with self._tls.wrap_socket(caller, server_side=True) as safe:
                    self._talk(safe)

    def _talk(self, caller: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head and (piece := caller.recv(4096)):
            head += piece
        if head:
            self.heads.append(head.decode("latin-1"))
            self.talk(self, caller, head.decode("latin-1"))


def says(body: bytes, status: str = "200 OK", **headers: str) -> Talk:
    """Always the same answer; header names with _ for -."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines])
    whole = f"{head}\r\nConnection: close\r\n\r\n".encode() + body

    def talk(_site: Site, caller: socket.socket, _head: str) -> None:
        caller.sendall(whole)

    return talk


@contextmanager
def site(talk: Talk, certificate: str = "") -> Iterator[Site]:
    made = Site(talk, certificate)
    yield made
    made.close()
