"""A repository of Bluesky in a CAR file: blocks named by their hash, and the tree of their names.

The blocks stand in any order, so the file is read once to check each one against its name and note
where it is, and then along its tree. https://ipld.io/specs/transport/car/carv1/ and
https://atproto.com/specs/repository
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Protocol

from cm_desk.atproto.cbor import Cid, decode, varint
from cm_desk.errors import ArchiveError

SHA256 = b"\x12\x20"  # and its 32 bytes
MAX_BLOCK = 4_000_000  # bytes; a record may have one million
MAX_HEADER = 10_000
MAX_KEY = 1100  # a collection of 317 letters, a slash, and a key of 512
MAX_DEPTH = 128  # a tree of every record there is has twenty levels
WATCHED = 1000  # blocks
WRONG = 0  # in place of a place


class OddBlock(ValueError):
    """A block that is missing or cannot be read; says so in words."""


def is_car(head: bytes) -> bool:
    """By the first bytes of a file."""
    try:
        size, at = varint(head, 0)
        return size <= MAX_HEADER and decode(head[at : at + size]).get("version") == 1
    except (ValueError, AttributeError):
        return False


class Places(Protocol):
    """From 64-bit numbers to places in the file."""

    def get(self, key: int, other: int = 0) -> int: ...

    def set(self, key: int, value: int) -> None: ...


class Car:
    """`stream` can be jumped about in. Raises ArchiveError for one that is cut or none.

    `watch` is called now and then while the blocks are checked, and ends that by raising.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        stream: IO[bytes],
        places: Places,
        watch: Callable[[], None] = lambda: None,
    ) -> None:
        self._path, self._name, self._stream = path, name, stream
        self._places, self._watch = places, watch
        self.root = self._header()
        self.done, self.total = 0, self._index()  # blocks that the tree has led to, and all

    def block(self, cid: Cid) -> Any:
        """What the block says. Raises OddBlock."""
        place = self._places.get(_number(cid), -1)
        if place < 0:
            raise OddBlock("it is not in this file.")
        if place == WRONG:
            raise OddBlock("its content is not what its number (CID) says.")
        self._stream.seek(place)
        data = self._section(0)
        try:
            return decode(data[_after_cid(data) :])
        except ValueError as err:
            raise OddBlock(f"it is no record ({err}).") from None

    def records(self, root: Any) -> Iterator[tuple[str, Cid | None]]:
        """(collection/key, its block) of each record below `root`, in order of their names.

        (last name before it, None) stands for a part of the tree that is not in this file.
        """
        self.done = 0
        last, steps = b"", [iter(self._steps(b"", root))]
        while steps:
            step = next(steps[-1], None)
            if step is None:
                steps.pop()
            elif isinstance(step, tuple):
                if step[0] <= last:
                    raise self.error(_shown(step[0]), "the list of records runs in a circle.")
                last = step[0]
                self.done += 1
                yield _shown(last), step[1]
            elif len(steps) >= MAX_DEPTH:
                raise self.error(_shown(last), "the list of records runs in a circle.")
            else:
                steps.append(iter(self._steps(last, step)))

    def error(self, record: str, what: str) -> ArchiveError:
        name = "" if self._name == self._path.name else self._name
        return ArchiveError(self._path, f"{name} {record}".strip(), what)

    def _steps(self, last: bytes, root: Any) -> list[Cid | tuple[bytes, Cid | None]]:
        """What a node of the tree says to go to, in order."""
        self.done += 1
        try:
            node = self.block(root)
        except OddBlock as err:
            if self._places.get(_number(root), -1) >= 0:
                raise self.error(_shown(last), f"the list of records: {err}") from None
            return [(last + b"\0", None)]
        try:
            return list(_entries(node))
        except (KeyError, TypeError, ValueError):
            raise self.error(_shown(last), "the list of records is damaged.") from None

    def _header(self) -> Cid:
        try:
            header = decode(self._section(0, MAX_HEADER))
            [root] = header["roots"]
            if header["version"] != 1 or not isinstance(root, Cid):
                raise ValueError("another kind of file")
        except (KeyError, TypeError, ValueError):
            raise self.error("", "it does not begin as a CAR file.") from None
        return root

    def _index(self) -> int:
        number, place = 0, self._stream.tell()
        while data := self._section(number + 1):
            number += 1
            if number % WATCHED == 0:
                self._watch()
            start = self._checked(number, data)
            good = sha256(data[start:]).digest() == data[start - 32 : start]
            self._places.set(_number(Cid(data[:start])), place if good else WRONG)
            place = self._stream.tell()
        return number

    def _checked(self, number: int, data: bytes) -> int:
        try:
            return _after_cid(data)
        except ValueError as err:
            raise self.error(f"block {number}", f"it has no number (CID): {err}.") from None

    def _section(self, number: int, limit: int = MAX_BLOCK) -> bytes:
        """The next bytes that belong together; b"" at the end of the file."""
        head = b""
        while byte := self._stream.read(1):
            head += byte
            if byte < b"\x80" or len(head) > 9:
                break
        if not head:
            return b""
        try:
            size, _ = varint(head, 0)
        except ValueError as err:
            raise self.error(f"block {number}", f"it is damaged or incomplete: {err}.") from None
        if not 0 < size <= limit:
            raise self.error(f"block {number}", f"it claims to have {size:,} bytes.")
        data = self._stream.read(size)
        if len(data) < size:
            raise self.error(f"block {number}", "the file ends in the middle.")
        return data


def _after_cid(data: bytes) -> int:
    """Where the content begins. Raises ValueError for another hash than SHA-256."""
    at = 0
    if data[:2] != SHA256:  # all but the oldest name a version and a form first
        for _ in range(2):
            _, at = varint(data, at)
    if data[at : at + 2] != SHA256 or len(data) < at + 34:
        raise ValueError("it is not made by SHA-256")
    return at + 34


def _number(cid: bytes) -> int:
    """Eight bytes of the hash tell the blocks of one file apart: the whole of it was checked."""
    return int.from_bytes(cid[-32:-24], "big")


def _entries(node: Any) -> Iterator[Cid | tuple[bytes, Cid | None]]:
    """Below, then each record and what lies between it and the next. Names share beginnings."""
    name = b""
    if (below := node["l"]) is not None:
        yield _cid(below)
    for entry in node["e"]:
        shared, rest = entry["p"], entry["k"]
        if not 0 <= shared <= len(name) or len(rest) > MAX_KEY:
            raise ValueError("a name that does not go on")
        name = name[:shared] + rest
        yield name, _cid(entry["v"])
        if (after := entry["t"]) is not None:
            yield _cid(after)


def _cid(value: Any) -> Cid:
    if not isinstance(value, Cid):
        raise ValueError("a link that is none")
    return value


def _shown(name: bytes) -> str:
    return name.rstrip(b"\0").decode("utf-8", "replace")
