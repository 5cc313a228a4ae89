"""Days as people write them: "march 2025", "2025-03-14", "14 Mar", "yesterday"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
EXAMPLES = "“march 2025”, “14 mar 2025” or “2025-03-14”"
DAY = timedelta(days=1)
_NUMBERS = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")  # and most of Europe
_WORDS = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class Days:
    """All days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """Where this computer is."""
        return datetime.combine(self.first, time()).astimezone()

    @property
    def end(self) -> datetime:
        """The last moment of it."""
        return datetime.combine(self.last + DAY, time()).astimezone() - timedelta(milliseconds=1)


def read(words: str, today: date) -> Days | None:
    """The day, month or year that is meant; None for what is no date.

    Without a year it is the last one: "march" in May is two months ago.
    """
    words = words.strip().casefold()
    if words in ("today", "yesterday"):
        day = today - DAY * (words == "yesterday")
        return Days(day, day)
    try:
        return _numbers(words) or _words(words, today)
    except (ValueError, OverflowError):  # the 31st of February, or of the year 0
        return None


def _numbers(words: str) -> Days | None:
    if german := _GERMAN.fullmatch(words):
        day, month, year = map(int, german.groups())
        return _days(year, month, day)
    if found := _NUMBERS.fullmatch(words):
        return _days(*(int(part) if part else 0 for part in found.groups()))
    return None


def _words(words: str, today: date) -> Days | None:
    """A month by its name, a day and a year around it in any order."""
    year = month = day = 0
    for part in _WORDS.findall(re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", words)):
        named = _month(part)
        if named and not month:
            month = named
        elif len(part) == 4 and part.isdecimal() and not year:
            year = int(part)
        elif len(part) < 3 and part.isdecimal() and not day:
            day = int(part)
        else:
            return None
    if not month:
        return None
    found = _days(year or today.year, month, day)
    return found if year or found.first <= today else _days(today.year - 1, month, day)


def _month(word: str) -> int:
    """By three letters or more; 0 for another word."""
    hits = [n for n, name in enumerate(MONTHS, 1) if len(word) > 2 and name.startswith(word)]
    return hits[0] if hits else 0


def _days(year: int, month: int, day: int) -> Days:
    """A part that is 0 means all of them. Raises ValueError for what the calendar has not."""
    if not 1900 <= year <= 2200:
        raise ValueError(year)
    if not month:
        return Days(date(year, 1, 1), date(year, 12, 31))
    if not day:
        return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    return Days(date(year, month, day), date(year, month, day))
