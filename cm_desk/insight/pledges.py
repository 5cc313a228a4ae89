"""What sounds like a promise in a text, and the day it names.

A proposal only: nothing here blocks, saves or sends. Languages without a list give no answer; the
lists are resources/promises.json.
"""

import json
import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from cm_desk.paths import resource

FRIDAY = 4
FAR = 400  # days: a promise for later than that is a date in a story
_SENTENCE = re.compile(r"(?:\d\.(?=\d| |$)|[^.!?…\n])+[?]?")
_QUOTED = re.compile(r"^\s*>.*$", re.MULTILINE)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_SMALL_FIRST = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})?")


@dataclass(frozen=True, slots=True)
class Hint:
    """Words that sound like a promise, the day they name, and the whole sentence."""

    text: str
    due: date
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    """The list of a language, made into patterns."""

    we: re.Pattern[str]
    all: re.Pattern[str]
    never: re.Pattern[str]
    named: tuple[tuple[re.Pattern[str], int], ...]  # days from today
    week: re.Pattern[str]
    month: re.Pattern[str]
    within: re.Pattern[str]
    weeks: str
    weekdays: tuple[re.Pattern[str], ...]
    months: tuple[str, ...]


def pledge(text: str, said_on: date, lang: str = "en", theirs: bool = False) -> Hint | None:
    """The first sentence that says what will be done and by which day; proposed, never saved.

    `said_on` is the writer's day. A named weekday is the next one; a "Friday" on Friday is in a
    week. `theirs`: what "you will" get is no promise of who writes to us.
    """
    words = _words(lang[:2].lower() or "en")
    if words is None:
        return None
    for sentence in _SENTENCE.findall(_QUOTED.sub("", text)):
        will = (words.we if theirs else words.all).search(sentence)
        if not will or sentence.endswith("?") or words.never.search(sentence):
            continue
        due = _day(sentence.lower(), said_on, words)
        if due is not None and 0 <= (due - said_on).days <= FAR:
            return Hint(_short(sentence[will.end() :]), due, " ".join(sentence.split()))
    return None


def day_ahead(text: str, today: date, lang: str = "en") -> date | None:
    """The day to come that `text` names: "friday", "in 3 days", "24 December", "2026-12-24"."""
    words = _words(lang[:2].lower() or "en")
    return _day(f" {text.strip().lower()} ", today, words) if words else None


def asking(what: str, old: date, new: date, lang: str) -> str:
    """A draft that asks somebody for another day; English where the language has no list."""
    found = _lists().get(lang[:2].lower())
    words = found if isinstance(found, dict) else _lists()["en"]
    days = {name: _written(words, day) for name, day in (("old", old), ("new", new))}
    return str(words["moved"]).format(what=what.rstrip(" ."), **days)


def _written(words: Mapping[str, Any], day: date) -> str:
    month = str(words["months"][day.month - 1])
    return str(words["date"]).format(day=day.day, month=month, Month=month.capitalize())


def _day(sentence: str, today: date, words: _Words) -> date | None:
    if found := _ISO.search(sentence):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _SMALL_FIRST.search(sentence):
        return _next(today, int(found[2]), int(found[1]), found[3])
    if named := _month_day(sentence, today, words.months):
        return named
    if words.month.search(sentence):
        return today.replace(day=monthrange(today.year, today.month)[1])
    if words.week.search(sentence):
        return today + timedelta((FRIDAY - today.weekday()) % 7)
    days = _days_until(sentence, today, words)
    return None if days is None else today + timedelta(days)


def _days_until(sentence: str, today: date, words: _Words) -> int | None:
    for pattern, days in words.named:
        if pattern.search(sentence):
            return days
    if found := words.within.search(sentence):
        return int(found[1]) * (7 if found[2][0] in words.weeks else 1)
    for number, pattern in enumerate(words.weekdays):
        if pattern.search(sentence):
            return (number - today.weekday() - 1) % 7 + 1
    return None


def _month_day(sentence: str, today: date, months: Sequence[str]) -> date | None:
    """ "24 December", "24. Dezember 2026", "December 24th"."""
    for number, name in enumerate(months, 1):
        short = rf"(?:{name}|{name[:3]}\.?)"
        small = re.search(rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of |de )?{short}(?: (\d{{4}}))?\b",
                          sentence)  # fmt: skip
        big = re.search(rf"\b{short} (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?", sentence)
        if found := small or big:
            return _next(today, number, int(found[1]), found[2])
    return None


def _next(today: date, month: int, day: int, year: str | None) -> date | None:
    """Of that year, else the next time the day comes."""
    if year:
        return _date(int(year), month, day)
    found = _date(today.year, month, day)
    return found if found is None or found >= today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # the 31st of June
        return None


def _short(words: str, limit: int = 60) -> str:
    words = " ".join(words.split()).strip(" ,;:–-")
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + "…"


@cache
def _lists() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(resource("promises.json").read_text("utf-8"))
    return found


@cache
def _words(lang: str) -> _Words | None:
    lists = _lists().get(lang)
    if not isinstance(lists, dict):
        return None
    near = sorted(lists["near"].items(), key=lambda each: -len(each[0]))
    return _Words(
        we=_any(lists["we"]),
        all=_any([*lists["we"], *lists["you"]]),
        never=_any(lists["never"]),
        named=tuple((_any([re.escape(name)]), days) for name, days in near),
        week=_any(lists["week"]),
        month=_any(lists["month"]),
        within=_any([lists["in"]]),
        weeks=lists["weeks"],
        weekdays=tuple(_any([name]) for name in lists["weekdays"]),
        months=tuple(lists["months"]),
    )


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    """One of them, at the start of a word; nothing of an empty list."""
    words = "|".join(patterns) or "(?!)"
    return re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)
