"""Give before you ask: how much we gave for each thing we asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

GIVES_FIRST = 3  # a house habit, not science; the person can set another one


class Turn(StrEnum):
    """What a message of ours, or a gesture, was to the person who got it."""

    GIVE = "give"
    ASK = "ask"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Balance:
    """`since` are the gives since the last ask, `more` how many should come before the next."""

    gives: int
    asks: int
    since: int
    more: int

    @property
    def share(self) -> float | None:
        """Gives of gives and asks; None when there was neither."""
        both = self.gives + self.asks
        return self.gives / both if both else None


def give_ask(log: Sequence[Turn], gives_first: int = GIVES_FIRST) -> Balance:
    """`log` oldest first: what we did to one person, or through one account, in 180 days."""
    asks = [n for n, turn in enumerate(log) if turn is Turn.ASK]
    recent = log[asks[-1] + 1 :] if asks else log
    since = sum(turn is Turn.GIVE for turn in recent)
    gives = sum(turn is Turn.GIVE for turn in log)
    return Balance(gives, len(asks), since, max(0, gives_first - since))
