"""The rows of a person's story: what happened, newest first, with months and silences between.

Pure: entries in, rows out. The store pages the entries, the model shows the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cm_desk.domain import months
from cm_desk.store.river import Entry

QUIET = timedelta(days=61)  # shorter gaps are everyday life, not silence
MONTH_DAYS = 365.25 / 12
COUNTED = ("message", "gesture", "promise", "note", "survey")


@dataclass(frozen=True, slots=True)
class Mark:
    """A month begins. `counts` by kind of entry; `whole` once nothing of it is left to load."""

    year: int
    month: int
    counts: dict[str, int] = field(default_factory=dict)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Quiet:
    """`months` full months without a word before `until`; None: until today."""

    months: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Happened:
    entry: Entry


Row = Mark | Quiet | Happened


def key(row: Row) -> tuple[object, ...]:
    """What a row is, whatever was loaded around it: keeps the selection through a reload."""
    match row:
        case Mark():
            return ("mark", row.year, row.month)
        case Quiet():
            return ("quiet", row.until)
        case Happened(entry):
            ours = entry.promise or entry.note or entry.merge or entry.badge or entry.introduction
            sorry = entry.step or entry.apology
            thing = entry.message or entry.gesture or entry.survey or ours or sorry
            if thing is None:  # likes of a month stay those of that month when one is added
                return (entry.what, entry.service, entry.signal_kind, months.of(entry.at))
            move = entry.place.id if entry.turn == "moved" else 0
            return (entry.what, entry.turn, thing.id, move)


def of_message(id: int) -> tuple[object, ...]:
    """The key of a message."""
    return ("message", "", id, 0)


def told(
    entries: Iterable[Entry],
    now: datetime,
    begun: bool = True,
    ended: bool = True,
    quiets: bool = True,
) -> list[Row]:
    """The rows of a piece of a story. `begun`: nothing newer is missing, `ended`: nothing older.

    `quiets` False leaves silences out, for views of one kind of entry.
    """
    rows: list[Row] = []
    last: datetime | None = now if begun else None
    mark: Mark | None = None
    floor = datetime.max.replace(tzinfo=now.tzinfo)  # when the month began
    for entry in entries:
        if quiets and last and last - entry.at >= QUIET:
            months_ = int((last - entry.at).days / MONTH_DAYS)
            rows.append(Quiet(months_, None if mark is None else last))
        if mark is None or entry.at < floor:
            month = months.of(entry.at)
            floor, mark = months.start(month), Mark(*month, whole=begun or mark is not None)
            rows.append(mark)
        if entry.what in COUNTED:
            mark.counts[entry.what] = mark.counts.get(entry.what, 0) + 1
        rows.append(Happened(entry))
        last = min(last or entry.at, entry.at)
    if mark and not ended:
        rows[rows.index(mark)] = replace(mark, whole=False)
    return rows
