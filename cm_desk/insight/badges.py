"""Who may deserve which badge, by criteria that can be read; a person awards it, or not."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cm_desk.domain import months
from cm_desk.domain.badges import Criterion
from cm_desk.insight.board import Helped


@dataclass(frozen=True, slots=True)
class Deserved:
    """`acts` are the evidence, the newest first."""

    contact_id: int
    badge: Criterion
    acts: tuple[Helped, ...]

    @property
    def because(self) -> str:
        n, days = len(self.acts), self.badge.days
        times = "once" if n == 1 else f"{n} times"
        return f"helped {times} within {days} days"


def deserved(
    criteria: Iterable[Criterion],
    acts: Sequence[Helped],
    held: Collection[tuple[int, str]],
    passed: Collection[tuple[int, str]],
    now: datetime,
) -> list[Deserved]:
    """`held` are (contact, badge) that were awarded, `passed` (newest act, badge) that a person
    passed over: only a newer act brings them again. Most evidence first."""
    found = []
    for each in criteria:
        for contact_id, some in _by_person(each, acts, now).items():
            there = (contact_id, each.key) in held or (some[0].act_id, each.key) in passed
            if not there and _enough(each, some):
                found.append(Deserved(contact_id, each, some))
    return sorted(found, key=lambda d: (-len(d.acts), d.contact_id, d.badge.key))


def _by_person(
    each: Criterion, acts: Sequence[Helped], now: datetime
) -> dict[int, tuple[Helped, ...]]:
    since = now - timedelta(days=each.days)
    found: dict[int, tuple[Helped, ...]] = {}
    if not each.on:
        return found
    for act in sorted(acts, key=lambda a: (a.at, a.act_id), reverse=True):
        if act.kind in each.kinds and since <= act.at <= now:
            found[act.contact_id] = (*found.get(act.contact_id, ()), act)
    return found


def _enough(each: Criterion, acts: Sequence[Helped]) -> bool:
    return len(acts) >= each.least and len({months.of(act.at) for act in acts}) >= each.months
