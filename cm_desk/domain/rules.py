"""The rules that bring people onto today's cards, and the numbers a person can set in them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from cm_desk.errors import BadInput

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


@dataclass(frozen=True, slots=True)
class Number:
    """What stands beside the field: `label` before it, `unit` behind it."""

    label: str
    unit: str = "days"
    low: int = 1
    high: int = 3650


SAYS = {  # each rule in words; the numbers in it are those of Rules
    "hurt": "Somebody was let down, and nobody has said sorry.",
    "kept": "A promise was kept in the last {kept_days} days, and they have not heard of it.",
    "helped": "They helped others in the last {helped_days} days, and nobody thanked them since.",
    "praise": "Kind words of the last {praise_days} days that nobody answered within {praise_hours}"
    " hours.",
    "occasion": "A day they told us of, or years with us for who wrote {years_least} times, within"
    " {lead_days} days; a return after {return_days} days; the hundredth answer to others.",
    "silence": "You wrote to each other {close_turns} times or more, and it is quiet for"
    " {quiet_days} days and twice the usual time, but not longer than {lost_days} days.",
    "touch": "You wanted to stay in touch with them, and the day has come.",
}
NUMBERS = {
    "kept_days": Number("Kept within"),
    "helped_days": Number("Helped within"),
    "praise_days": Number("Said within"),
    "praise_hours": Number("Unanswered for", "hours", 0),
    "years_least": Number("Wrote at least", "times"),
    "lead_days": Number("Ahead of the day", low=0, high=60),
    "return_days": Number("Back after"),
    "close_turns": Number("Wrote each", "times"),
    "quiet_days": Number("Quiet for"),
    "lost_days": Number("And no longer than"),
    "most": Number("Cards a day", "cards", 1, 12),
    "rest_days": Number("Between two gestures to one person", low=1),
    "spoke_days": Number("No reminder after a talk for", low=0, high=60),
    "night_from": Number("Their night begins at", "o’clock", 0, 23),
    "night_until": Number("It ends at", "o’clock", 0, 23),
    "later_days": Number("Later means after"),
    "skip_days": Number("Not this one means after"),
}
LIMITS = ("most", "rest_days", "spoke_days", "night_from", "night_until", "later_days", "skip_days")


def of(rule: str) -> tuple[str, ...]:
    """The numbers that a rule has, in the order of its sentence."""
    return tuple(sorted((n for n in NUMBERS if f"{{{n}}}" in SAYS[rule]), key=SAYS[rule].index))


def says(rule: str, rules: Rules) -> str:
    """The rule in words, with its numbers."""
    return SAYS[rule].format_map({f.name: getattr(rules, f.name) for f in fields(Rules)})


def change(rules: Rules, name: str, value: int) -> Rules:
    """Raises BadInput for a number that there is not, or that makes no sense."""
    known = NUMBERS.get(name)
    if known is None:
        raise BadInput(f"There is no number “{name}”.", f"Choose one of {', '.join(NUMBERS)}.")
    if not known.low <= value <= known.high:
        raise BadInput(f"{known.label}: {known.low} to {known.high} {known.unit}.")
    return replace(rules, **{name: value})  # type: ignore[arg-type]  # it is a number's name


def switch(rules: Rules, rule: str, on: bool) -> Rules:
    """Raises BadInput for a rule that there is not."""
    if rule not in SAYS:
        raise BadInput(f"There is no rule “{rule}”.", f"Choose one of {', '.join(SAYS)}.")
    return replace(rules, off=rules.off - {rule} if on else rules.off | {rule})


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
