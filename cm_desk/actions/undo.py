"""The way back from an action."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Undo:
    """`what` happened, for the toast; `await undo.back()` makes it not so."""

    what: str
    back: Callable[[], Awaitable[object]]


def count(number: int, one: str, many: str) -> str:
    """`count(3, "conversation", "conversations")` is "3 conversations"."""
    return f"{number:,} {one if number == 1 else many}"
