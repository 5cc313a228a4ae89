"""Integer keys for what services name by text, and text that SQLite takes."""

from dataclasses import fields, is_dataclass, replace
from hashlib import blake2b
from typing import Any, TypeVar

T = TypeVar("T")


def key(owner: object, name: str) -> int:
    """A signed 64-bit key for `name` within `owner`; the same on every machine, for ever."""
    data = f"{owner}\x1f{name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


def clean(text: str) -> str:
    """`text` without NUL and half surrogate pairs, which SQLite cannot hold or compare."""
    return text.encode("utf-8", "replace").decode().replace("\0", "�")


def cleaned(value: T) -> T:
    """The same value with every text in it cleaned, however deep; for the rare hostile one."""
    if type(value) is str:  # not an enum
        return clean(str(value))  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(cleaned(each) for each in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        parts: dict[str, Any] = {f.name: cleaned(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **parts)
    return value
