"""The kinds of gestures, as resources/gestures.json names them."""

import json
from dataclasses import dataclass
from functools import cache

from cm_desk.paths import resource


@dataclass(frozen=True, slots=True)
class GestureKind:
    """`tone` and `icon` are names of the theme and of a drawing."""

    key: str
    label: str
    plural: str
    icon: str
    tone: str


@cache
def kinds() -> tuple[GestureKind, ...]:
    """In the order in which they are offered."""
    found = json.loads(resource("gestures.json").read_text(encoding="utf-8"))
    return tuple(GestureKind(**each) for each in found)


def kind(key: str) -> GestureKind:
    """A kind that came with an import and is not ours shows as its own name."""
    known = {each.key: each for each in kinds()}
    return known.get(key) or GestureKind(key, key.capitalize(), key.capitalize(), "heart", "joy")
