"""How often somebody wants to speak with somebody, as people say it: "every two months"."""

import re

EXAMPLES = "every two months, every 3 weeks or weekly"
MOST = 3650  # days
_UNITS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
_WORDS = {
    "daily": 1,
    "weekly": 7,
    "fortnightly": 14,
    "monthly": 30,
    "quarterly": 90,
    "yearly": 365,
    "annually": 365,
    "fortnight": 14,
    "half year": 180,
    "half a year": 180,
    "other day": 2,
    "other week": 14,
    "other month": 60,
    "twice a year": 180,
    "once a week": 7,
    "once a month": 30,
    "once a year": 365,
}
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
)
_PARTS = re.compile(r"(?:(\d{1,4}|[a-z]+) |(\d{1,4}))?([a-z]+)")
_SHORT = {"d": "day", "w": "week", "m": "month", "y": "year", "q": "quarter"}


def read(text: str) -> int | None:
    """Days; None for what is no rhythm. A month is 30 days, "2w" two weeks."""
    words = " ".join(text.lower().replace("-", " ").split()).removeprefix("every ")
    if words in _WORDS:
        return _WORDS[words]
    found = _PARTS.fullmatch(words)
    if found is None:
        return None
    number = _number(found[1] or found[2])
    unit = _SHORT.get(found[3], found[3].removesuffix("s"))
    days = (number or 0) * _UNITS.get(unit, 0)
    return days if 0 < days <= MOST else None


def _number(word: str | None) -> int | None:
    if word is None or word in ("a", "an"):
        return 1
    if word.isdecimal():
        return int(word)
    return _NUMBERS.index(word) + 1 if word in _NUMBERS else None


def words(days: int) -> str:
    """ "every 2 months", "every week", "every 10 days"."""
    for unit in ("year", "month", "week"):
        if days % _UNITS[unit] == 0:
            number = days // _UNITS[unit]
            return f"every {unit}" if number == 1 else f"every {number} {unit}s"
    return "every day" if days == 1 else f"every {days} days"


def longest(ideal: int) -> int:
    """How long it may last at most: half as long again."""
    return ideal + (ideal + 1) // 2
