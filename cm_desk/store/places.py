"""Where something stands in a person's story: by time, and of one moment by kind and number.

Everything of a story has one place, in one order; a page is what stands between two places. So a
story is walked in both directions, and from any moment, without a gap and without a double.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from cm_desk.domain.times import to_ms
from cm_desk.store.saving import STEP

# Of one moment, what comes first stands lower.
(
    FIRST,
    MESSAGE,
    SIGNALS,
    GESTURE,
    MADE,
    MOVED,
    SETTLED,
    SURVEY,
    NOTE,
    MERGED,
    PARTED,
    BADGE,
    MET,
    OUTCOME,
    BEGUN,
    PROVEN,
    CLOSED,
) = range(17)
ABOVE = 99


class Place(NamedTuple):
    """`id` is the row's, so that two of one kind and moment have an order, too."""

    at_ms: int
    rank: int
    id: int

    @classmethod
    def read(cls, text: str) -> "Place":
        return cls(*map(int, text.split("/")))

    def __str__(self) -> str:
        return "/".join(map(str, self))

    def above(self) -> "Place":
        """The lowest place above this one."""
        return Place(self.at_ms, self.rank, self.id + 1)

    def edge(self, rank: int) -> tuple[int, int]:
        """(at_ms, id): what is of `rank` stands below this place if it is less than that."""
        if rank == self.rank:
            return self.at_ms, self.id
        return self.at_ms + (rank < self.rank), 0


BOTTOM, TOP = Place(-(1 << 60), -1, 0), Place(1 << 60, ABOVE, 0)


def of_message(id: int) -> Place:
    return Place(id << STEP, MESSAGE, id)


def after(moment: datetime) -> Place:
    """Above everything that had happened at that moment."""
    return Place(to_ms(moment), ABOVE, 0)


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` up to `high`, which is not part of it; `limit` of it, from its upper end, or
    with `upward` from its lower end."""

    low: Place = BOTTOM
    high: Place = TOP
    upward: bool = False
    limit: int = 50

    def holds(self, place: Place) -> bool:
        return self.low <= place < self.high

    def rows(self, rank: int) -> list[int]:
        """Values of `(at_ms, id) >= (?, ?) and (at_ms, id) < (?, ?)` for rows of `rank`."""
        return [*self.low.edge(rank), *self.high.edge(rank)]

    def ids(self) -> tuple[int, int]:
        """The lowest message id of it, and the one above its highest."""
        return _id(self.low), _id(self.high)

    @property
    def order(self) -> str:
        return "asc" if self.upward else "desc"


def _id(edge: Place) -> int:
    """The lowest id of a message that does not stand below `edge`."""
    if edge.rank == MESSAGE:
        return edge.id
    return ((edge.at_ms - 1 >> STEP) if edge.rank < MESSAGE else edge.at_ms >> STEP) + 1
