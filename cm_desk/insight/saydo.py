"""What somebody said beside what they did, month by month: counts, and nothing made of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

SAID = ("message", "survey")
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """`said` and `done` are (kind, how many), the most first. UTC."""

    year: int
    month: int
    said: tuple[tuple[str, int], ...] = ()
    done: tuple[tuple[str, int], ...] = ()

    def total(self, lane: str) -> int:
        """Of "said" or "done"."""
        return sum(n for _, n in (self.said if lane == "said" else self.done))


def since(now: datetime, months: int = MONTHS) -> datetime:
    """The beginning of the first of the last `months` months, this one among them."""
    year, month = divmod(_number(now) - months + 1, 12)
    return datetime(year, month + 1, 1, tzinfo=UTC)


def lanes(
    counts: Iterable[tuple[int, int, str, int]], now: datetime, months: int = MONTHS
) -> tuple[Month, ...]:
    """Of (year, month, kind, how many), the last `months` months, the oldest first."""
    said: dict[int, Counter[str]] = {}
    done: dict[int, Counter[str]] = {}
    for year, month, kind, n in counts:
        lane = said if kind in SAID else done
        lane.setdefault(year * 12 + month - 1, Counter())[kind] += n
    last = _number(now)
    return tuple(
        Month(number // 12, number % 12 + 1, _told(said, number), _told(done, number))
        for number in range(last - months + 1, last + 1)
    )


def _told(lane: dict[int, Counter[str]], number: int) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(lane.get(number, Counter()).items(), key=lambda each: (-each[1], each[0])))


def _number(moment: datetime) -> int:
    here = moment.astimezone(UTC)
    return here.year * 12 + here.month - 1
