"""What can be completed where the cursor stands in a query: the name of a filter, or its value."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from cm_desk.domain.query import QUOTES, Known, items, written

DAYS = (
    ("today", "since midnight"),
    ("yesterday", ""),
    ("1w", "a week ago"),
    ("1m", "a month ago"),
    ("1y", "a year ago"),
)
SHORTEST = 2  # letters of a word before it may be meant as a filter


@dataclass(frozen=True, slots=True)
class Asked:
    """`typed` so far of a value of the filter `name`, or, where that is "", of a filter's name.

    What is chosen takes the place of `text[start:end]`.
    """

    name: str
    typed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Offer:
    """`value` is inserted, in quotation marks if it must be or `quoted` says so. `face`: the
    picture of a person, None for what is none."""

    value: str
    hint: str = ""
    quoted: bool = False
    face: str | None = None


def at(text: str, cursor: int, known: Iterable[Known]) -> Asked | None:
    """What is being typed at `cursor`; None inside a phrase, or where nothing is."""
    names = {name: each.name for each in known for name in (each.name, *each.also)}
    for found in items(text):
        if not found.start() <= cursor <= found.end():
            continue
        name = names.get((found["name"] or "").casefold())
        if name and cursor >= found.end("colon"):
            typed = text[found.end("colon") : cursor].lstrip(QUOTES)
            return Asked(name, typed, found.end("colon"), found.end())
        word = found["bare"] or ""
        if not found["name"] and cursor == found.end() and word.isalpha():
            return Asked("", word, found.start("bare"), found.end())
    return None


def anywhere(text: str, cursor: int) -> Asked | None:
    """A filter may begin at `cursor`: on demand, where nothing else is being typed."""
    before, after = text[:cursor], text[cursor:]
    free = (not before or before[-1:].isspace()) and (not after or after[:1].isspace())
    return Asked("", "", cursor, cursor) if free else None


def filters(known: Iterable[Known], asked: Asked) -> list[Offer]:
    """Filters whose names begin with what was typed; whole names are words too."""
    typed = asked.typed.casefold()
    if typed and len(typed) < SHORTEST:
        return []
    return [
        Offer(f"{each.name}:", each.help)
        for each in known
        if any(name.startswith(typed) and name != typed for name in (each.name, *each.also))
    ]


def choices(known: Known, asked: Asked, now: datetime, zone: tzinfo | None = None) -> list[Offer]:
    """Values that are always the same: of a list, and days."""
    typed = asked.typed.casefold()
    if known.takes == "day":
        year = now.astimezone(zone).year
        years = [(str(each), f"since its beginning, 1 January {each}") for each in (year, year - 1)]
        found = [Offer(value, hint) for value, hint in (*DAYS, *years)]
    else:
        found = [Offer(value) for value in known.choices]
    return [each for each in found if each.value.startswith(typed) and each.value != typed]


def completed(text: str, asked: Asked, offer: Offer) -> tuple[str, int]:
    """The text with the offer in it, and where the cursor goes: behind it, and a blank."""
    if not asked.name:
        whole, rest = offer.value, text[asked.end :]
    else:
        bare = written("", offer.value).removeprefix(":")
        quoted = f'"{bare}"' if offer.quoted and not bare.startswith('"') else bare
        rest = text[asked.end :].lstrip()
        whole = f"{quoted} "
    return f"{text[: asked.start]}{whole}{rest}", asked.start + len(whole)
