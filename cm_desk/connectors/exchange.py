"""One HTTP exchange: what is asked, what comes back, and how long we are patient."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MAX_BYTES = 20_000_000

Params = Mapping[str, str | int | list[str]]
Files = Mapping[str, tuple[str, bytes]]  # field: (file name, its bytes)


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Headers and bodies may hold secrets, so they are in no repr.

    `raw` is a body as it is; its Content-Type stands in the headers.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    params: Params | None = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    json: object = field(default=None, repr=False)
    files: Files | None = field(default=None, repr=False)
    raw: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class NoAnswer(Exception):
    """Stays in this room: connectors make a ServiceError of it.

    `sent` tells that the request may have arrived; `why` is for the user, after "no answer".
    """

    def __init__(self, why: str, sent: bool) -> None:
        super().__init__(why)
        self.why, self.sent = why, sent


class TooLong(Exception):
    """The body exceeds the limit; stays in this room too."""

    def __init__(self, max_bytes: int, sent: bool) -> None:
        super().__init__(f"an answer exceeds {max_bytes:,} bytes")
        self.max_bytes, self.sent = max_bytes, sent


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds, by `ticks`, the clock that never jumps."""

    connect_s: float = 5
    read_s: float = 20  # between two pieces of an answer
    whole_s: float = 60  # to the end of an answer: no host holds a lane with a byte at a time
    ticks: Callable[[], float] = time.monotonic
