"""Which voice would be a surprise, and whether it may be asked now. Openly reasoned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MONTH = timedelta(days=30)
TIRED = 2  # asked so often within a month: shown greyed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A voice: what it can speak for, how often it may be asked, when it was, newest first."""

    id: int
    topics: frozenset[str]
    every_days: int = 7
    asked: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """`because` stands on the screen; `rests_until`: may be asked again then, None: now."""

    voice_id: int
    because: tuple[str, ...]
    rests_until: datetime | None
    is_tired: bool


def rests_until(voice: Candidate, now: datetime) -> datetime | None:
    """At most one request in `every_days`."""
    if not voice.asked:
        return None
    free = voice.asked[0] + timedelta(days=voice.every_days)
    return free if free > now else None


def fits(
    voices: Iterable[Candidate], wrote: Iterable[int], topics: Iterable[str], now: datetime
) -> list[Fit]:
    """The least expected first: who never wrote to this person, who knows what it is about, who
    was asked least. `wrote` are the voices this person heard from before.
    """
    heard, about = frozenset(wrote), frozenset(each.casefold() for each in topics)
    found = [_fit(each, heard, about, now) for each in voices]
    found.sort(key=lambda each: (each[0].rests_until is not None, *each[1]))
    return [fit for fit, _ in found]


def _fit(
    voice: Candidate, heard: frozenset[int], about: frozenset[str], now: datetime
) -> tuple[Fit, tuple[bool, bool, int, int]]:
    shared = sorted({each for each in voice.topics if each.casefold() in about})
    lately = sum(each > now - MONTH for each in voice.asked)
    because = []
    if voice.id not in heard:
        because.append("never wrote to them before")
    if shared:
        because.append(f"knows about {', '.join(shared)}")
    fit = Fit(voice.id, tuple(because), rests_until(voice, now), lately >= TIRED)
    return fit, (voice.id in heard, not shared, lately, voice.id)


@dataclass(frozen=True, slots=True)
class Bond:
    """What is known of somebody: when they first wrote, what they said of what went wrong, and of
    a day that mattered. The quotes are (message id, words)."""

    since: datetime | None = None
    reports: Sequence[tuple[int, str]] = ()  # of faults, newest first
    spoilt: Sequence[tuple[int, str]] = ()  # a hurt about a day of theirs


@dataclass(frozen=True, slots=True)
class Deserves:
    """Why this moment is worth an unexpected voice, with the messages that say so."""

    because: str
    quotes: tuple[tuple[int, str], ...] = ()


def deserves(bond: Bond, now: datetime) -> tuple[Deserves, ...]:
    """A spoilt day, the third report of a fault by one who stayed, ten years with us."""
    found = []
    if bond.spoilt:
        found.append(Deserves("a day that mattered to them was spoilt", tuple(bond.spoilt)))
    years = 0 if bond.since is None else (now - bond.since).days // 365
    if len(bond.reports) >= 3 and years >= 1:
        found.append(
            Deserves("their third report of a fault, and they stayed", tuple(bond.reports))
        )
    if years >= 10:
        found.append(Deserves(f"{years} years with us"))
    return tuple(found)


def leaders_share(signed: Mapping[int, int], leaders: Iterable[int]) -> tuple[int, int]:
    """(gestures by leaders, all gestures with a voice), for intervals.share_text."""
    of = frozenset(leaders)
    return sum(n for id, n in signed.items() if id in of), sum(signed.values())
