"""Staying in touch: how long ago the last real word was, and what is usual with somebody.

A touch is a word both ways, a call, or a gesture that arrived, on any channel. Broadcasts, likes
and automatic replies are none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

LEAST = 5  # touches, before a cadence is suggested


@dataclass(frozen=True, slots=True)
class Touch:
    """`state` is "green" up to `ideal` days, "yellow" up to `longest`, then "red"; or "never"."""

    state: str
    due: date | None = None
    days: int | None = None


def touch(touches: Iterable[date], today: date, ideal: int, longest: int) -> Touch:
    """Where we stand with a wish to speak every `ideal` days, and no later than `longest`."""
    last = max((day for day in touches if day <= today), default=None)
    if last is None:
        return Touch("never")
    gone = (today - last).days
    state = "green" if gone <= ideal else "yellow" if gone <= longest else "red"
    return Touch(state, last + timedelta(days=ideal), gone)


def usual_gap(touches: Iterable[date]) -> float | None:
    """The median of the days between touches; None before there are `LEAST`."""
    days = sorted(set(touches))
    gaps = [(b - a).days for a, b in pairwise(days)]
    return median(gaps) if len(days) >= LEAST else None
