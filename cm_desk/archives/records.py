"""JSON records as rows of a table: what a web form writes, one object or many."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cm_desk.archives.items import MAX_ITEM, items
from cm_desk.errors import ArchiveError

MAX_CELL = 100_000  # letters
Record = dict[str, str]


def is_json(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def records(path: Path, name: str, stream: IO[bytes]) -> Iterator[tuple[int, Record]]:
    """(1, the first), …: of a list, of an object for each line, or of one object alone.

    Cells by their names; what is inside another object is called "outer.inner". A line that is
    no object gives an empty record. Raises ArchiveError with the place at which reading stopped.
    """
    whole = io.BufferedReader(_Raw(stream))
    if whole.peek(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
        for number, item in items(path, name, whole):
            yield number, _flat(item)
        return
    yield from enumerate(_objects(path, name, whole), 1)


class _Raw(io.RawIOBase):
    """A file inside an archive, which can only be read on, to look at its beginning first."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _objects(path: Path, name: str, stream: IO[bytes]) -> Iterator[Record]:
    """One object with everything around it, or a list in it; or an object in each line."""
    first = stream.readline(MAX_ITEM)
    try:
        begun = json.loads(first)
    except (ValueError, RecursionError):
        yield from _whole(path, name, first + stream.read(MAX_ITEM))
        return
    yield from _unwrapped(begun)
    while line := stream.readline(MAX_ITEM):
        if line.strip():
            yield _flat(_read(line))


def _whole(path: Path, name: str, data: bytes) -> Iterator[Record]:
    try:
        found = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        what = f"it is no JSON, or exceeds {MAX_ITEM:,} bytes."
        raise ArchiveError(path, name, what) from None
    yield from _unwrapped(found)


def _unwrapped(found: Any) -> Iterator[Record]:
    lists = [e for e in found.values() if _is_list(e)] if isinstance(found, dict) else []
    for each in lists[0] if len(lists) == 1 else [found]:
        yield _flat(each)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(e, dict) for e in value)


def _read(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _flat(item: Any) -> Record:
    if not isinstance(item, dict):
        return {}
    made: Record = {}
    for name, value in item.items():
        if isinstance(value, dict):
            made |= {f"{name}.{inner}": _cell(each) for inner, each in value.items()}
        else:
            made[str(name)] = _cell(value)
    return made


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value[:MAX_CELL]
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(filter(None, map(_cell, value)))[:MAX_CELL]
        case dict():
            return ""
    return str(value)
