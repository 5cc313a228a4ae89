"""A service in memory for tests of what is above the connectors. It outlives every desk.

The connectors themselves are tested on servers; this one can be told to fail at any request.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from cm_desk.connectors.base import Connector, Field, Granted, Service
from cm_desk.connectors.http import Http
from cm_desk.desk import Services
from cm_desk.domain.model import (
    Account,
    Author,
    Capabilities,
    Incoming,
    Kind,
    Limits,
    Outgoing,
    Page,
    Profile,
)
from cm_desk.errors import Gone, ServiceError, UnknownOutcome

ADA = Author("ada@far.example", "@ada@far.example", "Ada Vogel")
US = Profile("@brand@village.example", "us", "Brand")
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
PAGE = 20


@dataclass
class Village:
    """`trouble(name)` is called before each request and may raise; `drop()` says whether the
    answer to a post that has arrived is lost."""

    messages: list[Incoming] = field(default_factory=list)
    posts: list[Outgoing] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    trouble: Callable[[str], None] = lambda _: None
    drop: Callable[[], bool] = lambda: False
    clock: Callable[[], datetime] | None = None
    held: threading.Event | None = None  # requests wait for it
    files: dict[str, bytes] = field(default_factory=dict)  # by address

    def write(self, text: str, who: Author = ADA, thread: str = "", minute: int = -1) -> Incoming:
        """Somebody writes to us; the next minute, unless it is said."""
        number = len(self.messages)
        at = START + timedelta(minutes=number if minute < 0 else minute)
        id = f"m{number}"
        written = Incoming(id, thread or id, who, text, at, Kind.MENTION, unread=True)
        self.messages.append(written)
        return written

    def connect(self, account: Account, secret: str, http: Http) -> Connector:
        return _Door(self, account.key)

    def service(self) -> Service:
        return Service(
            "village",
            "Village",
            Capabilities(visibilities=("public",), history=True, threads=True),
            (Field("password", "Password", secret=True),),
            self.connect,
            sign_in=self._sign_in,
        )

    def _sign_in(self, http: Http, answers: Mapping[str, str]) -> Granted:
        return Granted(answers["password"], US, "https://village.example")

    def services(self) -> Services:
        return Services(
            lambda: ["village"], lambda _: self.service(), lambda _: self.service(), self.connect
        )

    def post(self, message: Outgoing) -> Incoming:
        self.posts.append(message)
        to = message.to[0] if message.to else None
        sent_at = self.clock() if self.clock else START + timedelta(days=1)
        id = f"m{len(self.messages)}"
        kept = Incoming(
            id, message.thread or id, to, message.text, sent_at, outgoing=True,
            reply_to=message.reply_to,
        )  # fmt: skip
        self.messages.append(kept)
        return kept


class _Door:
    """One connector. It knows nothing that another one would not find out."""

    service: ClassVar[str] = "village"

    def __init__(self, village: Village, account: str) -> None:
        self._village, self._account = village, account

    def _ask(self, name: str) -> None:
        self._village.asked.append(name)
        if self._village.held:
            self._village.held.wait(10)
        self._village.trouble(name)

    def profile(self) -> Profile:
        self._ask("profile")
        return US

    def limits(self) -> Limits:
        self._ask("limits")
        return Limits(max_chars=50)

    def pull(self, cursor: str | None) -> Page:
        self._ask("pull")
        known = self._village.messages
        start = max(0, len(known) - PAGE) if cursor is None else int(cursor)
        page = known[start : start + PAGE]
        end = start + len(page)
        return Page(tuple(page), cursor=str(end), more=end < len(known))

    def history(self, cursor: str | None) -> Page:
        self._ask("history")
        end = len(self._village.messages) if cursor is None else int(cursor)
        start = max(0, end - PAGE)
        page = tuple(reversed(self._village.messages[start:end]))
        return Page(page, cursor=str(start), more=start > 0)

    def thread(self, remote_id: str) -> Page:
        self._ask("thread")
        around = [m for m in self._village.messages if remote_id in (m.remote_id, m.thread)]
        if not around:
            raise Gone(self._account, "it is not there.")
        return Page(tuple(around))

    def send(self, message: Outgoing) -> Incoming:
        self._ask("send")
        kept = self._village.post(message)
        if self._village.drop():
            raise UnknownOutcome(self._account, "the answer was lost.")
        return kept

    def find(self, message: Outgoing) -> Incoming | None:
        self._ask("find")
        keys = [each.key for each in self._village.posts]
        if message.key not in keys:
            return None
        texts = [m for m in self._village.messages if m.outgoing and m.text == message.text]
        return replace(texts[-1])

    def fetch(self, url: str, max_bytes: int) -> bytes:
        self._ask("fetch")
        if url in self._village.files:
            return self._village.files[url]
        raise Gone(self._account, "it is not there.")

    def stop(self) -> None:
        if self._village.held:
            self._village.held.set()


def failing(err: ServiceError, *names: str) -> Callable[[str], None]:
    """Trouble for the named requests, for all when none is named."""

    def trouble(name: str) -> None:
        if not names or name in names:
            raise err

    return trouble
