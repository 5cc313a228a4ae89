"""How an introduction stands, in words, and what the next step is."""

from datetime import datetime

from cm_desk.actions.pairs import Proposed
from cm_desk.domain.introductions import Stage, look_back
from cm_desk.store.introductions import Introduction
from cm_desk.text import show
from cm_desk.ui.format import date

Row = Proposed | Introduction
STANDS = {
    Stage.IDEA: ("An idea", "calm"),
    Stage.ASKED_FIRST: ("First asked", "wait"),
    Stage.FIRST_YES: ("First said yes", "info"),
    Stage.ASKED_SECOND: ("Second asked", "wait"),
    Stage.BOTH_YES: ("Both said yes", "good"),
    Stage.INTRODUCED: ("Introduced", "good"),
    Stage.FIRST_NO: ("First said no", "calm"),
    Stage.SECOND_NO: ("Second said no", "calm"),
    Stage.LAPSED: ("No answer", "calm"),
}


def names(row: Row) -> tuple[str, str]:
    both = (row.first, row.second) if isinstance(row, Proposed) else (row.who, row.other)
    return show.line(both[0], 60), show.line(both[1], 60)


def shares(row: Row) -> tuple[str, str]:
    """(what they share, what else there is to say)."""
    if isinstance(row, Proposed):
        said = (show.line(each.quote, 90) for each in (row.pair.first, row.pair.second))
        why = row.pair.because
        return why[:1].upper() + why[1:], " · ".join(f"“{words}”" for words in said)
    more = row.outcome or f"“{show.line(row.why, 120)}”"
    return show.line(row.circle, 60) or "They would help each other", show.line(more, 200)


def stands(row: Row) -> tuple[str, str]:
    return ("Suggested", "joy") if isinstance(row, Proposed) else STANDS[row.course.stage]


def since(row: Row, now: datetime) -> str:
    if isinstance(row, Proposed):
        return ""
    return date(row.course.since or row.made_at, now)


def step(row: Row, now: datetime) -> str:
    """What can be done next."""
    first, second = names(row)
    if isinstance(row, Proposed):
        return "Good idea?"
    match row.course.stage:
        case Stage.IDEA:
            return f"Ask {first}"
        case Stage.ASKED_FIRST:
            return f"Did {first} say yes?"
        case Stage.FIRST_YES:
            return f"Ask {second}"
        case Stage.ASKED_SECOND:
            return f"Did {second} say yes?"
        case Stage.BOTH_YES:
            return f"Tell {first}"
        case Stage.INTRODUCED if row.looked_at is None and look_back(row.course, now):
            return "What came of it?"
        case Stage.INTRODUCED if row.looked_at is None:
            return f"Tell {second}, too"
    return {True: "Still talking", False: "Not talking", None: ""}[row.talking]


def spoken(row: Row, now: datetime) -> str:
    """The row as a sentence."""
    first, second = names(row)
    parts = (f"{first} and {second}", *shares(row), stands(row)[0], step(row, now), since(row, now))
    return ". ".join(part.rstrip(".") for part in parts if part)
