"""Days as people type them: "2026-01", "15 Jan 2026", "yesterday", "2w"."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

EXAMPLES = "2026-01, 15 Jan 2026, yesterday or 2w"
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YEARS = range(1971, 2200)

_BIG_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_SOLID = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SMALL_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAMED = re.compile(r"(?:(\d{1,2})\.? )?([a-z]{3,9})\.?(?: (\d{4}))?")
_NAMED_US = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_BACK = re.compile(r"(\d{1,4}) ?([a-z]+?)s?(?: ago)?")
_THIS = re.compile(r"(this|last) ?([a-z]+)")
_UNITS = {
    **dict.fromkeys(("h", "hour", "hr"), "h"),
    **dict.fromkeys(("d", "day"), "d"),
    **dict.fromkeys(("w", "week", "wk"), "w"),
    **dict.fromkeys(("m", "mo", "month"), "m"),
    **dict.fromkeys(("y", "year", "yr"), "y"),
}


def read(text: str, now: datetime, zone: tzinfo | None = None) -> datetime | None:
    """The beginning of what `text` names, in UTC; None for what is no day.

    Days begin at midnight of `zone`, None is the computer's own. "2w" is the midnight two weeks
    ago, "5h" that very moment; a month or weekday alone is the last one that has begun. Of
    "3.4.2026" and "3/4/2026" the first is the day, unless only the second can be: `twofold`.
    """
    words = " ".join(re.sub(r"(?<=[^\W\d_])[-_]|[-_](?=[^\W\d_])", " ", text.lower()).split())
    try:
        if (back := _BACK.fullmatch(words)) and _UNITS.get(back[2]) == "h":
            return now.astimezone(UTC) - timedelta(hours=int(back[1]))
        day = _day(words, now.astimezone(zone).date())
        if day is None or day.year not in YEARS:
            return None
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except (ValueError, OverflowError):  # the 31st of June, 9999 years ago
        return None


def twofold(text: str) -> str:
    """How "3/4/2026" was read, as "2026-04-03", when the other order is a day too; else ""."""
    if not (found := _SMALL_FIRST.fullmatch(text.strip())):
        return ""
    day, month, year = map(int, found.groups())
    return f"{year}-{month:02}-{day:02}" if day <= 12 and month <= 12 and day != month else ""


def _day(words: str, today: date) -> date | None:
    if words in ("today", "yesterday"):
        return today - timedelta(words == "yesterday")
    for pattern, named in _FORMS:
        if (found := pattern.fullmatch(words)) and (day := named(found, today)):
            return day
    return None


def _big_first(found: re.Match[str], _today: date) -> date:
    return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))


def _solid(found: re.Match[str], _today: date) -> date:
    return date(*map(int, found.groups()))


def _small_first(found: re.Match[str], _today: date) -> date:
    day, month, year = map(int, found.groups())
    return date(year, day, month) if month > 12 else date(year, month, day)


def _named(found: re.Match[str], today: date) -> date | None:
    day, name, year = found.groups()
    if name in WEEKDAYS and not day and not year:
        return today - timedelta((today.weekday() - WEEKDAYS.index(name)) % 7)
    month = next((n for n, each in enumerate(MONTHS, 1) if each.startswith(name)), None)
    if month is None:
        return None
    this = date(int(year or today.year), month, int(day or 1))
    return this if year or this <= today else this.replace(year=today.year - 1)


def _named_us(found: re.Match[str], today: date) -> date | None:
    return _day(f"{int(found[2])} {found[1]} {found[3]}", today)


def _back(found: re.Match[str], today: date) -> date | None:
    number, unit = int(found[1]), _UNITS.get(found[2])
    if unit in ("d", "w"):
        return today - timedelta(number * (7 if unit == "w" else 1))
    if unit not in ("m", "y"):
        return None
    months = today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return _clipped(year, month + 1, today.day)


def _clipped(year: int, month: int, day: int) -> date:
    """A month after the 31st of January is the last of February."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day, (following - timedelta(1)).day))


def _this(found: re.Match[str], today: date) -> date | None:
    last, unit = found[1] == "last", found[2]
    if unit == "week":
        return today - timedelta(today.weekday() + 7 * last)
    if unit == "month":
        return _clipped(
            today.year - (last and today.month == 1), (today.month - 1 - last) % 12 + 1, 1
        )
    if unit == "year":
        return date(today.year - last, 1, 1)
    if unit not in WEEKDAYS:
        return None
    return today - timedelta((today.weekday() - WEEKDAYS.index(unit) - 1) % 7 + 1)


_FORMS = (
    (_BIG_FIRST, _big_first),
    (_SOLID, _solid),
    (_SMALL_FIRST, _small_first),
    (_NAMED_US, _named_us),
    (_BACK, _back),
    (_THIS, _this),
    (_NAMED, _named),
)
