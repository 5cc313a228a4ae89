"""The items of a long JSON list, one after the other: memory for one item, not for the file."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cm_desk.errors import ArchiveError

STEP = 262_144
MAX_ITEM = 8_000_000  # characters; a post with everything around it has some thousand


def items(path: Path, name: str, stream: IO[bytes], key: str) -> Iterator[tuple[int, Any]]:
    """(1, first item), (2, …) of the list under `key` of the object in `stream`.

    `path` and `name` are for errors. Raises ArchiveError with the item at which reading stopped.
    """
    text = _Text(path, name, stream)
    text.skip_to_list(key)
    number = 0
    while text.has_item(number):
        number += 1
        yield number, text.item(number)


class _Text:
    """A window on the stream, which moves with `_at`."""

    def __init__(self, path: Path, name: str, stream: IO[bytes]) -> None:
        self._path, self._name, self._stream = path, name, stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")(errors="replace").decode
        self._read_json = json.JSONDecoder().raw_decode
        self._buffer, self._at, self._ended = "", 0, False

    def skip_to_list(self, key: str) -> None:
        wanted = f'"{key}"'
        while (found := self._buffer.find(wanted)) < 0:
            self._buffer = self._buffer[-len(wanted) :]
            if not self._more():
                raise self._error("", f"it has no {wanted}.")
        self._at = found + len(wanted)
        if self._next() != ":":
            raise self._error("", f"{wanted} is no list.")
        self._at += 1
        if self._next() != "[":
            raise self._error("", f"{wanted} is no list.")
        self._at += 1

    def has_item(self, number: int) -> bool:
        char = self._next()
        if char == "," and number:
            self._at += 1
            char = self._next()
        if not char:
            raise self._error(f" item {number + 1}", "the file ends in the middle.")
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
