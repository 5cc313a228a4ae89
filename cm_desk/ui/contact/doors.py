"""The ways to a person on the screen: which are open now, and how long."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from cm_desk.actions.doors import WayTo
from cm_desk.domain import doors
from cm_desk.domain.doors import Way
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.widgets.cards import IconRow, section
from cm_desk.ui.widgets.layout import box, vbox

SHOWN = 4
TICK_MS = 30_000  # a countdown is told in minutes
LOOKS = {
    Way.OPEN: ("door-open", "good.base"),
    Way.CLOSING: ("hourglass", "wait.base"),
    Way.BY_HAND: ("hand", "wait.base"),
    Way.TEMPLATE: ("message-square-text", "wait.base"),
    Way.UNKNOWN: ("circle-help", "text.muted"),
    Way.CLOSED: ("ban", "risk.base"),
}


def open_doors(ways: Sequence[WayTo], now: datetime) -> QWidget | None:
    """The most urgent first, alike ones in one row; None where nothing leads to them."""
    alike: dict[str, list[WayTo]] = {}
    for way in best(ways):
        alike.setdefault(doors.words(way.door, now), []).append(way)
    rows = [_row(those, told) for told, those in list(alike.items())[:SHOWN]]
    if not rows:
        return None
    title = "Open doors" if any(way.door.is_open for way in ways) else "Doors"
    return box(vbox(section(title), *rows, gap=6))


def _row(ways: list[WayTo], told: str) -> QWidget:
    icon, color = LOOKS[ways[0].door.way]
    row = IconRow(icon, f"{', '.join(map(name, ways))}: {told}.", color)
    whole = (
        f"{name(each)}, {show.line(each.handle, 60)} from {show.line(each.account, 60)}"
        for each in ways
    )
    row.setAccessibleName(f"{'; '.join(whole)}: {told}")
    return row


def best(ways: Sequence[WayTo]) -> list[WayTo]:
    """Of each service, in public and in private, the way that comes first."""
    found: dict[tuple[str, bool], WayTo] = {}
    for way in ways:
        found.setdefault((way.service, way.private), way)
    return list(found.values())


def name(way: WayTo) -> str:
    return f"{service_name(way.service)} in private" if way.private else service_name(way.service)


def has_clock(ways: Sequence[WayTo]) -> bool:
    return any(way.door.ends_at is not None for way in ways)


def warning(way: WayTo, ways: Sequence[WayTo], now: datetime) -> tuple[str, str]:
    """(title, words) before one writes to somebody by `way`; ("", "") where nothing is to say."""
    told = f"{way.door.note[:1].upper()}{way.door.note[1:]}."
    left = doors.left(way.door, now)
    match way.door.way:
        case Way.CLOSING:
            return "This door closes soon", f"{left}. It counts from their last message."
        case Way.BY_HAND:
            return "Only what a person sends", f"{told} {left}.{_instead(way, ways)}"
        case Way.TEMPLATE:
            return "Only templates pass", f"{told}{_instead(way, ways)}"
        case Way.CLOSED:
            return "This door is closed", f"{told}{_instead(way, ways)}"
    return "", ""


def _instead(way: WayTo, ways: Sequence[WayTo]) -> str:
    others = [e for e in best(ways) if e.door.way is Way.OPEN and name(e) != name(way)]
    return f" Open now: {', '.join(map(name, others))}." if others else ""
