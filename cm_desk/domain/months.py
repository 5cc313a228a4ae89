"""Months as the calendar of this computer has them."""

from datetime import datetime

from cm_desk.domain.times import EPOCH, MS

Month = tuple[int, int]  # year, month


def of(moment: datetime) -> Month:
    here = moment.astimezone()
    return here.year, here.month


def start(month: Month) -> datetime:
    """Its first moment. Before 1970, where some calendars of computers end, that of 1970."""
    return max(datetime(*month, 1).astimezone(), EPOCH) if month >= (1970, 2) else EPOCH


def last_moment(month: Month) -> datetime:
    return start(after(month)) - MS


def after(month: Month, by: int = 1) -> Month:
    """The month `by` months later; earlier where that is negative."""
    year, rest = divmod(month[0] * 12 + month[1] - 1 + by, 12)
    return year, rest + 1


def between(first: Month, last: Month) -> list[Month]:
    """All from `first` to `last`, both included."""
    count = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    return [after(first, n) for n in range(count)]
