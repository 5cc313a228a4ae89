"""Pages by key: where the last page ended, never how many rows to skip."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Cursor = int | str
LIMIT = 200
NEWEST = (1 << 63) - 1  # above every id


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Some items and the cursor that continues after them; None: that was the end."""

    items: tuple[T, ...]
    cursor: Cursor | None = None


def capped(limit: int) -> int:
    return max(1, min(limit, LIMIT))


def cut(
    rows: Sequence[R], limit: int, item: Callable[[R], T], key: Callable[[R], Cursor]
) -> Slice[T]:
    """A page of `limit` out of up to `limit` + 1 rows: the one too many says that more follow."""
    kept = rows[:limit]
    return Slice(tuple(map(item, kept)), key(kept[-1]) if len(rows) > limit else None)
