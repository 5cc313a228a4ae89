"""The HTML pages of a Telegram export: messages.html, messages2.html … of each chat."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import IO

from cm_desk.errors import ArchiveError

STEP = 262_144
MAX_PIECE = 8_000_000  # characters of one tag or text
MAX_DEPTH = 500
MAX_TEXT = 200_000


@dataclass(slots=True)
class Row:
    """A message as it stands on the page; `who` is "" where it goes on from the one before."""

    id: str
    service: bool
    who: str = ""
    at: str = ""
    text: str = ""
    answers: str = ""
    files: list[str] = field(default_factory=list)


def title(path: Path, name: str, stream: IO[bytes]) -> str:
    """What the chat is called; "" for a page that is none of Telegram's."""
    page = _Page()
    for _ in _read(path, name, stream, page):
        break
    return " ".join(page.title.split())


def rows(path: Path, name: str, stream: IO[bytes]) -> Iterator[Row]:
    """Raises ArchiveError for what is no HTML, or ends in a message."""
    page = _Page()
    yield from _read(path, name, stream, page)
    if page.row:
        where = f"{name} {page.row.id}"
        raise ArchiveError(path, where, "the page ends in this message.")


def _read(path: Path, name: str, stream: IO[bytes], page: "_Page") -> Iterator[Row]:
    decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
    while data := stream.read(STEP):
        try:
            page.feed(decode(data))
        except (AssertionError, ValueError) as err:
            raise ArchiveError(path, name, f"it is no HTML ({err}).") from None
        if len(page.rawdata) > MAX_PIECE or page.depth > MAX_DEPTH:
            raise ArchiveError(path, name, "it is not as Telegram writes a page.")
        yield from page.taken()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.row: Row | None = None
        self._done: list[Row] = []
        self._open: list[frozenset[str]] = []  # the classes of the divs around
        self._message_at = 0

    @property
    def depth(self) -> int:
        return len(self._open)

    def taken(self) -> list[Row]:
        done, self._done = self._done, []
        return done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "div":
            self._open.append(frozenset(known.get("class", "").split()))
            self._begin(known)
        elif self.row and tag == "br":
            self.handle_data("\n")
        elif self.row and tag == "a":
            self._link(known.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag != "div" or not self._open:
            return
        self._open.pop()
        if self.row and len(self._open) < self._message_at:
            self._done.append(self.row)
            self.row = None

    def handle_data(self, data: str) -> None:
        innermost = self._open[-1] if self._open else frozenset()
        if self.row is None:
            if "text" in innermost and self._inside("page_header") and len(self.title) < 500:
                self.title += data
        elif "from_name" in innermost and not self._inside("forwarded"):
            self.row.who += data[:500]
        elif "text" in innermost and len(self.row.text) < MAX_TEXT:
            self.row.text += data

    def _begin(self, known: dict[str, str]) -> None:
        classes = self._open[-1]
        if "message" in classes and self.row is None:
            self._message_at = len(self._open)
            self.row = Row(known.get("id", ""), "service" in classes)
        elif self.row and "date" in classes and not self._inside("forwarded"):
            self.row.at = self.row.at or known.get("title", "")

    def _inside(self, wanted: str) -> bool:
        return any(wanted in classes for classes in self._open)

    def _link(self, address: str) -> None:
        if self.row is None:
            return
        if self._inside("reply_to"):
            self.row.answers = address.rpartition("go_to_")[2]
        elif self._inside("media_wrap") and address:
            self.row.files.append(PurePosixPath(address).name[:200])
