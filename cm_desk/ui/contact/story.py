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
            ours = entry.promise or entry.note or entry.merge
            thing = entry.message or entry.gesture or entry.survey or ours
            if thing is None:
                return (entry.what, entry.service, entry.signal_kind, months.of(entry.at))
            moved = entry.at if entry.turn == "moved" else None
            return (
                (entry.what, thing.id)
                if not entry.turn
                else ((entry.what, entry.turn, thing.id, moved))
            )


class Story:
    """Grows by pages. `quiets` False leaves silences out, for views of one kind of entry."""

    def __init__(self, now: datetime, quiets: bool = True) -> None:
        self.rows: list[Row] = []
        self.entries = 0
        self._now, self._quiets = now, quiets
        self._last: datetime | None = None
        self._mark = -1  # row number of the newest month that may still grow

    def copy(self) -> "Story":
        other = Story(self._now, self._quiets)
        other.rows, other.entries = list(self.rows), self.entries
        other._last, other._mark = self._last, self._mark
        return other

    def extend(self, entries: Iterable[Entry], ended: bool) -> int | None:
        """Append a page; the number of an older row that changed (a month's counts), or None."""
        before, touched = len(self.rows), self._mark
        for entry in entries:
            self._add(entry)
            self.entries += 1
        if ended:
            self._close_month()
        return touched if 0 <= touched < before else None

    def _add(self, entry: Entry) -> None:
        local = entry.at.astimezone()
        if self._quiets and (row := self._silence(entry.at)):
            self.rows.append(row)
        open_mark = self.rows[self._mark] if self._mark >= 0 else None
        if not isinstance(open_mark, Mark) or (open_mark.year, open_mark.month) != (
            local.year,
            local.month,
        ):
            self._close_month()
            self._mark = len(self.rows)
            self.rows.append(Mark(local.year, local.month))
        self._count(entry)
        self.rows.append(Happened(entry))
        self._last = entry.at

    def _silence(self, at: datetime) -> Row | None:
        gap = (self._last or self._now) - at
        if gap < QUIET:
            return None
        return Quiet(int(gap.days / MONTH_DAYS), self._last)

    def _count(self, entry: Entry) -> None:
        mark = self.rows[self._mark]
        if isinstance(mark, Mark) and entry.what in COUNTED:
            counts = {**mark.counts, entry.what: mark.counts.get(entry.what, 0) + 1}
            self.rows[self._mark] = replace(mark, counts=counts)

    def _close_month(self) -> None:
        if self._mark >= 0 and isinstance(mark := self.rows[self._mark], Mark):
            self.rows[self._mark] = replace(mark, whole=True)
            self._mark = -1
