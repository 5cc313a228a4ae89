"""What the dialog of a gesture says where no conversation can be answered."""

from datetime import datetime

from cm_desk.actions.reaching import Reach
from cm_desk.domain import doors
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.widgets.cards import IconRow

NO_WAY = "No account of ours is on a network of theirs, so it is only recorded."
AS_WANTED = "Choose “{}”: no door is open for a message that is seen as this one."


def row(reach: Reach, now: datetime) -> IconRow:
    if reach.can:
        return IconRow("door-open", words(reach, now), "good.base")
    return IconRow("message-circle", words(reach, now), "text.muted", text_color="text.muted")


def words(reach: Reach, now: datetime) -> str:
    """Where a new message goes, or why none does."""
    if reach.can:
        way = reach.can[0]
        where = f"{service_name(way.service)}, {show.line(way.handle, 60)}"
        return f"No conversation can be answered: a new message goes to {where}."
    if not reach.ways:
        return NO_WAY
    if any(way.door.is_open for way in reach.ways):
        services = dict.fromkeys(each.service for each in reach.ways if each.door.is_open)
        names = " and ".join(map(service_name, services))
        return f"On {names} nobody is written to first, so it is only recorded."
    way = reach.ways[0]
    how = f"{service_name(way.service)}: {doors.words(way.door, now)}"
    return f"No door is open ({how}), so it is only recorded."


def unfit(reach: Reach | None, public: bool) -> str:
    """Why no new message can be as public, or as private, as is wanted; "" when it can."""
    if reach is None or reach.way(public):
        return ""
    return AS_WANTED.format("In private" if public else "In public")
