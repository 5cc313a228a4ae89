"""The HTTP side of the small server, with what goes wrong on the way."""

import json
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.servers.fake_mastodon.answers import Answers, Query, Refusal, Stop
from tests.servers.fake_mastodon.faults import Faults, Quirks
from tests.servers.fake_mastodon.world import World, stamp

TOKEN = "s3cret-canary-token"


class FakeMastodon:
    """A server on a free port of this machine, from `with` to its end."""

    def __init__(self, token: str = TOKEN, quirks: Quirks | None = None) -> None:
        self.token, self.quirks, self.faults = token, quirks or Quirks(), Faults()
        self.world = World()
        self.answers = Answers(token, self.quirks, self.faults, self.world)
        self.asked: list[str] = []  # "GET /path?query"
        self.authorizations: list[str | None] = []
        self._open: set[socket.socket] = set()
        self._server: ThreadingHTTPServer | None = None
        self._port = 0

    @property
    def base_url(self) -> str:
        return self.world.base_url

    @property
    def posts(self) -> int:
        """How many times a status was posted here."""
        return self.answers.posts

    def __enter__(self) -> Self:
        self.listen()
        self.world.base_url = f"http://127.0.0.1:{self._port}"
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
            fake = owner

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
    fake: FakeMastodon
    protocol_version = "HTTP/1.1"
    timeout = 30

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.fake._open.add(self.connection)

    def finish(self) -> None:
        self.fake._open.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        fake, faults = self.fake, self.fake.faults
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fake.asked.append(f"{self.command} {self.path}")
        fake.authorizations.append(self.headers.get("Authorization"))
        if faults.hanging is not None:
            faults.hanging.set()
            faults.released.wait(60)
            self.close_connection = True
            return
        url = urlsplit(self.path)
        try:
            status, headers, found = self._found(url.path, parse_qs(url.query), body)
        except Stop:
            self.close_connection = True
            return
        except Refusal as err:
            status, headers, found = err.status, {}, {"error": str(err)}
            if status == 401 and fake.quirks.empty_401:
                found = None
        self._give(status, headers, found)

    do_POST = do_GET

    def _found(self, path: str, query: Query, body: bytes) -> Any:
        faults = self.fake.faults
        if faults.refusal is not None:
            return faults.refusal
        if faults.redirect:
            return 302, {"Location": faults.redirect}, {}
        if path.startswith("/media/"):
            return 200, {}, {"a": "picture"}
        found = self.fake.answers.answer(self.command, path, query, self.headers, body)
        return self.fake.quirks.applied(found)

    def _give(self, status: int, headers: dict[str, str], found: Any) -> None:
        faults = self.fake.faults
        body = b"" if found is None else json.dumps(found).encode()
        body = b"<h1>Hello</h1>" if faults.garbled else body
        body = body if faults.body is None else faults.body
        now = self.fake.world.now()
        reset = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "299"}
        usual = {
            "Date": formatdate(now.timestamp(), usegmt=True),
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **reset,
            "X-RateLimit-Reset": stamp(now + timedelta(minutes=5)),
            **headers,
        }
        if faults.refusal is not None:
            usual.pop("X-RateLimit-Reset", None)
            usual.update(headers)
        head = f"HTTP/1.1 {status} X\r\n" + "".join(f"{k}: {v}\r\n" for k, v in usual.items())
        whole = head.encode() + b"\r\n" + body
        after = len(whole) // 2 if len(self.fake.asked) == faults.cut_request else faults.cut_after
        if after is not None and after < len(whole):
            whole, self.close_connection = whole[:after], True
        with suppress(OSError):
            self.wfile.write(whole)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""
