"""What a format made of a file, before it leaves: of the types that it claims, and storable.

A file may say anything anywhere: a list as a width, half a character in a name. Formats read on
as if all were well, and this says TypeError or ValueError when it is not.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar

from cm_desk.domain.model import Author, Incoming, Poll, Profile
from cm_desk.domain.times import YEARS
from cm_desk.text.plain import clean

T = TypeVar("T")
ODD = (
    *(KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError),
    *(LookupError, RecursionError, OSError),  # OSError: a time that the system cannot tell
)  # what reading a record of any shape may raise
MAX_NUMBER = 2**53


def message(given: Incoming) -> Incoming:
    """Texts without control characters and halves of characters; odd numbers are 0."""
    found = _plain(given)
    who = _plain(given.who) if given.who else None
    if who is not given.who or given.media or given.poll:
        media = tuple(_plain(each) for each in given.media)
        found = replace(found, who=who, media=media, poll=_poll(given.poll) if given.poll else None)
    if not found.remote_id or not found.thread:
        raise ValueError("a message without an id")
    if found.who and not (found.who.key and found.who.handle):
        raise ValueError("a person without a handle")
    if found.sent_at.year not in YEARS:
        raise ValueError("a time before or after all of us")
    if found.edited_at and found.edited_at.year not in YEARS:
        return replace(found, edited_at=None)
    return found


def author(given: Author) -> Author:
    found: Author = _plain(given)
    if not (found.key and found.handle):
        raise ValueError("a person without a handle")
    links = (each._replace(address=_text(each.address)) for each in found.links)
    return replace(found, links=tuple(links)) if found.links else found


def profile(given: Profile) -> Profile:
    found: Profile = _plain(given)
    if not found.handle:
        raise ValueError("an account without a handle")
    return found


def _poll(given: Poll) -> Poll:
    options = (_plain(each) for each in given.options)
    return replace(given, options=tuple(replace(o, votes=_count(o.votes)) for o in options))


def _plain(given: T) -> T:
    """With its own texts and numbers checked, not those of what it holds."""
    kind: Any = type(given)
    changed: dict[str, Any] = {}
    for name, check in _checks(kind):
        value = getattr(given, name)
        if (sound := check(value)) is not value:
            changed[name] = sound
    return replace(given, **changed) if changed else given  # type: ignore[type-var]


@cache
def _checks(kind: type[Any]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    by_type: dict[Any, Callable[[Any], Any]] = {str: _text, int: _number}
    return tuple((f.name, by_type[f.type]) for f in fields(kind) if f.type in by_type)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a {type(value).__name__} where a text should be")
    sound = clean(value)
    return value if sound == value else sound


def _number(value: Any) -> int:
    return _count(value) or 0


def _count(value: Any) -> int | None:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MAX_NUMBER
    return value if good else None
