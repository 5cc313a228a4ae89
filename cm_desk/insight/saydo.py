"""What somebody said beside what they did, month by month: counts, and nothing made of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain import months as calendar

SAID = ("message", "survey")
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """`said` and `done` are (kind, how many), the most first."""

    year: int
    month: int
    said: tuple[tuple[str, int], ...] = ()
    done: tuple[tuple[str, int], ...] = ()

    def total(self, lane: str) -> int:
        """Of "said" or "done"."""
        return sum(n for _, n in (self.said if lane == "said" else self.done))


def since(now: datetime, months: int = MONTHS) -> datetime:
    """The beginning of the first of the last `months` months, this one among them."""
    return calendar.start(calendar.after(calendar.of(now), 1 - months))


def lanes(
    counts: Iterable[tuple[int, int, str, int]], now: datetime, months: int = MONTHS
) -> tuple[Month, ...]:
    """Of (year, month, kind, how many), the last `months` months, the oldest first."""
    said: dict[calendar.Month, Counter[str]] = {}
    done: dict[calendar.Month, Counter[str]] = {}
    for year, month, kind, n in counts:
        lane = said if kind in SAID else done
        lane.setdefault((year, month), Counter())[kind] += n
    last = calendar.of(now)
    shown = calendar.between(calendar.after(last, 1 - months), last)
    return tuple(Month(*each, _told(said, each), _told(done, each)) for each in shown)


def _told(
    lane: dict[calendar.Month, Counter[str]], month: calendar.Month
) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(lane.get(month, Counter()).items(), key=lambda each: (-each[1], each[0])))
