"""How far a long action is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """`total` None: nobody knows. `back_to`: the oldest message so far, where there is one."""

    done: int
    total: int | None = None
    back_to: datetime | None = None


Report = Callable[[Progress], object]


def left_s(passed_s: float, share: float | None) -> float | None:
    """How long the rest will take at this pace; None while that is a guess without ground."""
    if share is None or passed_s < 2 or share < 0.02:
        return None
    return passed_s * (1 - share) / share
