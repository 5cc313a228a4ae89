"""Badges: what each is for, in plain words, as a person may edit it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from cm_desk.domain.help import KINDS
from cm_desk.errors import BadInput


@dataclass(frozen=True, slots=True)
class Criterion:
    """At least `least` acts of these kinds in `days`, in at least `months` different months.

    `words` is what a person reads; the numbers only decide when the desk suggests it.
    """

    key: str
    name: str
    icon: str
    words: str
    kinds: tuple[str, ...]
    least: int = 1
    days: int = 365
    months: int = 1
    on: bool = True


def read(text: str) -> tuple[Criterion, ...]:
    """Raises BadInput for what is no list of badges."""
    try:
        return tuple(_criterion(each) for each in json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError) as err:
        raise BadInput("These are no badges.", "Each has key, name, words and kinds.") from err


def _criterion(given: dict[str, Any]) -> Criterion:
    known = {field.name for field in fields(Criterion)}
    made = Criterion(**{name: given[name] for name in given.keys() & known})
    return checked(Criterion(**(asdict(made) | {"kinds": tuple(made.kinds)})))


def checked(each: Criterion) -> Criterion:
    """Raises BadInput, in words."""
    if not each.key.strip() or not each.name.strip() or not each.words.strip():
        raise BadInput("A badge needs a name and words.", "Say in a sentence what it is for.")
    if not each.kinds or set(each.kinds) - set(KINDS):
        raise BadInput(f"{each.name}: no such help.", f"Choose of {', '.join(KINDS)}.")
    if min(each.least, each.days, each.months) < 1:
        raise BadInput(f"{each.name}: its numbers begin at 1.", "Write whole numbers.")
    return each


def text(criteria: Iterable[Criterion]) -> str:
    return json.dumps([asdict(each) for each in criteria], ensure_ascii=False)
