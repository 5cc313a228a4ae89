"""What can be known of a person, and what must stand behind it."""

from enum import StrEnum


class About(StrEnum):
    """A kind of fact. The value is what the database holds."""

    PRONOUNS = "pronouns"
    ZONE = "zone"  # the time zone they told us
    SITUATION = "situation"
    PASSION = "passion"
    FEAR = "fear"
    JOY = "joy"
    ALONE = "alone"  # leave them alone: since when, and why
    PRIVATE = "private"  # thank them in private


CARE = (About.PASSION, About.FEAR, About.JOY)  # a person has as many as they told us
QUOTED = frozenset({About.SITUATION, *CARE})  # nothing of these without their own words
WORDLESS = frozenset({About.ALONE, About.PRIVATE})  # say enough without words


class Moment(StrEnum):
    """What a message was to somebody, so that it stays in sight. The value is what is stored."""

    JOY = "joy"
    HURT = "hurt"


def says(message: str, quote: str) -> bool:
    """Whether `quote` stands in `message`, however its lines are broken."""
    words = " ".join(quote.split())
    return bool(words) and words in " ".join(message.split())
