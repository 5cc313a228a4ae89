"""Where on earth somebody may be, guessed from the hours in which they do not write.

A night shift looks like another time zone, and summer time blurs by an hour: the guess is a range,
it says on what it rests, and what a person told us always goes before it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cm_desk.insight.intervals import wilson

LEAST, LEAST_DAYS = 30, 10  # messages, and days on which they were written
NIGHT_H, NIGHT_AT = 6, 1  # hours together that are the quietest for most, from 01:00 on
QUIET = 0.15  # at most this share is written in the night; by chance alone it were a quarter
WIDEST_H = 6  # a wider range says nothing


@dataclass(frozen=True, slots=True)
class Clock:
    """`offset_h` is the likeliest, `low_h` to `high_h` the range; None: too little to tell, `why`.

    Evidence: `messages` on `days` days; `by_hour` (UTC); of these `inside` in the quietest hours,
    which begin at `quiet_from` o'clock UTC.
    """

    offset_h: int | None
    low_h: int = 0
    high_h: int = 0
    messages: int = 0
    days: int = 0
    quiet_from: int = 0
    inside: int = 0
    by_hour: tuple[int, ...] = (0,) * 24
    why: str = ""


def guess(moments: Iterable[datetime]) -> Clock:
    """Of when somebody wrote."""
    known = [each.astimezone(UTC) for each in moments]
    hours = Counter(each.hour for each in known)
    by_hour = tuple(hours[hour] for hour in range(24))
    n, days = len(known), len({each.date() for each in known})
    if n < LEAST or days < LEAST_DAYS:
        return Clock(None, messages=n, days=days, by_hour=by_hour, why="few")
    nights = [sum(by_hour[(start + h) % 24] for h in range(NIGHT_H)) for start in range(24)]
    first, length = _quietest(nights)
    inside = nights[first]
    told = (n, days, first, inside, by_hour)
    if (share := wilson(inside, n)) is None or share[1] > QUIET:
        return Clock(None, 0, 0, *told, why="no night")
    if length > WIDEST_H + 1:
        return Clock(None, 0, 0, *told, why="few hours")
    high = _offset(first)
    low, middle = high - length + 1, high - (length - 1) // 2
    return Clock(middle, low - 1, high + 1, *told)


def _quietest(nights: Sequence[int]) -> tuple[int, int]:
    """Where the longest run of quietest nights begins, and how many they are; it may go round."""
    least = min(nights)
    quiet = [start for start in range(24) if nights[start] == least]
    runs = [(_run(nights, start, least), -start) for start in quiet if nights[start - 1] != least]
    length, first = max(runs, default=(24, 0))
    return -first, length


def _run(nights: Sequence[int], start: int, least: int) -> int:
    return next((n for n in range(24) if nights[(start + n) % 24] != least), 24)


def _offset(start: int) -> int:
    """Hours ahead of UTC, from -11 to 12, of a place where the night begins at that hour."""
    ahead = (NIGHT_AT - start) % 24
    return ahead - 24 if ahead > 12 else ahead
