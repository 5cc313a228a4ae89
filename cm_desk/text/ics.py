"""A calendar file as RFC 5545 has it: all-day events, folded at 75 octets, texts escaped."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

OCTETS = 75
PRODUCT = "-//CM Desk//Occasions//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """`uid` names it for ever. `yearly`: it comes again every year, on the last of February where
    it began on the 29th. `lead`: days before it on which a calendar reminds; 0 does not."""

    uid: str
    on: date
    summary: str
    description: str = ""
    category: str = ""
    yearly: bool = False
    leap: bool = False
    lead: int = 0


def calendar(entries: Iterable[Entry], name: str, stamp: datetime) -> str:
    """The whole file; `stamp` is now."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"]
    for each in entries:
        lines += _event(each, stamp.astimezone(UTC))
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(each: Entry, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(each.uid)}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{each.on:%Y%m%d}"
    yield f"SUMMARY:{escaped(each.summary)}"
    if each.description:
        yield f"DESCRIPTION:{escaped(each.description)}"
    if each.category:
        yield f"CATEGORIES:{escaped(each.category)}"
    if each.yearly:
        yield "RRULE:FREQ=YEARLY" + (";BYMONTH=2;BYMONTHDAY=-1" if each.leap else "")
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    if each.lead:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{each.lead}D")
        yield from (f"DESCRIPTION:{escaped(each.summary)}", "END:VALARM")
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Commas, semicolons, backslashes and line breaks are written so that they are words; other
    control characters are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    kept = "".join(c for c in text if c == "\n" or c == "\t" or not _control(c))
    return kept.replace("\n", "\\n")


def _control(char: str) -> bool:
    return ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000


def folded(line: str) -> str:
    """In pieces of at most 75 octets, none cut within a letter."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    return "\r\n".join([*pieces, piece])
