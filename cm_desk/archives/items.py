"""The items of a long JSON list, one after the other: memory for one item, not for the file."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cm_desk.errors import ArchiveError

STEP = 262_144
MAX_ITEM = 8_000_000  # characters; a post with everything around it has some thousand
MAX_HEAD = 10_000


def items(path: Path, name: str, stream: IO[bytes], key: str = "") -> Iterator[tuple[int, Any]]:
    """(1, first item), (2, …) of the list under `key` in `stream`; of the first list without one.

    `path` and `name` are for errors. Raises ArchiveError with the item at which reading stopped.
    """
    text = _Text(path, name, stream)
    if text.skip_to_list(key) is None:
        raise ArchiveError(path, name, f'it has no "{key}".' if key else "it has no list.")
    yield from _items(text, 0)


def lists(
    path: Path, name: str, stream: IO[bytes], key: str
) -> Iterator[tuple[dict[str, Any], Iterator[tuple[int, Any]]]]:
    """Each list under `key`, wherever it stands, after what its own object said before it.

    Every list must be read to its end before the next one is asked for. Items are numbered
    through the whole file.
    """
    text, number = _Text(path, name, stream), 0

    def counted() -> Iterator[tuple[int, Any]]:
        nonlocal number
        for number, item in _items(text, number):  # noqa: B020  goes on counting
            yield number, item

    while (head := text.skip_to_list(key)) is not None:
        yield _before(head, key), counted()


def _items(text: "_Text", before: int) -> Iterator[tuple[int, Any]]:
    first, number = True, before
    while text.has_item(number, first):
        first, number = False, number + 1
        yield number, text.item(number)


def _before(head: str, key: str) -> dict[str, Any]:
    """The plain members of the object that `head` is inside of; {} when it is not plain."""
    start = head.rfind("{")
    try:
        found = json.loads(f'{head[start:]}"{key}": 0}}') if start >= 0 else {}
    except (ValueError, RecursionError):
        return {}
    return dict(found)


class _Text:
    """A window on the stream, which moves with `_at`."""

    def __init__(self, path: Path, name: str, stream: IO[bytes]) -> None:
        self._path, self._name, self._stream = path, name, stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")(errors="replace").decode
        self._read_json = json.JSONDecoder().raw_decode
        self._buffer, self._at, self._ended = "", 0, False

    def skip_to_list(self, key: str) -> str | None:
        """What stood before the list, at most MAX_HEAD of it; None when there is no list (more)."""
        wanted = f'"{key}"' if key else "["
        while (found := self._buffer.find(wanted, self._at)) < 0:
            self._buffer, self._at = self._buffer[self._at :][-MAX_HEAD:], 0
            if not self._more():
                return None
        head = self._buffer[max(self._at, found - MAX_HEAD) : found]
        self._at = found
        if key:
            self._at += len(wanted)
            self._expect(":", wanted)
        self._expect("[", wanted)
        return head

    def _expect(self, char: str, after: str) -> None:
        if self._next() != char:
            raise self._error("", f"{after} is no list.")
        self._at += 1

    def has_item(self, number: int, first: bool) -> bool:
        char = self._next()
        if char == "," and not first:
            self._at += 1
            char = self._next()
        if not char:
            raise self._error(f" item {number + 1}", "the file ends in the middle.")
        if char == "]":
            self._at += 1
        return char != "]"

    def item(self, number: int) -> Any:
        while True:
            try:
                value, self._at = self._read_json(self._buffer, self._at)
            except RecursionError:
                raise self._error(f" item {number}", "it is nested too deeply.") from None
            except ValueError:
                self._grow(number)
                continue
            return value

    def _grow(self, number: int) -> None:
        """Read on, because the item may be incomplete."""
        self._buffer, self._at = self._buffer[self._at :], 0
        if len(self._buffer) > MAX_ITEM:
            raise self._error(f" item {number}", f"it is no JSON, or exceeds {MAX_ITEM:,} letters.")
        if not self._more():
            raise self._error(f" item {number}", "it is no JSON, or the file ends in it.")

    def _next(self) -> str:
        """The next character that is no white space, "" at the end; `_at` is on it."""
        while True:
            rest = self._buffer[self._at : self._at + 1]
            if rest and not rest.isspace():
                return rest
            if rest:
                self._at += 1
            elif not self._more():
                return ""

    def _more(self) -> bool:
        if self._ended:
            return False
        data = self._stream.read(STEP)
        self._ended = not data
        self._buffer += self._decode(data, final=self._ended)
        return not self._ended

    def _error(self, place: str, what: str) -> ArchiveError:
        return ArchiveError(self._path, f"{self._name}{place}", what)
