"""Phrases worth a second look in a draft: strings on a gift, an apology that takes itself back.

A mirror, not a judge: it points at words, and the choice is the writer's. Languages without a
list give no answer. The lists are resources/phrases.json.
"""

import json
import re
from dataclasses import dataclass
from functools import cache

from cm_desk.paths import resource


@dataclass(frozen=True, slots=True)
class Phrase:
    """`words` as they were written, at `start` in the text."""

    words: str
    start: int


def asks(text: str, lang: str = "en") -> tuple[Phrase, ...]:
    """What makes a deal of a gift, in the order of the text.

    "A small surprise for you. Please review us, and use code LOVE10.": "Please review", "use code".
    """
    return _found("asks", text, lang) or ()


def hedges(text: str, lang: str = "en") -> tuple[Phrase, ...]:
    """Every "if" and "but" that takes a sorry back."""
    return _found("hedges", text, lang) or ()


def owns_up(text: str, lang: str = "en") -> bool | None:
    """Whether an apology says that it was us; None for a language without a list."""
    found = _found("ours", text, lang)
    return None if found is None else bool(found)


def begins(kind: str, text: str) -> bool:
    """Whether a text begins with one of the phrases, of any language."""
    return any(
        (found := _pattern(kind, lang)) is not None and found.match(text.lstrip()) is not None
        for lang in _languages(kind)
    )


def holds(kind: str, text: str) -> bool:
    """Whether one of the phrases stands anywhere, of any language."""
    return any(_found(kind, text, lang) for lang in _languages(kind))


@cache
def _languages(kind: str) -> tuple[str, ...]:
    return tuple(json.loads(resource("phrases.json").read_text("utf-8"))[kind])


def _found(kind: str, text: str, lang: str) -> tuple[Phrase, ...] | None:
    pattern = _pattern(kind, lang[:2].lower() or "en")
    if pattern is None:
        return None
    return tuple(Phrase(match[0], match.start()) for match in pattern.finditer(text))


@cache
def _pattern(kind: str, lang: str) -> re.Pattern[str] | None:
    lists = json.loads(resource("phrases.json").read_text("utf-8"))
    phrases = lists[kind].get(lang)
    return re.compile(rf"\b(?:{'|'.join(phrases)})", re.IGNORECASE) if phrases else None
