"""The shelf of rewards: what is there to give, how many are left, and what one costs."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from cm_desk.errors import BadInput

NAME = "rewards.shelf"  # the setting that keeps it


@dataclass(frozen=True, slots=True)
class Reward:
    """`left` None: there is no end of it. It is given as a gesture of that `kind`."""

    name: str
    icon: str = "gift"
    left: int | None = None
    cost_cents: int = 0
    currency: str = "EUR"
    minutes: int = 0
    kind: str = "gift"


USUAL = (
    Reward("Bench visit", "ticket", 2, 0, minutes=120, kind="invitation"),
    Reward("Spare part", "wrench", 10, 600),
    Reward("Name in the guide", "scroll-text", None, 0, kind="shout-out"),
    Reward("Bag of beans", "coffee", 4, 900),
)


def read(text: str) -> tuple[Reward, ...]:
    """What was set; before that, an example of a shelf. Raises BadInput for something else."""
    if not text:
        return USUAL
    try:
        return tuple(checked(_reward(each)) for each in json.loads(text))
    except (ValueError, TypeError, AttributeError) as err:
        raise BadInput(
            "This is no shelf of rewards.", "Each has a name; left, cost_cents …"
        ) from err


def _reward(given: Mapping[str, Any]) -> Reward:
    known = {field.name for field in fields(Reward)}
    return Reward(**{name: given[name] for name in given.keys() & known})


def checked(each: Reward) -> Reward:
    if not each.name.strip():
        raise BadInput("A reward has a name.", "Say what it is.")
    if (each.left or 0) < 0 or each.cost_cents < 0 or each.minutes < 0:
        raise BadInput(f"{each.name}: less than nothing.", "Write 0 or more.")
    return each


def text(shelf: Iterable[Reward]) -> str:
    return json.dumps([asdict(each) for each in shelf], ensure_ascii=False)


def taken(shelf: Iterable[Reward], name: str, by: int = 1) -> tuple[Reward, ...] | None:
    """One less of it (`by` -1: one more); None when there is none left."""
    found = []
    for each in shelf:
        if each.name == name and each.left is not None:
            if each.left < by:
                return None
            each = replace(each, left=each.left - by)
        found.append(each)
    return tuple(found)
