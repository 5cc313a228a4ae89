"""Dates as people and programs write them: in any order, with months in words, in many languages.

What a whole column has in common tells more than one date: a 13 says which number is the day.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cm_desk.archives.words import bare, words
from cm_desk.domain.times import EPOCH

ORDERS = ("dmy", "mdy", "ymd")
WORDS = words()
MONTHS = [month for language in WORDS["months"].values() for month in language]
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
DIGIT = re.compile(r"\d")
WORD = re.compile(r"[^\W\d_]{2,}")
CLOCK = re.compile(
    r"(\d{1,2})[:.時시点](\d{2})分?(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?\s?m?\b\.?"
)
HALVES = {"오전": "a", "오후": "p", "午前": "a", "午後": "p", "上午": "a", "下午": "p"}
OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?$")
NAMED = re.compile(r"(?:^|[\s(])([a-z]{1,4})\)?$")
DATE = re.compile(r"(\d{1,4})\s?[./年년-]\s?(\d{1,2})\s?[./月월-]\s?(\d{1,4})\s?[日일]?")
MAX_TEXT = 100
STEADY = 2000  # dates that are looked at in a row


class Moments:
    """Reads the dates of one column. `order` of day, month and year; `zone` where none is said."""

    def __init__(self, order: str = "dmy", zone: tzinfo | None = None) -> None:
        self.order, self._zone = order, zone

    def read(self, text: str) -> datetime:
        """In UTC. Raises ValueError for what is no date, or none since 1970."""
        found = _iso(text) or _seconds(text) or self._written(text)
        if found.tzinfo is None and self._zone is not None:
            found = found.replace(tzinfo=self._zone)
        found = found.astimezone(UTC)  # without a zone it is this computer's
        if found < EPOCH:
            raise ValueError("a date before 1970")
        return found

    def _written(self, text: str) -> datetime:
        rest, zone = _zone_of(_plain(text))
        rest, clock = _clock(rest)
        year, month, day = _date(rest, self.order)
        moment = datetime(year, month, day, tzinfo=zone)
        return moment + clock


def order_of(texts: Iterable[str]) -> tuple[str, bool]:
    """(the order of day, month and year that all of `texts` allow, whether that is sure).

    What no text contradicts, else what runs forwards or backwards most of the time.
    """
    left = set(ORDERS)
    dates: list[tuple[int, int, int]] = []
    for text in texts:
        if numbers := _numbers(text):
            dates += [numbers] if len(dates) < STEADY else []
            left &= {order for order in ORDERS if _fits(numbers, order)} or left
            if len(left) == 1:
                return left.pop(), True
    if not dates or not left:
        return "dmy", not dates
    return max(sorted(left), key=lambda order: _steady(dates, order)), False


def zone_of(name: str) -> tzinfo | None:
    """ "" is this computer's, "UTC", "+02:00", "Europe/Berlin". Raises ValueError."""
    if not name:
        return None
    _, zone = _zone_of(f"1 {_plain(name)}")
    if zone is not None:
        return zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone {name!r}") from None


def is_moment(text: str) -> bool:
    """In any order."""
    return len(text) <= MAX_TEXT and bool(DIGIT.search(text)) and _is_moment(text)


@lru_cache(8192)
def _is_moment(text: str) -> bool:
    for order in ORDERS:
        try:
            Moments(order, UTC).read(text)
        except (ValueError, OverflowError):
            continue
        return True
    return False


def _iso(text: str) -> datetime | None:
    """Only with dashes: 20200213 may be a number of anything."""
    try:
        return datetime.fromisoformat(text.strip()) if text.count("-") >= 2 else None
    except ValueError:
        return None


