"""Who helps others: a board of acts, in the open, and beside it whether our attention is fair.

The only ranking there is. It counts acts that a person confirmed, never people's worth; those
that nobody looked at yet stand beside it as what they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cm_desk.insight.attention import LEAST, Care, gini, overlooked


@dataclass(frozen=True, slots=True)
class Helped:
    """One confirmed act of help."""

    act_id: int
    contact_id: int
    kind: str
    quote: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """`acts` are ids, the newest first: each count opens them. `gap` is the share of all help that
    they gave less the share of our attention that they got, 0 where that is fair.

    `turns`: how often we turned to them in that time. `thanked_at`: the last gesture to them, ever.
    """

    contact_id: int
    acts: tuple[int, ...]
    kinds: Mapping[str, int]
    latest: str
    turns: int
    unconfirmed: int
    thanked_at: datetime | None
    gap: float

    @property
    def aided(self) -> int:
        return len(self.acts)


@dataclass(frozen=True, slots=True)
class Board:
    """`gini` tells how unevenly we turned to `people`, everybody who helped or whom we turned to;
    None below ten of them."""

    rows: tuple[Row, ...]
    gini: float | None
    people: int


def board(
    acts: Iterable[Helped],
    turns: Mapping[int, int],
    thanked: Mapping[int, datetime],
    unconfirmed: Mapping[int, int],
    fair: bool = True,
) -> Board:
    """`fair`: longest overdue thanks first, who was never thanked before all; else the most acts
    first. Between equals whoever helped more, then the one known longer."""
    theirs: dict[int, list[Helped]] = {}
    for act in sorted(acts, key=lambda each: (each.at, each.act_id), reverse=True):
        theirs.setdefault(act.contact_id, []).append(act)
    care = _care(theirs, turns)
    gaps = {each.contact_id: each.gap for each in overlooked(care)}
    rows = [
        _row(id, some, turns.get(id, 0), unconfirmed.get(id, 0), thanked.get(id), gaps.get(id, 0.0))
        for id, some in theirs.items()
    ]
    spread = gini([each.turns for each in care.values()]) if len(care) >= LEAST else None
    return Board(tuple(sorted(rows, key=_fair if fair else _raw)), spread, len(care))


def _care(theirs: Mapping[int, Sequence[Helped]], turns: Mapping[int, int]) -> dict[int, Care]:
    return {id: Care(len(theirs.get(id, ())), turns.get(id, 0)) for id in {*theirs, *turns}}


def _row(
    id: int,
    acts: Sequence[Helped],
    turns: int,
    unconfirmed: int,
    thanked_at: datetime | None,
    gap: float,
) -> Row:
    kinds: dict[str, int] = {}
    for each in acts:
        kinds[each.kind] = kinds.get(each.kind, 0) + 1
    ids = tuple(each.act_id for each in acts)
    return Row(id, ids, kinds, acts[0].quote, turns, unconfirmed, thanked_at, gap)


def _raw(row: Row) -> tuple[int, int]:
    return -row.aided, row.contact_id


def _fair(row: Row) -> tuple[float, int, int]:
    waited = row.thanked_at.timestamp() if row.thanked_at else float("-inf")
    return waited, -row.aided, row.contact_id
