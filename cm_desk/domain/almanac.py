"""Days on which a kind word fits: what they are, and how they repeat."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cm_desk.domain.occasions import in_year, possible


class What(StrEnum):
    """In the order in which they stand on one day."""

    BIRTHDAY = "birthday"
    DATE = "date"  # another day that they told us
    YEARS = "years"  # n years with us
    RELEASE = "release"  # of something they asked for
    ANSWERS = "answers"  # the hundredth answer to others
    SUCCESS = "success"  # something of their own
    RETURN = "return"  # after silence
    FIRST = "first"  # their first message
    SEASON = "season"
    PROMISE = "promise"  # one of ours is due
    TOUCH = "touch"  # we wanted to speak by then


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day that comes every year; since `year`, where that is known."""

    month: int
    day: int
    year: int | None = None


_RANK = {what: number for number, what in enumerate(What)}


@dataclass(slots=True, unsafe_hash=True)  # frozen takes several times as long: decisions/0016
class Event:
    """What there is on a day. `contact_id` None: it is about nobody in particular.

    `key` names it for ever, whatever its day and words become; `lead` are the days before it on
    which it is spoken of. `name` are the words that fit every year.
    """

    on: date
    what: What
    title: str
    key: str
    contact_id: int | None = None
    who: str = ""
    picture: str = ""
    quote: str = ""
    message_id: int | None = None
    lead: int = 3
    yearly: Yearly | None = None
    name: str = ""

    @property
    def order(self) -> tuple[date, int, str]:
        return self.on, _RANK[self.what], self.who.casefold()


def within(each: Yearly, first: date, last: date) -> list[date]:
    """Its days from `first` to `last`, none before its own year; 29 February is kept on the 28th
    in years that have none."""
    if not possible(each.month, each.day):
        return []
    years = range(max(first.year, each.year or first.year), last.year + 1)
    days = (in_year(each.month, each.day, year) for year in years)
    return [day for day in days if first <= day <= last]