def _seconds(text: str) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970, or days as spreadsheets count them."""
    text = text.strip()
    if not NUMBER.fullmatch(text) or len(text) > 24:
        return None
    number = float(text)
    for low, high, unit in ((1e8, 1e11, 1.0), (1e11, 1e14, 1e-3), (1e14, 1e17, 1e-6)):
        if low <= number < high:
            return EPOCH + timedelta(seconds=number * unit)
    if 20_000 <= number < 80_000:  # 1954 to 2119
        whole = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet says no zone
        return whole + timedelta(seconds=round(number * 86_400))
    if len(text) == 8 and text.isdecimal():
        return datetime(int(text[:4]), int(text[4:6]), int(text[6:]))  # noqa: DTZ001  nor does this
    raise ValueError("a number that is no date")


def _plain(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError("far too long for a date")
    return bare(text if text.isascii() else text.replace("年", "年 ").replace("월", "월 "))


def _zone_of(text: str) -> tuple[str, tzinfo | None]:
    """(what stands before the zone, the zone)."""
    if found := OFFSET.search(text):
        hours, minutes = int(found[2]), int(found[3] or 0)
        before = text[: found.start()]
        if (
            hours <= 14
            and minutes < 60
            and ("utc" in found[0] or "gmt" in found[0] or _ends(before))
        ):
            span = timedelta(hours=hours, minutes=minutes)
            return before, timezone(-span if found[1] == "-" else span)
    if (found := NAMED.search(text)) and found[1] in WORDS["zones"]:
        return text[: found.start()], timezone(timedelta(hours=WORDS["zones"][found[1]]))
    return text, None


def _ends(before: str) -> bool:
    """An offset follows a clock time, or stands alone; else it is the end of a date."""
    return ":" in before[-12:] or before.strip() in ("", "1")


def _clock(text: str) -> tuple[str, timedelta]:
    """(the text without its time of day, that time); midnight where there is none."""
    found = None
    for found in CLOCK.finditer(text):
        if ":" in found[0] or found.start() > 5:
            break
    else:
        return text, timedelta()
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = found[5] or next((half for word, half in HALVES.items() if word in text), "")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("no time of day")
    micro = int((found[4] or "0")[:6].ljust(6, "0"))
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return rest, timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)


def _date(text: str, order: str) -> tuple[int, int, int]:
    """(year, month, day). Raises ValueError."""
    if found := DATE.search(text):
        numbers = int(found[1]), int(found[2]), int(found[3])
        return _sorted(numbers, "ymd" if len(found[1]) > 2 else order)
    month = next((n for n in map(_month, WORD.findall(text)) if n), 0)
    numbers_in = re.findall(r"\d+", text)
    if not month or len(numbers_in) < 2:
        raise ValueError("no date")
    first, second = numbers_in[:2]
    day, year = (second, first) if len(first) == 4 else (first, second)
    return _year(int(year)), month, int(day)


def _sorted(numbers: tuple[int, int, int], order: str) -> tuple[int, int, int]:
    found = dict(zip(order, numbers, strict=True))
    return _year(found["y"]), found["m"], found["d"]


def _year(year: int) -> int:
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _month(word: str) -> int:
    """Also when it is cut to three letters or more; 0 for another word."""
    if len(word) < 3:
        return 0
    if word in WORDS["months_cut"]:
        return int(WORDS["months_cut"][word])
    return next((n % 12 + 1 for n, name in enumerate(MONTHS) if name.startswith(word)), 0)


def _numbers(text: str) -> tuple[int, int, int] | None:
    """The three numbers of a date that does not say which is the year."""
    found = DATE.search(text) if len(text) <= MAX_TEXT else None
    return (int(found[1]), int(found[2]), int(found[3])) if found and len(found[1]) < 3 else None


def _fits(numbers: tuple[int, int, int], order: str) -> bool:
    found = dict(zip(order, numbers, strict=True))
    years_first = order != "ymd" or numbers[0] > 31  # nobody begins with a year of two digits
    return 1 <= found["m"] <= 12 and 1 <= found["d"] <= 31 and years_first


def _steady(dates: list[tuple[int, int, int]], order: str) -> tuple[int, int]:
    """How much of the column runs one way; then orders as they are used most."""
    days = [_sorted(each, order) for each in dates]
    forwards = sum(a <= b for a, b in pairwise(days))
    backwards = sum(a >= b for a, b in pairwise(days))
    return max(forwards, backwards), {"dmy": 2, "mdy": 1, "ymd": 0}[order]
