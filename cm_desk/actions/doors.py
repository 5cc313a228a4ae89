"""Which doors to somebody are open now, and until when."""

from dataclasses import dataclass
from datetime import datetime

from cm_desk.desk import Desk
from cm_desk.domain import doors
from cm_desk.domain.doors import Door, Way
from cm_desk.store import doors as knowing
from cm_desk.store.doors import Known

ORDER = (Way.CLOSING, Way.OPEN, Way.BY_HAND, Way.TEMPLATE, Way.UNKNOWN, Way.CLOSED)
CHAT = "-chat"  # after the name of a service whose private messages have a rule of their own


@dataclass(frozen=True, slots=True)
class WayTo:
    """`private`: the way of private messages, where it is another one than the public."""

    account_id: int
    account: str
    service: str
    handle: str
    private: bool
    door: Door


async def doors_of(desk: Desk, contact_id: int) -> tuple[WayTo, ...]:
    """Those that close soonest first, closed ones last."""
    known = await desk.store.read(knowing.of, [contact_id])
    return ways(known.get(contact_id, []), desk.now())


def ways(known: list[Known], now: datetime) -> tuple[WayTo, ...]:
    found = []
    for each in known:
        for rule in (each.service, each.service + CHAT):
            if rule == each.service or rule in doors.rules():
                door = doors.door(rule, each.facts, now)
                who = (each.account_id, each.account, each.service, each.handle)
                found.append(WayTo(*who, rule != each.service, door))
    return tuple(sorted(found, key=_urgency))


def _urgency(way: WayTo) -> tuple[int, float]:
    ends = way.door.ends_at
    return ORDER.index(way.door.way), ends.timestamp() if ends else 0.0
