"""A service as the contract tests steer it, and what they say to it."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Incoming, Outgoing, Page

SECRET = "s3cret-canary-token"
MOST_PAGES = 1000
BURST = 130  # messages: several pages of any service


class Network(Protocol):
    """One service with our account on it. What is written here is there at once."""

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "") -> str:
        """Somebody called `name` addresses us in public; the new message's remote id.

        `reply_to` may be a message of anybody, ours too. Plain text: the network marks it up
        the way its service does.
        """
        ...

    def edit(self, remote_id: str, text: str) -> None: ...

    def delete(self, remote_id: str) -> None: ...

    def posts(self) -> list[str]:
        """The plain text of all that our account has posted, oldest first."""
        ...

    def go_offline(self) -> None: ...

    def slow_down(self, seconds: int) -> None:
        """From now on every request is refused with this waiting time."""
        ...

    def refuse_token(self) -> None: ...

    def garble(self) -> None:
        """From now on every answer is nonsense."""
        ...

    def hang(self) -> threading.Event:
        """From now on a request is taken and never answered; the event tells that one was."""
        ...

    def drop_next_answer(self) -> None:
        """The next post arrives, and its answer is lost."""
        ...

    def lead_away(self, url: str) -> None:
        """From now on every answer sends us to `url`. Only for what speaks HTTP."""
        ...

    def flood(self) -> None:
        """From now on every answer is longer than anybody needs: over 20 million bytes."""
        ...

    def impatient(self) -> None:
        """Connectors made from now on wait a part of a second for an answer, no longer."""
        ...

    def asked(self) -> int:
        """How many requests have come from us so far, of any kind."""
        ...

    def come_back(self) -> None:
        """Everything works again, and the time that was asked for is over."""
        ...


def everything_new(connector: Connector, cursor: str | None) -> Iterator[Page]:
    """Pages after `cursor` until the service has no more."""
    for _ in range(MOST_PAGES):
        page = connector.pull(cursor)
        yield page
        cursor = page.cursor
        if not page.more:
            return
    raise AssertionError("it says without end that there is more")


def everything_old(connector: Connector) -> Iterator[Page]:
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        page = connector.history(cursor)
        yield page
        cursor = page.cursor
        if not page.more:
            return
    raise AssertionError("it says without end that there is more")


def ids(pages: list[Page]) -> list[str]:
    return [each.remote_id for page in pages for each in page.messages]


def outgoing(text: str, key: str = "key-1", to: Incoming | None = None) -> Outgoing:
    """A public message of ours, as an answer to `to` where given."""
    message = Outgoing(key, text, datetime.now(UTC), visibility="public")
    if to is None or to.who is None:
        return message
    return replace(message, thread=to.thread, reply_to=to.remote_id, to=(to.who,))
