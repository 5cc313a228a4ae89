"""How far an allowance goes: what is left of the month, and whether one gesture fits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cm_desk.domain.kinds import Kind


@dataclass(frozen=True, slots=True)
class Room:
    """In cents. `month` and `each` are None where nothing was set: then nothing is over.

    `month`: what somebody may spend in a month without asking; `spent` of it, with what is on its
    way; `each`: what one gesture of its kind may cost.
    """

    spent: int
    month: int | None = None
    each: int | None = None

    @property
    def left(self) -> int | None:
        """6,350 of 20,000 spent: 13,650. Never below nothing."""
        return None if self.month is None else max(0, self.month - self.spent)

    def over(self, cost: int) -> int:
        """By how much a gesture of that cost needs to be asked for; 0 when it need not be."""
        by_month = 0 if self.left is None else cost - self.left
        by_one = 0 if self.each is None else cost - self.each
        return max(0, by_month, by_one) if cost > 0 else 0


@dataclass(frozen=True, slots=True)
class Item:
    """A kind that may be given now without asking. `cents` is what it usually costs; where
    nobody said, the most that fits (`is_most`)."""

    kind: str
    label: str
    icon: str
    cents: int
    currency: str
    is_most: bool = False


def unasked(kinds: Iterable[Kind], room: Callable[[str], Room], currency: str) -> list[Item]:
    """Those that cost something and fit what is left; an allowance of nothing offers nothing."""
    found = []
    for kind in kinds:
        has = room(kind.key)
        usual = kind.cost_cents if kind.currency == currency else 0
        limits = [each for each in (has.left, has.each) if each is not None]
        most = min(limits) if has.each is not None else 0
        cents = usual or most
        if limits and cents > 0 and not has.over(cents):
            found.append(Item(kind.key, kind.label, kind.icon, cents, currency, not usual))
    return found
