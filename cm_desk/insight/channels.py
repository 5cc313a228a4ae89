"""Where somebody usually writes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cm_desk.insight.intervals import wilson

LEAST = 5  # messages


@dataclass(frozen=True, slots=True)
class Channels:
    """`usual` is "" when none is: too few messages, or no service with surely more than half.

    `counts` are (service, messages), the most first, of `n`.
    """

    usual: str
    counts: tuple[tuple[str, int], ...]
    n: int


def channels(services: Iterable[str]) -> Channels:
    """Of the service of each message."""
    found = Counter(services)
    counts = tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))
    n = found.total()
    share = wilson(counts[0][1], n) if n >= LEAST else None
    sure = share is not None and (share[0] > 0.5 or len(counts) == 1)
    return Channels(counts[0][0] if sure else "", counts, n)
