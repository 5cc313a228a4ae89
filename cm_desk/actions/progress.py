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
