"""Sockets of a mailbox: protected, with limits of time and size, and ended from any thread."""

import io
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from weakref import finalize

from cm_desk.connectors.exchange import NoAnswer, Patience
from cm_desk.connectors.services.mail.places import TLS, Place

MOST_BYTES = 40_000_000  # that one call may read
MOST_LINES = 50_000
BUFFER = 65_536


class Odd(Exception):
    """An answer that is not as published; stays in this folder."""


class Line:
    """One connection at a time, in one thread; `stop` may come from any."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._open: set[socket.socket] = set()
        self.stopped = self._closed = False
        self._until = 0.0
        self._left = self._lines_left = 0
        finalize(self, close, self._open)

    def begin(self, more_s: float = 0.0) -> None:
        """A new call: it has its whole time, and an earlier stop() was not meant for it."""
        self.stopped = False
        self._until = self._patience.ticks() + self._patience.whole_s + more_s
        self._left, self._lines_left = MOST_BYTES, MOST_LINES

    def stop(self) -> None:
        self.stopped = True
        for each in tuple(self._open):
            with suppress(OSError):
                socket.socket.shutdown(each, socket.SHUT_RDWR)

    def close(self) -> None:
        """For good."""
        self._closed = True
        close(self._open)

    def connect(self, place: Place) -> socket.socket:
        """Raises NoAnswer."""
        if self.stopped or self._closed:
            raise NoAnswer("stopped", sent=False)
        try:
            made = socket.create_connection((place.host, place.port), self._patience.connect_s)
            made.settimeout(self._patience.read_s)
            self._keep(made)
            return self.protect(made, place.host) if place.how == TLS else made
        except (OSError, ValueError) as err:
            raise NoAnswer(self.why(err), sent=False) from None

    def protect(self, plain: socket.socket, host: str) -> socket.socket:
        """TLS over `plain`. Raises OSError, ValueError."""
        try:
            safe = _context().wrap_socket(plain, server_hostname=host)
        except (OSError, ValueError):
            plain.close()
            raise
        return self._keep(safe)

    def reader(self, source: socket.socket) -> io.BufferedReader:
        return _Lines(self, source)

    def why(self, err: BaseException) -> str:
        """For the person, after "no answer from HOST"."""
        return "stopped" if self.stopped else why(err)

    def _keep(self, made: socket.socket) -> socket.socket:
        for each in [each for each in self._open if each.fileno() < 0]:
            self._open.discard(each)
        self._open.add(made)
        if self._closed:
            made.close()
        return made

    def _count_line(self) -> None:
        self._lines_left -= 1
        if self._lines_left < 0:
            raise Odd(f"an answer exceeds {MOST_LINES:,} lines.")

    def _count(self, number: int) -> None:
        self._left -= number
        if self._left < 0:
            raise Odd(f"an answer exceeds {MOST_BYTES:,} bytes.")
        if self._patience.ticks() > self._until:
            raise TimeoutError


def pieces(data: bytes) -> Iterator[bytes]:
    """For sockets, whose patience counts for all that one call sends."""
    return (data[start : start + BUFFER] for start in range(0, len(data), BUFFER))


class _Pipe(io.RawIOBase):
    """A socket's bytes, counted; it stays usable after a time-out."""

    def __init__(self, line: Line, source: socket.socket) -> None:
        self._line, self._source = line, source

    def readable(self) -> bool:
        return True

    def readinto(self, target: object) -> int:
        number = self._source.recv_into(target)  # type: ignore[arg-type]
        self._line._count(number)
        return number


class _Lines(io.BufferedReader):
    def __init__(self, line: Line, source: socket.socket) -> None:
        super().__init__(_Pipe(line, source), BUFFER)
        self._line = line

    def readline(self, size: int | None = -1) -> bytes:
        self._line._count_line()
        return super().readline(size)


def close(sockets: set[socket.socket]) -> None:
    for each in tuple(sockets):
        with suppress(OSError):
            each.close()
    sockets.clear()


def _context() -> ssl.SSLContext:
    named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or ""
    return _trusting(named)


@cache
def _trusting(named: str) -> ssl.SSLContext:
    """What this computer trusts, what requests brings, and a file that the environment names."""
    import certifi

    made = ssl.create_default_context(cafile=certifi.where())
    made.load_default_certs()
    if named and os.path.isfile(named):  # noqa: PTH113  a name as the system knows it
        made.load_verify_locations(named)
    return made


def why(err: BaseException) -> str:
    match err:
        case NoAnswer():
            return err.why
        case ssl.SSLCertVerificationError():
            return f"its certificate is not valid ({err.verify_message})"
        case socket.gaierror():
            return "its name is not known"
        case ConnectionRefusedError():
            return "it takes no connections"
        case TimeoutError():
            return "it took too long"
        case ssl.SSLError():
            return "no protected connection could be made"
        case ValueError():
            return "its address cannot be used"
    return "the connection broke"
