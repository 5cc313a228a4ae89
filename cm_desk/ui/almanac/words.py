"""How occasions look and read."""

from datetime import date

from cm_desk.domain.almanac import Event, What
from cm_desk.domain.days import MONTHS
from cm_desk.text import show

ICONS = {
    What.BIRTHDAY: ("cake", "joy"),
    What.DATE: ("calendar-heart", "love"),
    What.YEARS: ("sprout", "good"),
    What.RELEASE: ("package-check", "accent"),
    What.ANSWERS: ("award", "joy"),
    What.SUCCESS: ("star", "joy"),
    What.RETURN: ("undo-2", "good"),
    What.FIRST: ("message-circle", "info"),
    What.SEASON: ("snowflake", "accent"),
    What.PROMISE: ("flag", "wait"),
    What.TOUCH: ("repeat-2", "calm"),
}
GIFTS = {What.BIRTHDAY, What.DATE, What.YEARS, What.RELEASE, What.ANSWERS, What.SUCCESS}


def month(year: int, number: int) -> str:
    """ "December 2026"."""
    return f"{MONTHS[number - 1].capitalize()} {year}"


def day(on: date) -> str:
    """ "Thursday 24 December 2026"."""
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def short(on: date) -> str:
    """ "Thu 24 Dec"."""
    return f"{on:%a} {on.day} {on:%b}"


def line(event: Event) -> str:
    """ "Priya Raman: 3 years with us", for a cell of the month."""
    title = show.line(event.title, 80)
    return f"{show.line(event.who, 40)}: {title}" if event.who else title


def painted(event: Event) -> str:
    """The same with the name on its own, so that one from right to left turns nothing else."""
    name = f"\u2068{show.line(event.who, 40)}\u2069"
    return f"{name}: {show.line(event.title, 80)}" if event.who else line(event)


def told(on: date, events: tuple[Event, ...], given: int, today: date) -> str:
    """What a screen reader says of a day."""
    parts = [line(each) for each in events] or ["nothing"]
    gifts = [f"{given} {'gesture' if given == 1 else 'gestures'} given"] if given else []
    now = ", today" if on == today else ""
    return f"{day(on)}{now}: {'; '.join([*parts, *gifts])}"
