"""What goes wrong at the small server, as a test asks for it."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Quirks:
    """Ways in which real servers are not quite Mastodon, most of them snac's."""

    no_second_instance: bool = False
    no_links: bool = False
    no_conversations: bool = False
    no_many: bool = False
    no_discovery: bool = False
    forgets_keys: bool = False
    newest_after_min_id: bool = False
    any_type: bool = False
    empty_401: bool = False
    repeats_own: bool = False  # min_id does nothing on our own posts
    hides_direct: bool = False  # direct is called private, and is not among our own posts
    lists_no_mentions: bool = False

    def applied(self, found: Any) -> Any:
        """An answer as such a server gives it."""
        if isinstance(found, dict):
            made = {name: self.applied(each) for name, each in found.items()}
            if self.hides_direct and made.get("visibility") == "direct":
                made["visibility"] = "private"
            if self.lists_no_mentions and "mentions" in made:
                made["mentions"] = []
            return made
        if isinstance(found, list | tuple):
            return [self.applied(each) for each in found]
        return found


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
