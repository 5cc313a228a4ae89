"""The occasions as a calendar file, for the calendar that a person looks at anyway."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from cm_desk.actions import almanac
from cm_desk.actions.files import told
from cm_desk.desk import Desk
from cm_desk.domain.almanac import Event, What
from cm_desk.store import settings
from cm_desk.text import ics, show
from cm_desk.text.ics import Entry

NAME = "CM Desk occasions"
DESK_ID = "calendar.id"  # a setting: what makes our uids ours
AHEAD = timedelta(days=365)
LEFT_OUT = {What.FIRST, What.ANSWERS, What.SUCCESS, What.RETURN}  # they are over
LEAP = (2, 29)


async def text(desk: Desk) -> str:
    """Everything of the year to come; what comes every year is one entry that repeats."""
    today = desk.now().astimezone().date()
    span = await almanac.between(desk, today, today + AHEAD)
    name = await _desk_id(desk)
    return ics.calendar(_entries(span.events, name), NAME, desk.now())


async def export(desk: Desk, file: Path) -> int:
    """Write the file; how many entries it has. Raises BadInput where it cannot be written."""
    found = await text(desk)
    _write(file, found)
    return found.count("BEGIN:VEVENT")


def _write(file: Path, text: str) -> None:
    with told(file):
        file.write_text(text, "utf-8", newline="")


async def _desk_id(desk: Desk) -> str:
    """The same for ever, so that a calendar that reads the file again changes what it has."""
    known = await desk.store.read(settings.get, DESK_ID)
    if not known:
        known = uuid4().hex
        await desk.store.write(settings.set, DESK_ID, known)
    return known


def _entries(events: Iterable[Event], desk_id: str) -> list[Entry]:
    found: dict[str, Entry] = {}
    for each in events:
        if each.what not in LEFT_OUT and each.key not in found:
            found[each.key] = _entry(each, desk_id)
    return list(found.values())


def _entry(each: Event, desk_id: str) -> Entry:
    yearly = each.yearly
    who = f": {show.line(each.who, 80)}" if each.who else ""
    words = show.line((each.name or each.title) if yearly else each.title, 160)
    return Entry(
        f"{each.key}@{desk_id}.cm-desk",
        each.on,
        f"{words}{who}",
        f"“{show.line(each.quote, 400)}”" if each.quote.strip() else "",
        each.what,
        yearly is not None,
        yearly is not None and (yearly.month, yearly.day) == LEAP,
        each.lead,
    )
