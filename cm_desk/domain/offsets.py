"""Moments told relative to another one: how the demo community dates what happened."""

import re
from datetime import datetime, timedelta

DAY = re.compile(r"([+-]\d+)d (\d\d):(\d\d)")
SPAN = re.compile(r"([+-])(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def moment(offset: str, base: datetime) -> datetime:
    """`offset` from `base`: "-37d 09:41" is that day's clock time, "-3h05m" and "+40s" a span.

    Clock times are in the zone of `base`. Raises ValueError.
    """
    if day := DAY.fullmatch(offset):
        days, hour, minute = (int(each) for each in day.groups())
        clock = base.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return clock + timedelta(days=days)
    if (span := SPAN.fullmatch(offset)) and any(span.groups()[1:]):
        hours, minutes, seconds = (int(each or 0) for each in span.groups()[1:])
        length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return base - length if span[1] == "-" else base + length
    raise ValueError(f"no moment: {offset!r}")
