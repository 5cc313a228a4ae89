"""How long texts are kept: calendar months, counted in UTC."""

from calendar import monthrange
from datetime import datetime

MOST_MONTHS = 240


def months_before(now: datetime, months: int) -> datetime:
    """The same day and hour, `months` earlier; the last day of a shorter month."""
    return _moved(now, -months)


def kept_until(sent: datetime, months: int) -> datetime:
    """When the text of a message is removed at the earliest: not before `months` are full."""
    return _moved(sent, months)


def _moved(at: datetime, months: int) -> datetime:
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    day = min(at.day, monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)
