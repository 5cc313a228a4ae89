"""What counts as help to others, and by what sign it was noticed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

KINDS = {  # acts of help, and how they are told
    "answers": "Answered others",
    "welcomes": "Welcomed others",
    "introduces": "Brought people together",
    "reports": "Reported what was then mended",
    "creates": "Made something for others",
}


class Sign(StrEnum):
    """Why an act was proposed; the proof is a message that shows it."""

    NONE = ""  # a person noted it by themselves
    THANKED = "thanked"  # whoever was helped said thanks
    SOLVED = "solved"  # whoever asked took it as the solution, as forums have it
    LIKED = "liked"  # whoever asked liked the answer
    WELCOMED = "welcomed"  # it greeted somebody's first message
    MET = "met"  # who was named came and answered
    MENDED = "mended"  # we said that it is mended


@dataclass(frozen=True, slots=True)
class Line:
    """A message of a conversation. `contact_id` None: it is ours. `answers` is the message it
    replies to, `first` that its writer never wrote before, `liked_by` who liked it, `solved_for`
    who took it as the solution."""

    message_id: int
    contact_id: int | None
    name: str
    handle: str
    at: datetime
    text: str
    answers: int | None = None
    first: bool = False
    liked_by: frozenset[int] = frozenset()
    solved_for: frozenset[int] = frozenset()
