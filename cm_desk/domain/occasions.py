"""Days of the year that come again: birthdays, anniversaries, the first day with us."""

import re
from dataclasses import dataclass
from datetime import date

from cm_desk.domain.days import MONTHS

SUGGESTED = ("Birthday", "First day with us")  # any other name will do
EXAMPLES = "14 March, 14 March 1990 or 1990-03-14"
Day = tuple[int, int, int | None]  # month, day, and the year where it is known
Parts = tuple[int, int, str | None]

_LEAP = 2000
_BIG_FIRST = re.compile(r"(?:(\d{4})-|--)?(\d{1,2})-(\d{1,2})")
_SMALL_FIRST = re.compile(r"(\d{1,2})\. ?(\d{1,2})\.? ?(\d{4})?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?([a-z]{3,9})\.?,? ?(\d{4})?")
_NAMED_US = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? ?(\d{4})?")


@dataclass(frozen=True, slots=True)
class Coming:
    """The next time: how many `days` from today, and how many `years` it will be, if told."""

    on: date
    days: int
    years: int | None = None


def possible(month: int, day: int, year: int | None = None) -> bool:
    """29 February is a day as long as no common year is named."""
    try:
        date(_LEAP if year is None else year, month, day)
    except ValueError:
        return False
    return True


def in_year(month: int, day: int, year: int) -> date:
    """The day it falls on; 29 February is kept on the 28th in years that have none."""
    return date(year, month, day if possible(month, day, year) else day - 1)


def coming(month: int, day: int, year: int | None, yearly: bool, today: date) -> Coming | None:
    """Today counts as next. None: it was once, and is over."""
    first = today.year if year is None else year
    if not yearly:
        on = in_year(month, day, first)
        return Coming(on, (on - today).days) if on >= today else None
    on = in_year(month, day, max(first, today.year))
    if on < today:
        on = in_year(month, day, today.year + 1)
    years = None if year is None else on.year - year
    return Coming(on, (on - today).days, years or None)


def read(text: str) -> Day | None:
    """What a person types for a day of the year: `EXAMPLES`, "14.3.", "March 14, 1990"."""
    words = " ".join(text.lower().split())
    for pattern, parts in _FORMS:
        if found := pattern.fullmatch(words):
            month, day, year = parts(found)
            known = None if year is None else int(year)
            return (month, day, known) if possible(month, day, known) else None
    return None


def _month(name: str) -> int:
    return next((n for n, each in enumerate(MONTHS, 1) if each.startswith(name)), 0)


def _big_first(found: re.Match[str]) -> Parts:
    return int(found[2]), int(found[3]), found[1]


def _small_first(found: re.Match[str]) -> Parts:
    return int(found[2]), int(found[1]), found[3]


def _named(found: re.Match[str]) -> Parts:
    return _month(found[2]), int(found[1]), found[3]


def _named_us(found: re.Match[str]) -> Parts:
    return _month(found[1]), int(found[2]), found[3]


_FORMS = (
    (_BIG_FIRST, _big_first),
    (_SMALL_FIRST, _small_first),
    (_NAMED, _named),
    (_NAMED_US, _named_us),
)
