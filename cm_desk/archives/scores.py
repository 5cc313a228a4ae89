"""Answers on a scale: how NPS, CSAT and stars are written in a table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cm_desk.archives.words import bare

NUMBER = re.compile(r"\s*([+-]?\d{1,6}(?:[.,]\d{1,6})?)\s*(?:(?:/|of|von|sur|de|su)\s*(\d{1,6}))?")
TOLD = re.compile(r"\s*(\d{1,6})\s*(?:-|–|to)\s*(\d{1,6})\s*")
ENOUGH = 0.8  # of the scores
STARS = re.compile(r"\s*([★⭐]+)(☆*)\s*")
NPS = ("nps", "recommend", "weiterempf", "recomenda", "recomend", "consigli", "aanbevel")
CSAT = ("csat", "satisf", "zufrieden", "tevreden", "soddisf", "star", "stern", "rating")
SCALES = (("csat", 1, 5), ("", 1, 7), ("nps", 0, 10), ("", 0, 100))  # narrowest first


@dataclass(frozen=True, slots=True)
class Scale:
    """`kind` is "nps", "csat" or ""."""

    kind: str
    low: float
    high: float


def score_of(cell: str) -> float | None:
    """ "9", "9/10", "4,5", "★★★☆☆", "5 - Very satisfied"; None for words."""
    if stars := STARS.fullmatch(cell):
        return len(stars[1])
    found = NUMBER.match(cell)
    return float(found[1].replace(",", ".")) if found else None


def scale_of(heading: str, cells: Iterable[str], told: str = "") -> Scale:
    """What a person told, else what the heading says, else the narrowest usual scale that holds
    nearly all of `cells`. Raises ValueError for a told one like "1 to many"."""
    words = bare(heading)
    csat = "csat" if any(each in words for each in CSAT) else ""
    nps = "nps" if any(each in words for each in NPS) else ""
    if told:
        if not (span := TOLD.fullmatch(told)) or int(span[1]) >= int(span[2]):
            raise ValueError(f"no scale: {told}")
        return Scale(nps or csat, int(span[1]), int(span[2]))
    if nps:
        return Scale("nps", 0, 10)
    given = list(cells)
    ends = [
        (score, max(score, _top(cell))) for cell in given if (score := score_of(cell)) is not None
    ]
    for usual, low, high in SCALES:
        if sum(low <= least and most <= high for least, most in ends) >= ENOUGH * len(ends):
            return Scale(csat or usual, low, high)
    return Scale(csat, min(least for least, _ in ends), max(most for _, most in ends))


def _top(cell: str) -> float:
    """The 10 of "9/10", the 5 of "★★★☆☆"."""
    if stars := STARS.fullmatch(cell):
        return len(stars[1] + stars[2])
    found = NUMBER.match(cell)
    return float(found[2]) if found and found[2] else 0
