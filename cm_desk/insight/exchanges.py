"""The last words that went both ways: what they said, and what we answered to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar


class Said(Protocol):
    """A message, as far as it matters here."""

    @property
    def conversation_id(self) -> int: ...
    @property
    def outgoing(self) -> bool: ...
    @property
    def sent_at(self) -> datetime: ...


M = TypeVar("M", bound=Said)


@dataclass(frozen=True, slots=True)
class Exchange(Generic[M]):
    """The last of what they said before an answer, and the last of the answer. `theirs` None: we
    wrote first; `ours` None: nobody has answered yet. `before`: how many more they said in a row.
    """

    theirs: M | None
    ours: M | None
    before: int = 0

    @property
    def at(self) -> datetime:
        """Of its newest word."""
        return max(each.sent_at for each in (self.theirs, self.ours) if each is not None)


def last(said: Iterable[M], most: int = 3) -> list[Exchange[M]]:
    """The newest exchanges of any conversation, the newest first; `said` in any order."""
    talks: dict[int, list[M]] = {}
    for each in sorted(said, key=lambda each: each.sent_at):
        talks.setdefault(each.conversation_id, []).append(each)
    found = [one for talk in talks.values() for one in _of(talk)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def _of(talk: Iterable[M]) -> list[Exchange[M]]:
    """Of one conversation, in the order of time."""
    found: list[Exchange[M]] = []
    for each in talk:
        now = found[-1] if found else None
        if each.outgoing:
            if now is None:
                found.append(Exchange(None, each))
            else:
                found[-1] = Exchange(now.theirs, each, now.before)
        elif now is None or now.ours is not None:
            found.append(Exchange(each, None))
        else:
            found[-1] = Exchange(each, None, now.before + 1)
    return found
