"""Two people who would help each other: one asked, the other has helped with that; or both stand
in the same circle. A proposal with the words of both; a person decides, and both are asked first.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from cm_desk.domain.introductions import Words

MOST = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """`first` would be asked first: whoever needs it. `because` is for us alone."""

    first: Words
    second: Words
    circle: str
    because: str

    @property
    def key(self) -> tuple[int, int]:
        a, b = self.first.contact_id, self.second.contact_id
        return min(a, b), max(a, b)


def pairs(
    asked: Iterable[Words],
    helped: Iterable[Words],
    circles: Iterable[Words],
    known: Collection[tuple[int, int]],
    alone: Collection[int],
) -> list[Pair]:
    """`known` are pairs (lower id first) who met, are being introduced, or were passed over;
    `alone` who wants to be left alone. A question comes before a circle; nobody stands in two.
    """
    taken: set[int] = set()
    found: list[Pair] = []
    for each in (*_answers(asked, helped), *_circles(circles)):
        people = {each.first.contact_id, each.second.contact_id}
        if len(people) < 2 or each.key in known or people & {*alone, *taken}:
            continue
        taken |= people
        found.append(each)
    return found[:MOST]


def _answers(asked: Iterable[Words], helped: Iterable[Words]) -> Iterator[Pair]:
    """The newest question first, whoever helped last first."""
    about: dict[str, list[Words]] = {}
    for each in sorted(helped, key=lambda w: w.at, reverse=True):
        about.setdefault(each.circle.casefold(), []).append(each)
    for question in sorted(asked, key=lambda w: w.at, reverse=True):
        for helper in about.get(question.circle.casefold(), []):
            because = f"asked about {question.circle}; the other has helped with it"
            yield Pair(question, helper, question.circle, because)


def _circles(members: Iterable[Words]) -> Iterator[Pair]:
    within: dict[str, list[Words]] = {}
    for each in sorted(members, key=lambda w: w.at, reverse=True):
        within.setdefault(each.circle, []).append(each)
    for circle, some in within.items():
        for n, first in enumerate(some):
            for second in some[n + 1 :]:
                yield Pair(first, second, circle, f"both stand in “{circle}”")
