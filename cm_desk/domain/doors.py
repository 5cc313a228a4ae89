"""The ways to reach a person, and which of them are open now.

A service's window counts from *their* last word; our own never extends it. What nobody has
verified is unknown, and stays unknown until the network says more. The rules with their sources
and dates stand in resources/doors.json.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from cm_desk.paths import resource

CLOSING = timedelta(hours=4)
_SPAN = re.compile(r"(\d{1,4}) ?(h|hours?|d|days?|m|min|minutes?)")
_UNITS = {"h": "hours", "d": "days", "m": "minutes"}


class Way(StrEnum):
    """`BY_HAND` is open for a message that a person sends with a click, and for nothing else."""

    OPEN = "open"
    CLOSING = "closing"
    BY_HAND = "by hand"
    TEMPLATE = "template only"
    CLOSED = "closed"
    UNKNOWN = "unknown"


OPEN_NOW = (Way.OPEN, Way.CLOSING, Way.BY_HAND)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person on one channel.

    `said_at` is their last message to us, `commented_at` a comment that may be answered once in
    private, `used` that it was. `accepts` is whom they take messages from: all, following, none,
    or "" when nobody told. `refused` is why they cannot be reached: bounced, unsubscribed, blocked.
    """

    said_at: datetime | None = None
    commented_at: datetime | None = None
    used: bool = False
    accepts: str = ""
    follows_us: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """`ends_at` is when the way closes by itself; None where the service has no window."""

    way: Way
    note: str = ""
    ends_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.way in OPEN_NOW


REFUSED = {
    "blocked": "they blocked this account",
    "bounced": "their mailbox does not take our mail",
}


def door(service: str, facts: Facts, now: datetime) -> Door:
    """The way to a person on `service`, a name of connectors or archives, at `now`."""
    if facts.refused:
        return Door(Way.CLOSED, facts.refused)
    rule = rules().get(service, {"kind": "unknown"})
    match rule["kind"]:
        case "always":
            return Door(Way.OPEN)
        case "accepts":
            return _accepts(facts)
        case "window":
            return _window(rule, facts.said_at, now)
        case "comment":
            return _comment(rule, facts, now)
    return Door(Way.OPEN, "they wrote") if facts.said_at else Door(Way.UNKNOWN, "nobody told yet")


@cache
def rules() -> dict[str, dict[str, Any]]:
    """By service: kind, hours, source and the day it was read."""
    found = json.loads(resource("doors.json").read_text("utf-8"))
    return {name: rule for rule in found["rules"] for name in rule["services"]}


def _accepts(facts: Facts) -> Door:
    if not facts.accepts:
        return Door(Way.UNKNOWN, "they have not said whom they accept")
    fits = facts.accepts == "all" or (facts.accepts == "following" and facts.follows_us)
    return Door(Way.OPEN if fits else Way.CLOSED, f"they accept: {facts.accepts}")


def _window(rule: dict[str, Any], said_at: datetime | None, now: datetime) -> Door:
    after = Way(rule["after"])
    if said_at is None:
        return Door(after if after is Way.TEMPLATE else Way.CLOSED, "they must write first")
    ends_at = said_at + timedelta(hours=rule["hours"])
    if now < ends_at:
        return _until(ends_at, now)
    by_hand = rule.get("by_hand_hours")
    if by_hand and now < (last := said_at + timedelta(hours=by_hand)):
        return Door(Way.BY_HAND, "only a message sent by a person", last)
    return Door(after, f"{rule['hours']} h are over", ends_at)


def _comment(rule: dict[str, Any], facts: Facts, now: datetime) -> Door:
    if facts.used:
        return Door(Way.CLOSED, "one private reply only, already sent")
    if facts.commented_at is None:
        return Door(Way.CLOSED, "there is no comment to answer")
    ends_at = facts.commented_at + timedelta(hours=rule["hours"])
    if now >= ends_at:
        return Door(Way.CLOSED, f"{rule['hours'] // 24} days are over", ends_at)
    return _until(ends_at, now, "one message")


def left(door: Door, now: datetime) -> str:
    """ "1 h 40 min left" of a way that closes by itself; "" for any other."""
    if not door.is_open or door.ends_at is None:
        return ""
    minutes = max(0, int((door.ends_at - now).total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} d {hours} h left"
    return f"{hours} h {minutes % 60} min left" if hours else f"{minutes} min left"


def words(door: Door, now: datetime) -> str:
    """ "open", "1 h 40 min left", "closed, 24 h are over"."""
    name = "not known" if door.way is Way.UNKNOWN else str(door.way)
    if door.way is Way.CLOSING:
        return left(door, now)
    more = [each for each in (door.note, left(door, now)) if each]
    return ", ".join([name, *more])


def span(text: str) -> timedelta | None:
    """ "2h", "90min" or "3 d" as people type them; None for what is no time."""
    found = _SPAN.fullmatch(text.strip().lower())
    return timedelta(**{_UNITS[found[2][0]]: int(found[1])}) if found else None


def windows(within: timedelta) -> dict[str, tuple[timedelta, timedelta]]:
    """By service with a window: their last message is between these two times ago, when the way
    to them closes `within` this time."""
    found = {}
    for name, rule in rules().items():
        if rule["kind"] == "window":
            whole = timedelta(hours=rule["hours"])
            found[name] = (max(whole - within, timedelta()), whole)
    return found


def _until(ends_at: datetime, now: datetime, note: str = "") -> Door:
    return Door(Way.CLOSING if ends_at - now <= CLOSING else Way.OPEN, note, ends_at)
