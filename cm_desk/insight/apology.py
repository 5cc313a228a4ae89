"""What an apology holds: four parts are words, two need a record.

The words are looked at and never graded; insight/phrases.py points at what takes them back.
"""

from dataclasses import dataclass

PARTS = (
    "names what happened",
    "says it was us",
    "says what it meant for them",
    "no “if” and no “but”",
    "a step done, with proof",
    "they were told",
)


@dataclass(frozen=True, slots=True)
class Held:
    """What a person said of an apology's words, and what the record says of its steps."""

    happened: bool = False
    ours: bool = False
    meant: bool = False
    plain: bool = False
    proven: bool = False
    told: bool = False


def missing(held: Held) -> tuple[str, ...]:
    """Which of the six parts are not there, in their order; () closes the apology."""
    had = (held.happened, held.ours, held.meant, held.plain, held.proven, held.told)
    return tuple(part for part, there in zip(PARTS, had, strict=True) if not there)
