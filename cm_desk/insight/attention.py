"""Whether our attention is fair: how evenly it is spread, who is overlooked, who comes next.

A picture of what *we* did, never a measure of a person; hidden below `LEAST` people.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 10


def gini(turns: Sequence[float]) -> float | None:
    """How unevenly we turned to people: 0 the same for all, 1 one person got everything.

    n/(n-1) · Σ(2i-n-1)·x₍ᵢ₎ / (n·Σx), the small-sample form. None when there is nothing to compare.
    """
    n, total = len(turns), sum(turns)
    if n < 2 or total == 0:
        return None
    raw = sum((2 * i - n - 1) * x for i, x in enumerate(sorted(turns), 1)) / (n * total)
    return raw * n / (n - 1)


@dataclass(frozen=True, slots=True)
class Care:
    """How often somebody aided others, and how often we turned to them, in the same days."""

    aided: int
    turns: int


@dataclass(frozen=True, slots=True)
class Overlooked:
    """`gap` is their share of all aid less their share of our attention, 0 to 1."""

    contact_id: int
    gap: float


def overlooked(people: Mapping[int, Care]) -> list[Overlooked]:
    """Who aided at least twice and gets under a third of the attention they gave, worst first."""
    aid = sum(each.aided for each in people.values())
    turns = sum(each.turns for each in people.values())
    found = []
    for id, each in people.items():
        given, got = each.aided / (aid or 1), each.turns / (turns or 1)
        if each.aided >= 2 and got < given / 3:
            found.append(Overlooked(id, given - got))
    return sorted(found, key=lambda each: (-each.gap, each.contact_id))


def first_in_line(seed: str, names: Iterable[str]) -> list[str]:
    """A fair draw that anybody can repeat: the same seed and names give the same order."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).hexdigest())
