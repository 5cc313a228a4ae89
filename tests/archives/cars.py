"""Makes repositories as servers of Bluesky write them, and broken ones; also for benchmarks."""

from base64 import b32decode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from os.path import commonprefix
from struct import pack
from typing import Any

from cm_desk.atproto.cbor import Cid

DID = "did:plc:tidewell5grinders2ebb3sk"
Blocks = dict[Cid, bytes]


class Raw(bytes):
    """A block as it is, good or bad."""


def encode(value: Any) -> bytes:
    """DAG-CBOR."""
    if isinstance(value, Raw):
        return bytes(value)
    if isinstance(value, Cid):
        return b"\xd8\x2a" + _head(2, len(value) + 1) + b"\0" + value
    if value is None or isinstance(value, bool):
        return {False: b"\xf4", True: b"\xf5", None: b"\xf6"}[value]
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + pack(">d", value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: (len(name), name))
        pairs = (encode(name) + encode(value[name]) for name in names)
        return _head(5, len(value)) + b"".join(pairs)
    return _head(4, len(value)) + b"".join(encode(each) for each in value)


def varint(number: int) -> bytes:
    found = b""
    while number > 127:
        found, number = found + bytes([number & 127 | 128]), number >> 7
    return found + bytes([number])


def cid_of(data: bytes) -> Cid:
    return Cid(b"\x01\x71\x12\x20" + sha256(data).digest())


def put(blocks: Blocks, value: Any) -> Cid:
    data = encode(value)
    cid = cid_of(data)
    blocks[cid] = data
    return cid


def car(root: Cid, blocks: Mapping[Cid, bytes]) -> bytes:
    return b"".join(pieces(root, blocks))


def pieces(root: Cid, blocks: Mapping[Cid, bytes]) -> Iterator[bytes]:
    head = encode({"roots": [root], "version": 1})
    yield varint(len(head)) + head
    for cid, data in blocks.items():
        yield varint(len(cid) + len(data)) + cid + data


def repository(records: Mapping[str, Any], did: str = DID) -> tuple[Cid, Blocks]:
    """`records` by "collection/key": (the commit, all blocks), the commit first."""
    blocks: Blocks = {}
    found = [(name.encode(), put(blocks, records[name])) for name in sorted(records)]
    top = tree(blocks, found)
    commit = {"did": did, "version": 3, "data": top, "rev": "3l2", "prev": None, "sig": b"s" * 64}
    root = put(blocks, commit)
    return root, {root: blocks.pop(root), **blocks}


def tree(blocks: Blocks, found: list[tuple[bytes, Cid]]) -> Cid:
    """The tree over `found`, which is sorted; a name's hash says how high it stands."""
    level = max((_level(name) for name, _ in found), default=0)
    return _node(blocks, [(name, cid, _level(name)) for name, cid in found], level)


def _node(blocks: Blocks, found: list[tuple[bytes, Cid, int]], level: int) -> Cid:
    entries: list[dict[str, Any]] = []
    below: Cid | None = None
    last = b""
    for here, group in groupby(found, key=lambda each: each[2] == level):
        if not here:
            lower = _node(blocks, list(group), level - 1)
            below, entries = (below, _after(entries, lower)) if entries else (lower, entries)
            continue
        for name, cid, _ in group:
            shared = len(commonprefix([last, name]))  # noqa: RUF071  of names, not of paths
            entries.append({"p": shared, "k": name[shared:], "v": cid, "t": None})
            last = name
    return put(blocks, {"l": below, "e": entries})


def _after(entries: list[dict[str, Any]], lower: Cid) -> list[dict[str, Any]]:
    entries[-1]["t"] = lower
    return entries


def _level(name: bytes) -> int:
    bits = f"{int.from_bytes(sha256(name).digest(), 'big'):0256b}"
    return (len(bits) - len(bits.lstrip("0"))) // 2


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    size = next(n for n in range(4) if number < 1 << (8 << n))
    return bytes([kind << 5 | 24 + size]) + number.to_bytes(1 << size, "big")


def linked(value: Any) -> Any:
    """A record as JSON pages give it, with its links as a repository holds them."""
    if isinstance(value, dict):
        if set(value) == {"$link"}:
            text = str(value["$link"])[1:].upper()
            return Cid(b32decode(text + "=" * (-len(text) % 8)))
        return {name: linked(each) for name, each in value.items()}
    return [linked(each) for each in value] if isinstance(value, list) else value
