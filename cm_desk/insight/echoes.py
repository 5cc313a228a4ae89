"""The same words in two places: what somebody posts to each of their accounts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations

WINDOW_MS = 3 * 24 * 60 * 60 * 1000  # who posts to two places does so within days
LETTERS = 40  # shorter words are said by many
ROUND = 2  # more people than this: it goes round
_PLACES = re.compile(r"https?://\S+|@[\w.@-]+|[\W_]")


@dataclass(frozen=True, slots=True)
class Said:
    """A message of somebody else's."""

    id: int
    identity_id: int
    at_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Two messages of two people with the same words; `a` is the smaller identity."""

    a: int
    b: int
    a_message: int
    b_message: int


class Echoes:
    """`hear` takes messages from old to new, `heard` gives what is complete."""

    def __init__(self) -> None:
        self._open: dict[bytes, list[Said]] = {}  # the oldest first

    def hear(self, messages: Iterable[Said]) -> Iterator[Heard]:
        for each in messages:
            if mark := _mark(each.text):
                yield from self._end(each.at_ms - WINDOW_MS)
                self._open.setdefault(mark, []).append(
                    Said(each.id, each.identity_id, each.at_ms, "")
                )

    def rest(self) -> Iterator[Heard]:
        yield from self._end(None)

    def _end(self, before_ms: int | None) -> Iterator[Heard]:
        while self._open:
            mark, said = next(iter(self._open.items()))
            if before_ms is not None and said[0].at_ms >= before_ms:
                return
            del self._open[mark]
            yield from _pairs(said)


def _pairs(said: list[Said]) -> Iterator[Heard]:
    first = {each.identity_id: each.id for each in reversed(said)}
    if 1 < len(first) <= ROUND:
        for a, b in combinations(sorted(first), 2):
            yield Heard(a, b, first[a], first[b])


def _mark(text: str) -> bytes:
    """Of the letters alone: hosts, mentions and signs differ from place to place."""
    if len(text) < LETTERS:
        return b""
    letters = _PLACES.sub("", text.casefold())
    if len(letters) < LETTERS:
        return b""
    return blake2b(letters.encode("utf-8", "replace"), digest_size=12).digest()
