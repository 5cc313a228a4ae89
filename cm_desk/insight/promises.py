"""How we keep our word: each promise by the calendar, and the share kept on time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

SOON = 2  # days
SETTLED = ("on time", "late", "broken", "overdue")


@dataclass(frozen=True, slots=True)
class Given:
    """A promise by its days. A move counts when the person agreed to it by the old day."""

    due: date
    kept_on: date | None = None
    broken: bool = False
    moved_from: date | None = None
    agreed_on: date | None = None


def state(given: Given, today: date) -> str:
    """ "on time", "late", "broken", "overdue", "due soon" or "open". Late is late."""
    due = counted_due(given)
    if given.kept_on:
        return "on time" if given.kept_on <= due else "late"
    if given.broken:
        return "broken"
    if today > due:
        return "overdue"
    return "due soon" if (due - today).days <= SOON else "open"


def counted_due(given: Given) -> date:
    """The day that counts: the new one only if the person agreed to it in time."""
    if given.moved_from is None:
        return given.due
    in_time = given.agreed_on is not None and given.agreed_on <= given.moved_from
    return given.due if in_time else given.moved_from


def after_moves(due: date, moves: Iterable[tuple[date, date | None]]) -> date:
    """The day that counts after several moves, each (new day, the day they agreed or None).

    One that they agreed to in time counts; the first that they did not leaves the day before it.
    """
    for new, agreed_on in moves:
        if agreed_on is None or agreed_on > due:
            return due
        due = new
    return due


@dataclass(frozen=True, slots=True)
class Word:
    """The states of many promises, and by how many days the late ones were late (median)."""

    states: Counter[str]
    late_days: float | None

    @property
    def on_time(self) -> int:
        return self.states["on time"]

    @property
    def settled(self) -> int:
        """An overdue promise counts as one that was not kept."""
        return sum(self.states[each] for each in SETTLED)


def word(promises: Iterable[Given], today: date) -> Word:
    """14 kept on time, 3 late, 1 broken and 2 overdue: 14 of 20."""
    given = list(promises)
    late = [
        (g.kept_on - counted_due(g)).days for g in given if g.kept_on and state(g, today) == "late"
    ]
    return Word(Counter(state(each, today) for each in given), median(late) if late else None)
