"""What is at an address that somebody pasted: each service asks in its own way, none signs in."""

from collections.abc import Callable
from typing import TypeVar

from cm_desk.errors import Gone, OddAnswer, Rejected, SignInNeeded

T = TypeVar("T")


def told(ask: Callable[[], T]) -> T | None:
    """What is answered; None where something else is there. Raises Offline, SlowDown."""
    try:
        return ask()
    except (Gone, OddAnswer, Rejected, SignInNeeded):
        return None
