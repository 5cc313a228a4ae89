"""What both servers share: lines, and the faults that any connection has."""

import socket
import socketserver
from contextlib import suppress

from tests.servers.fake_mail.world import World


class Ended(Exception):
    """The connection is over."""


class Talk(socketserver.StreamRequestHandler):
    world: World

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.world.open.add(self.connection)
        self.world.connections += 1

    def finish(self) -> None:
        self.world.open.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def handle(self) -> None:
        with suppress(Ended, OSError, ValueError):
            self.greet()
            while line := self.rfile.readline():
                text = line.decode("utf-8", "replace").rstrip("\r\n")
                self.world.asked.append(text)
                self.hang()
                self.hear(text)

    def greet(self) -> None:
        raise NotImplementedError

    def hear(self, line: str) -> None:
        raise NotImplementedError

    def hang(self) -> None:
        faults = self.world.faults
        if faults.hanging is not None:
            faults.hanging.set()
            faults.released.wait(60)
            raise Ended

    def say(self, *lines: str | bytes) -> None:
        whole = b"".join(
            (each.encode() + b"\r\n") if isinstance(each, str) else each for each in lines
        )
        faults = self.world.faults
        if faults.garbled:
            whole = b"<h1>Hello</h1>\r\n"
        while faults.flood:
            self.wfile.write(b"* OK 250-and so on and on\r\n" * 4000)
        if faults.cut_after is not None and faults.cut_after < len(whole):
            self.wfile.write(whole[: faults.cut_after])
            raise Ended
        self.wfile.write(whole)
