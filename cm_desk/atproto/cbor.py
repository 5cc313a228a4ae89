"""DAG-CBOR, the form of what repositories of Bluesky hold, and the numbers that name its blocks.

https://ipld.io/specs/codecs/dag-cbor/spec/
"""

from base64 import b32encode
from struct import unpack
from typing import Any

MAX_DEPTH = 64
CONSTANTS: dict[int, object] = {20: False, 21: True, 22: None}
LINK, DOUBLE = 42, 27


class Cid(bytes):
    """The name of a block: what it is written in, and the hash of its content."""

    @property
    def text(self) -> str:
        """As services write it: "bafy…"."""
        return "b" + b32encode(self).decode().lower().rstrip("=")


def decode(data: bytes) -> Any:
    """The one value in `data`; links in it are Cids. Raises ValueError for anything else."""
    try:
        value, end = _value(data, 0, 0)
    except IndexError:
        raise ValueError("it ends in the middle") from None
    if end != len(data):
        raise ValueError("bytes are left over")
    return value


def varint(data: bytes, at: int) -> tuple[int, int]:
    """(number, place after it). Raises ValueError beyond 63 bits or the end."""
    number = 0
    for count, byte in enumerate(data[at : at + 9]):
        number |= (byte & 0x7F) << 7 * count
        if byte < 0x80:
            return number, at + count + 1
    raise ValueError("a number without an end")


def _value(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    """(the value at `at`, place after it). One function: a call costs as much as a value."""
    kind, number = data[at] >> 5, data[at] & 31
    at += 1
    if kind == 7:
        return _constant(data, at, number)
    if number > 23:
        number, at = _number(data, at, number)
    if kind in (2, 3):
        end = at + number
        if end > len(data):
            raise ValueError("it ends in the middle")
        return (data[at:end].decode() if kind == 3 else data[at:end]), end
    if kind < 2:
        return (-1 - number if kind else number), at
    if depth > MAX_DEPTH:
        raise ValueError("it is nested too deeply")
    if kind == 5:
        return _map(data, at, number, depth + 1)
    if kind == 4:
        return _list(data, at, number, depth + 1)
    if number != LINK:
        raise ValueError(f"a tag {number}")
    return _link(*_value(data, at, depth + 1))


def _number(data: bytes, at: int, low: int) -> tuple[int, int]:
    if low > 27:
        raise ValueError("a length that nobody knows")
    end = at + (1 << low - 24)
    if end > len(data):
        raise ValueError("it ends in the middle")
    return int.from_bytes(data[at:end], "big"), end


def _constant(data: bytes, at: int, low: int) -> tuple[Any, int]:
    if low == DOUBLE and at + 8 <= len(data):
        return unpack(">d", data[at : at + 8])[0], at + 8
    if low not in CONSTANTS:
        raise ValueError(f"a constant {low}")
    return CONSTANTS[low], at


def _list(data: bytes, at: int, count: int, depth: int) -> tuple[list[Any], int]:
    found = []
    for _ in range(count):  # a count that lies ends with the bytes
        value, at = _value(data, at, depth)
        found.append(value)
    return found, at


def _map(data: bytes, at: int, count: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    for _ in range(count):
        name, at = _value(data, at, depth)
        if type(name) is not str:
            raise ValueError("a name that is no text")
        found[name], at = _value(data, at, depth)
    return found, at


def _link(value: Any, at: int) -> tuple[Cid, int]:
    if not isinstance(value, bytes) or value[:1] != b"\0":
        raise ValueError("a link that names nothing")
    return Cid(value[1:]), at
