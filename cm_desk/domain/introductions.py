"""Two people who would help each other, both asked first: a name crosses only after two yeses.

idea → asked first → first said yes → asked second → both said yes → introduced. A no, or fourteen
days without an answer, ends it, and nobody reminds anybody.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

ANSWER = timedelta(days=14)
LOOK_BACK = timedelta(days=30)


class Stage(StrEnum):
    IDEA = "idea"
    ASKED_FIRST = "asked first"
    FIRST_YES = "first yes"
    ASKED_SECOND = "asked second"
    BOTH_YES = "both yes"
    INTRODUCED = "introduced"
    FIRST_NO = "first no"
    SECOND_NO = "second no"
    LAPSED = "lapsed"  # no answer in time; nobody is told


ENDED = (Stage.INTRODUCED, Stage.FIRST_NO, Stage.SECOND_NO, Stage.LAPSED)
_ASKED = {Stage.IDEA: Stage.ASKED_FIRST, Stage.FIRST_YES: Stage.ASKED_SECOND}
_ANSWERED = {
    (Stage.ASKED_FIRST, True): Stage.FIRST_YES,
    (Stage.ASKED_FIRST, False): Stage.FIRST_NO,
    (Stage.ASKED_SECOND, True): Stage.BOTH_YES,
    (Stage.ASKED_SECOND, False): Stage.SECOND_NO,
}


@dataclass(frozen=True, slots=True)
class Course:
    """Where an introduction stands, and since when."""

    stage: Stage = Stage.IDEA
    since: datetime | None = None

    @property
    def may_name(self) -> bool:
        """Whether one may be told who the other is."""
        return self.stage in (Stage.BOTH_YES, Stage.INTRODUCED)

    @property
    def asks(self) -> int:
        """Who is asked next: 1 the first, 2 the second, 0 nobody."""
        return {Stage.IDEA: 1, Stage.FIRST_YES: 2}.get(self.stage, 0)


def ask(course: Course, at: datetime) -> Course | None:
    """The next of the two is asked; None when nobody is to be asked now."""
    return _moved(course, _ASKED.get(course.stage), at)


def answer(course: Course, yes: bool, at: datetime) -> Course | None:
    """What the one who was asked said; None when nobody was."""
    return _moved(course, _ANSWERED.get((course.stage, yes)), at)


def introduce(course: Course, at: datetime) -> Course | None:
    """Both know now; None before both said yes."""
    return _moved(course, Stage.INTRODUCED if course.stage is Stage.BOTH_YES else None, at)


def lapse(course: Course, now: datetime) -> Course:
    """An ask that nobody answered within fourteen days is over."""
    waits = course.stage in (Stage.ASKED_FIRST, Stage.ASKED_SECOND)
    if waits and course.since and now - course.since > ANSWER:
        return Course(Stage.LAPSED, course.since + ANSWER)
    return course


def look_back(course: Course, now: datetime) -> bool:
    """Thirty days after: did it do them good?"""
    done = course.stage is Stage.INTRODUCED
    return done and course.since is not None and now - course.since >= LOOK_BACK


def _moved(course: Course, stage: Stage | None, at: datetime) -> Course | None:
    return None if stage is None else replace(course, stage=stage, since=at)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said that makes one think of a circle: a question, help, or a plain word."""

    contact_id: int
    circle: str
    quote: str
    message_id: int
    at: datetime
