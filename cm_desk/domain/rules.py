"""The rules that bring people onto today's cards, and the numbers a person can set in them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields

NAME = "kindness.rules"  # the setting that keeps what was changed


@dataclass(frozen=True, slots=True)
class Rules:
    """Days, counts and hours; a rule is off when it is named in `off`."""

    off: frozenset[str] = frozenset()
    most: int = 5  # cards a day
    rest_days: int = 90  # between two gestures to one person
    spoke_days: int = 1  # after a talk
    night_from: int = 21
    night_until: int = 8
    kept_days: int = 60  # how long ago a promise may have been kept
    helped_days: int = 60  # how far back help is looked for
    praise_hours: int = 48  # without a word of ours
    praise_days: int = 60
    close_turns: int = 6  # words of each side that make two people close
    quiet_days: int = 60  # without a word at least, and twice what is usual
    lost_days: int = 540  # longer silences are let be
    lead_days: int = 3  # before a day that matters
    years_least: int = 5  # messages of somebody whose years with us are counted
    return_days: int = 180  # of silence before a return
    later_days: int = 7
    skip_days: int = 30


def read(text: str) -> Rules:
    """What was set; anything odd is as if nothing had been."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return Rules()
    if not isinstance(found, Mapping):
        return Rules()
    off = found.get("off")
    known = {f.name for f in fields(Rules)} - {"off"}
    numbers = {k: v for k, v in found.items() if k in known and type(v) is int and v >= 0}
    names = frozenset(map(str, off)) if isinstance(off, list) else frozenset[str]()
    return Rules(names, **numbers)


def text(rules: Rules) -> str:
    """Only what differs from the usual, so that a better usual reaches everybody else."""
    usual = Rules()
    changed = {
        f.name: getattr(rules, f.name)
        for f in fields(Rules)
        if f.name != "off" and getattr(rules, f.name) != getattr(usual, f.name)
    }
    return json.dumps(changed | ({"off": sorted(rules.off)} if rules.off else {}))
