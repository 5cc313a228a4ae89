"""Integer keys for what services name by text, and text that SQLite takes."""

from dataclasses import fields, is_dataclass, replace
from hashlib import blake2b
from struct import Struct
from typing import Any, TypeVar

T = TypeVar("T")
_number = Struct(">Q").unpack
UNNAMED = "erased-"  # then its key: a thread whose name told who began it


def key(owner: object, name: str) -> int:
    """A 63-bit key for `name` within `owner`; the same on every machine, for ever.

    The upper 16 bits are when the name was given, where it tells, so that keys of one time lie
    together: at a million messages that halves what a page has to write. The lower 47 are a
    hash: two of a thousand names of a day share one once in a hundred million days.
    """
    data = f"{owner}\x1f{name}".encode("utf-8", "surrogatepass")
    number: int = _number(blake2b(data, digest_size=8).digest())[0]
    return _when(name) << 47 | number >> 17


def thread_key(account_id: int, thread: str) -> int:
    """The key of a conversation; one that lost its name is known by the key that stayed."""
    kept = thread.removeprefix(UNNAMED)
    return int(kept) if kept != thread and kept.isdecimal() else key(account_id, thread)


def _when(name: str) -> int:
    """Some hours of a Mastodon id, some minutes of a Bluesky one; 0 for others."""
    if name.isdecimal() and 16 < len(name) < 20:
        return int(name) >> 43 & 0xFFFF
    if name[-14:-13] == "/" and (part := name[-13:-8]).isalnum() and part.isascii():
        return int.from_bytes(part.encode(), "big") % 0xFFFF
    return 0


def clean(text: str) -> str:
    """`text` without NUL and half surrogate pairs, which SQLite cannot hold or compare."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "�")


def cleaned(value: T) -> T:
    """The same value with every text in it cleaned, however deep; for the rare hostile one."""
    if type(value) is str:  # not an enum
        return clean(str(value))  # type: ignore[return-value]
    if isinstance(value, tuple):
        inside: tuple[Any, ...] = tuple(map(cleaned, value))
        return type(value)(*inside) if hasattr(value, "_fields") else inside  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        parts: dict[str, Any] = {f.name: cleaned(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **parts)
    return value


def literal(word: str) -> str:
    """For `like … escape '\\'`: nothing in `word` is a wildcard."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
