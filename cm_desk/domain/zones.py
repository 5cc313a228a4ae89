"""Time zones as people write them: "Europe/Lisbon", "Lisbon", "UTC+2"."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

EXAMPLES = "Europe/Lisbon, Lisbon or UTC+2"
_OFFSET = re.compile(r"(?:utc|gmt)\s*([+-−])\s*(\d{1,2})(?::?([0-5]\d))?")


def read(text: str) -> str | None:
    """The name to keep: that of the tz database, or "UTC+02:00"; None for what is no zone.

    A city alone will do where only one zone is called by it.
    """
    words = " ".join(text.split())
    if found := _OFFSET.fullmatch(words.lower()):
        sign, hours, minutes = found.groups()
        known = int(hours) <= 14
        return (
            f"UTC{'+' if sign == '+' else '-'}{int(hours):02}:{minutes or '00'}" if known else None
        )
    return _names().get(words.lower().replace(" ", "_"))


def zone(name: str) -> tzinfo | None:
    """None for what `read` would not have kept, or a computer without a tz database."""
    if found := _OFFSET.fullmatch(name.lower()):
        sign, hours, minutes = found.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(offset if sign == "+" else -offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_h(name: str, at: datetime) -> float | None:
    """Hours ahead of UTC at that moment."""
    found = zone(name)
    offset = at.astimezone(found).utcoffset() if found else None
    return None if offset is None else offset / timedelta(hours=1)


@cache
def _names() -> dict[str, str]:
    """Zones by their names in small letters, and by their cities where that is one zone."""
    zones = sorted(each for each in available_timezones() if "/" in each or each == "UTC")
    cities: dict[str, list[str]] = {}
    for each in zones:
        cities.setdefault(each.rpartition("/")[2].lower(), []).append(each)
    alone = {city: found[0] for city, found in cities.items() if len(found) == 1}
    return alone | {each.lower(): each for each in zones}
