"""Who could be surprised today, why, and with what. Suggestions only: a person does them, or not.

A reason to wait always wins over a reason to give. Then the most overlooked come first, then who
has waited longest for a kind word, and a draw that anybody can repeat decides between equals.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cm_desk.domain.doors import Door
from cm_desk.insight.attention import first_in_line

FOREVER = 1_000_000  # days


class Rule(StrEnum):
    """Why now; the order is that of preference when there are several reasons."""

    HURT = "hurt"  # we let them down, and no apology was given
    KEPT = "kept"  # a promise was kept, and they do not know yet
    HELPED = "helped"  # they helped others, and nobody thanked them
    PRAISE = "praise"  # they were kind to us, and nobody answered
    OCCASION = "occasion"  # a birthday they told us, a year with us, a return
    SILENCE = "silence"  # close once, quiet for long
    TOUCH = "touch"  # you wanted to stay in touch


@dataclass(frozen=True, slots=True)
class Reason:
    """`quote` are their own words in `message_id`, said at `at`; `because` says why, in words."""

    rule: Rule
    quote: str
    message_id: int
    at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """A way to them: the account it leaves from, and where a reply would go."""

    account_id: int
    service: str
    conversation_id: int | None
    door: Door
    private: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """What the record says of somebody today.

    `overlooked` is their gap of insight/attention.py. `complaint`: they wait for us to put
    something right; `overdue`: a promise to them is late. `hour` is the hour of their day, None
    when nobody knows it. `spoke_on` is when they and we last exchanged words, `resting` until
    when they were put off, "never" being date.max. `given` are (kind, voice) of all gestures.
    `privately`: they want to be thanked where nobody else reads it. `doors` and `hour` are looked
    up last, for those whom nothing else holds back.
    """

    contact_id: int
    name: str
    reasons: tuple[Reason, ...] = ()
    doors: tuple[OpenDoor, ...] = ()
    overlooked: float = 0.0
    last_gesture: date | None = None
    complaint: bool = False
    overdue: bool = False
    leave_alone: bool = False
    hour: int | None = None
    spoke_on: date | None = None
    resting: date | None = None
    given: frozenset[tuple[str, str]] = frozenset()
    privately: bool = False
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What the person set: days between two gestures, cards a day, days after a talk, the night."""

    rest_days: int = 90
    most: int = 5
    spoke_days: int = 1
    night_from: int = 21
    night_until: int = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who, why, and which way in. What to give is `fitting`'s."""

    person: Person
    reason: Reason
    door: OpenDoor


def waits(person: Person, today: date, limits: Limits) -> str:
    """Why this person gets no card today, in words; "" when nothing speaks against one."""
    return held_back(person, today, limits) or unreachable(person, limits)


def held_back(person: Person, today: date, limits: Limits) -> str:
    """What speaks against a card whatever the hour is, and whatever door is open."""
    checks = (
        (person.ours, "is one of us"),
        (person.leave_alone, "asked us to leave them alone"),
        (person.overdue, "a promise to them is overdue: keep it first"),
        (not reason(person), _no_reason(person)),
        (_rests(person, today, limits), f"had a gesture in the last {limits.rest_days} days"),
        (_just_spoke(person, today, limits), "you have just spoken"),
        (person.resting is not None and today < person.resting, "was put off"),
    )
    return next((why for holds, why in checks if holds), "")


def unreachable(person: Person, limits: Limits) -> str:
    """Why they cannot be reached at this hour."""
    private = any(each.door.is_open for each in person.doors) and person.privately
    no_door = "wants to be thanked in private, and only a public door is open"
    checks = (
        (not door(person), no_door if private else "no door is open now"),
        (_night(person, limits), "it is night where they are"),
    )
    return next((why for holds, why in checks if holds), "")


def in_order(people: Iterable[Person], today: date) -> list[Person]:
    """The most overlooked, then who has waited longest; how much they write counts for nothing."""
    known = list(people)
    names = [str(each.contact_id) for each in known]
    draw = {name: n for n, name in enumerate(first_in_line(today.isoformat(), names))}
    return sorted(known, key=lambda p: (-p.overlooked, -_gone(p, today), draw[str(p.contact_id)]))


def cards(people: Iterable[Person], today: date, limits: Limits = Limits()) -> list[Chosen]:
    """At most `limits.most`, the best first; the same facts and day give the same cards."""
    fit = in_order((each for each in people if not waits(each, today, limits)), today)
    found = [Chosen(p, r, d) for p in fit if (r := reason(p)) and (d := door(p))]
    return found[: limits.most]


def fitting(
    rule: Rule, kinds: Sequence[str], voices: Sequence[str], given: frozenset[tuple[str, str]]
) -> tuple[str, str] | None:
    """The first kind and voice that this person never had together; None when all were given.

    `kinds` are those that suit `rule` and the budget, the dearest wish first; `voices` those who
    may be asked, the least expected first. Only an apology answers a hurt, and each hurt has one
    of its own.
    """
    hurt = rule is Rule.HURT
    suit = [kind for kind in kinds if (kind == "apology") is hurt]
    pairs = ((kind, voice) for kind in suit for voice in voices)
    return next((pair for pair in pairs if hurt or pair not in given), None)


def reason(person: Person) -> Reason | None:
    """In an open complaint only the apology counts; without words of theirs nothing does."""
    said = [each for each in person.reasons if each.quote.strip()]
    if person.complaint:
        said = [each for each in said if each.rule is Rule.HURT]
    order = list(Rule)
    return min(said, key=lambda each: (order.index(each.rule), -each.at.timestamp()), default=None)


def _no_reason(person: Person) -> str:
    return (
        "has an open complaint: put it right first" if person.complaint else "nothing calls for one"
    )


def door(person: Person) -> OpenDoor | None:
    """The one that closes first, then the private before the public, as they came."""
    able = [
        each
        for each in person.doors
        if each.door.is_open and (each.private or not person.privately)
    ]
    return min(
        able,
        key=lambda d: (
            d.door.ends_at.timestamp() if d.door.ends_at else float("inf"),
            not d.private,
        ),
        default=None,
    )


def _rests(person: Person, today: date, limits: Limits) -> bool:
    """An apology does not wait for a rest."""
    why = reason(person)
    hurt = why is not None and why.rule is Rule.HURT
    return not hurt and _gone(person, today) < limits.rest_days


def _gone(person: Person, today: date) -> int:
    return (today - person.last_gesture).days if person.last_gesture else FOREVER


def _just_spoke(person: Person, today: date, limits: Limits) -> bool:
    """A reminder to stay in touch never comes when they have; a birthday does not wait."""
    why = reason(person)
    quiet = why is not None and why.rule in (Rule.SILENCE, Rule.TOUCH)
    if not quiet or person.spoke_on is None:
        return False
    return (today - person.spoke_on).days <= limits.spoke_days


def _night(person: Person, limits: Limits) -> bool:
    """The same hour twice means that no night is kept."""
    first, last, hour = limits.night_from, limits.night_until, person.hour
    if hour is None or first == last:
        return False
    return first <= hour < last if first < last else hour >= first or hour < last
