"""A small server of our own on a free port, with what goes wrong on the way.

What a service answers is its subclass's: `answer` gives (status, headers, JSON or bytes).
"""

import json
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

Query = dict[str, list[str]]


class Refusal(Exception):
    """An answer with a status of failure; `body` is what the service says, {"error": …} if None."""

    def __init__(self, status: int, error: str, body: Any = None) -> None:
        super().__init__(error)
        self.status, self.body = status, {"error": error} if body is None else body


class Stop(Exception):
    """The answer is lost on its way."""


@dataclass
class Faults:
    """Set by the test, read by the server's threads."""

    refused_token: bool = False
    garbled: bool = False
    scopes: set[str] | None = None  # None: all
    refusal: tuple[int, dict[str, str], Any] | None = None  # status, headers, body, for all
    redirect: str = ""
    cut_after: int | None = None  # bytes of the whole answer; then the connection ends
    cut_request: int = 0
    body: bytes | None = None  # instead of any answer
    dropped: Iterable[int] = ()  # the posts (counted from 0) whose answer is lost
    hanging: threading.Event | None = None
    released: threading.Event = field(default_factory=threading.Event)
    media_takes: int = 0  # how often a file is asked for until it is ready

    def clear(self) -> None:
        self.released.set()
        self.__init__()  # type: ignore[misc]


class SmallServer:
    """From `with` to its end. `asked` are "GET /path?query", in order."""

    def __init__(self) -> None:
        self.faults, self.base_url = Faults(), ""
        self.asked: list[str] = []
        self.authorizations: list[str | None] = []
        self._open: set[socket.socket] = set()
        self._server: ThreadingHTTPServer | None = None
        self._port = 0

    def answer(self, method: str, path: str, query: Query, headers: Message, body: bytes) -> Any:
        """(status, headers, JSON). May raise Refusal or Stop. Called by several threads."""
        raise NotImplementedError

    def usual(self) -> dict[str, str]:
        """Headers of every answer."""
        return {}

    def now(self) -> datetime:
        return datetime.now(UTC)

    def __enter__(self) -> Self:
        self.listen()
        self.base_url = f"http://127.0.0.1:{self._port}"
        return self

    def __exit__(self, *_: object) -> None:
        self.faults.released.set()
        self.hang_up()

    def cut_request(self, kth: int) -> None:
        """The answer to the `kth` request from now (1: the next) ends in its middle."""
        self.faults.cut_request = len(self.asked) + kth

    def listen(self) -> None:
        if self._server is not None:
            return
        owner = self

        class Handler(_Handler):
            small = owner

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                """A client that hung up is no news here."""

        self._server = Server(("127.0.0.1", self._port), Handler)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def hang_up(self) -> None:
        """No connection is taken any more, and those that are there end."""
        if self._server is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._server = None
        for each in tuple(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    small: SmallServer
    protocol_version = "HTTP/1.1"
    timeout = 30

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.small._open.add(self.connection)

    def finish(self) -> None:
        self.small._open.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        small, faults = self.small, self.small.faults
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        small.asked.append(f"{self.command} {self.path}")
        small.authorizations.append(self.headers.get("Authorization"))
        if faults.hanging is not None:
            faults.hanging.set()
            faults.released.wait(60)
            self.close_connection = True
            return
        try:
            status, headers, found = self._found(body)
        except Stop:
            self.close_connection = True
            return
        except Refusal as err:
            status, headers, found = err.status, {}, err.body
        self._give(status, headers, found)

    do_POST = do_PUT = do_DELETE = do_GET

    def _found(self, body: bytes) -> Any:
        faults, url = self.small.faults, urlsplit(self.path)
        if faults.refusal is not None:
            return faults.refusal
        if faults.redirect:
            return 302, {"Location": faults.redirect}, {}
        query = parse_qs(url.query)
        return self.small.answer(self.command, url.path, query, self.headers, body)

    def _give(self, status: int, headers: dict[str, str], found: Any) -> None:
        faults = self.small.faults
        plain = b"" if found is None else found
        body = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
        body = b"<h1>Hello</h1>" if faults.garbled else body
        body = body if faults.body is None else faults.body
        usual = {} if faults.refusal is not None else self.small.usual()
        sent = {
            "Date": formatdate(self.small.now().timestamp(), usegmt=True),
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **usual,
            **headers,
        }
        head = f"HTTP/1.1 {status} X\r\n" + "".join(f"{k}: {v}\r\n" for k, v in sent.items())
        whole = head.encode() + b"\r\n" + body
        after = len(whole) // 2 if len(self.small.asked) == faults.cut_request else faults.cut_after
        if after is not None and after < len(whole):
            whole, self.close_connection = whole[:after], True
        with suppress(OSError):
            self.wfile.write(whole)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""
