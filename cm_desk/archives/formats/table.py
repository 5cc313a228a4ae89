"""Any table of messages or of answers to a survey: CSV, TSV, from a tool, a form or a spreadsheet.

Which column is what is guessed, or said by a person; see columns.py. Rows without an id are named
by what they say, so that the same table again changes nothing. A column with a score makes answers
of a survey instead of messages. Rows without a conversation are one with each person.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path, PurePosixPath
from typing import IO

from cm_desk.archives.base import Answer, Part, Skipped, Source
from cm_desk.archives.columns import DATES, Columns, address_in, is_out, service_of
from cm_desk.archives.compact import Numbers
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.moments import Moments, order_of, zone_of
from cm_desk.archives.scores import scale_of, score_of
from cm_desk.archives.sheet import NAMES, Look, Sheet, sheets
from cm_desk.archives.tables import UNCLOSED
from cm_desk.domain.model import Author, Incoming, Kind, Page, Profile
from cm_desk.errors import ArchiveError, BadInput
from cm_desk.text import sound
from cm_desk.text.plain import clean

ODD = (ValueError, TypeError, OverflowError)
SERVICE = "table"
MAX_SERVICES = 40
MAX_TALKS = 100_000  # whose other side is remembered
LONG_ID = 10  # letters
OF_ANY = ("who", "handle", "when", "time", "direction", "thread", "subject", "text", "score")
OF_ONE = ("id", "who", "handle", "when", "time", "thread")
LATER = re.compile(
    r"(?:[\s._-]*(?:\(\d+\)|\d{4}[-_.]?\d\d[-_.]?\d\d(?:[-_T ]?\d\d[-_.:]?\d\d(?:[-_.:]?\d\d)?)?"
    r"|\d{8,}|\b(?:copy|kopie|copie|copia)\b))+$",
    re.IGNORECASE,
)
PART = 500
SHOWN = 20  # rows to look at


class Table:
    name = "table"
    label = "Table of messages or survey answers (CSV, TSV, JSON records)"

    def __init__(self, columns: Columns | None = None) -> None:
        self._columns = columns or Columns()

    def sniff(self, path: Path) -> bool:
        """Any table by its name; one of another name must have dates and texts."""
        try:
            with opened(path) as files:
                found = sheets(path, files)
            return any(name.lower().endswith(NAMES) or _is_rich(found[name]) for name in found)
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our name or address as it stands in the table."""
        with opened(path) as files:
            found = self._sheets(path, files)
            gauge = Gauge(files, found)
            for name, sheet in found.items():
                with files.open(name) as stream:
                    reader = Reader(path, sheet, self._columns, owner, stream)
                with gauge.open(name) as stream:
                    yield from _parts(reader, sheet.rows(path, stream), gauge)

    def look(self, path: Path, owner: str = "") -> Look:
        """Raises ArchiveError."""
        with opened(path) as files:
            name, sheet = next(iter(self._sheets(path, files).items()))
            with files.open(name) as stream:
                reader = Reader(path, sheet, self._columns, owner, stream)
        rows = enumerate(map(list, sheet.sample[:SHOWN]), sheet.first)
        found = tuple(each for _, each in _records(reader, rows))
        samples = tuple(next(iter(sheet.cells(each)), "") for each in sheet.headings)
        columns, sure = reader.columns, reader.sure
        return Look(sheet.name, sheet.headings, samples, columns, sure, found)

    def _sheets(self, path: Path, files: Container) -> dict[str, Sheet]:
        try:
            found = sheets(path, files, self._columns.encoding)
        except LookupError as err:  # of an encoding
            raise ArchiveError(path, "", f"there is an {err}.") from None
        if not found:
            raise ArchiveError(path, "", "there is no table in it.")
        return found


FORMAT = Table()

Row = tuple[Source, Incoming | Answer | Skipped]


class Reader:
    """Rows to what they are. `stream` is read where a look at the first dates leaves in doubt
    which number is the day. Raises ArchiveError for columns that are not there."""

    def __init__(
        self, path: Path, sheet: Sheet, wanted: Columns, owner: str, stream: IO[bytes]
    ) -> None:
        self.sheet = sheet
        try:
            self.columns = sheet.columns(wanted)
            names = self.columns.names
            scores = sheet.cells(names["score"]) if "score" in names else []
            self.scale = scale_of(names.get("score", ""), scores, wanted.scale)
            zone = zone_of(wanted.zone)
        except BadInput as err:
            raise ArchiveError(path, _place(path, sheet), err.what, err.hint) from None
        except ValueError as err:
            raise ArchiveError(path, _place(path, sheet), f"there is {err}.") from None
        self._at = {key: sheet.headings.index(name) for key, name in names.items()}
        order, self.sure = order_of(sheet.cells(names["when"]) if "when" in names else [])
        if not self.sure and not wanted.dates:
            at = self._at["when"]
            rows = (row for _, row in sheet.rows(path, stream))
            order, self.sure = order_of(row[at] for row in rows if at < len(row))
        self._moments = Moments(DATES.get(wanted.dates, order), zone)
        self._title = _title(sheet.name)
        self._owner = owner
        self._service = self._usual(wanted.service)
        self.source = self._source(self._service)
        self._sources = {self._service: self.source}
        self._same = Numbers()
        self._others: OrderedDict[str, Author] = OrderedDict()

    def record(self, line: int, row: list[str]) -> Row:
        place = f"{self.sheet.name} line {line}"
        if not row:
            return self.source, Skipped(place, UNCLOSED)
        cells = {key: row[at].strip() for key, at in self._at.items() if at < len(row)}
        source = self._channel(cells.get("channel", ""))
        try:
            at = self._moment(cells)
        except ODD:
            why = "it has no date that can be read." if cells.get("when") else "it has no date."
            return source, Skipped(place, why)
        if "score" in self._at:
            return source, self._answer(cells, at, source, place)
        if not (cells.get("text") or cells.get("subject")):
            return source, Skipped(place, "it says nothing.")
        try:
            return source, sound.message(self._message(cells, at, source))
        except ODD:
            return source, Skipped(place, "nobody is named in it.")

    def _message(self, cells: dict[str, str], at: datetime, source: Source) -> Incoming:
        named = self._person(cells, source.service)
        ours = self._ours(cells, named)
        thread = cells.get("thread", "")
        who = self._other(thread, named, ours) if ours else named
        if not ours and who is None:
            raise ValueError("nobody")
        one = self._id(cells)
        return Incoming(
            remote_id=one,
            thread=thread or (who.key if who else one),
            who=who,
            text=clean(cells.get("text", "")),
            sent_at=at,
            kind=self._kind(source.service),
            outgoing=ours,
            subject=clean(cells.get("subject", "")),
            url=clean(cells.get("url", "")),
        )

    def _answer(
        self, cells: dict[str, str], at: datetime, source: Source, place: str
    ) -> Answer | Skipped:
        who = self._person(cells, source.service)
        score, text = score_of(cells.get("score", "")), clean(cells.get("text", ""))
        if who is None:
            return Skipped(place, "nobody is named in it.")
        if score is None and not text:
            return Skipped(place, "it has neither a score nor words.")
        scale = self.scale
        if score is not None and not scale.low <= score <= scale.high:
            span = f"{scale.low:g} to {scale.high:g}"
            return Skipped(place, f"its score is not on the scale from {span}.")
        question = self.columns.names["score"]
        name = self._id(cells)
        return Answer(
            who, at, name, scale.kind, score, scale.low, scale.high, question, text, self._title
        )

    def _moment(self, cells: dict[str, str]) -> datetime:
        return self._moments.read(f"{cells.get('when', '')} {cells.get('time', '')}".strip())

    def _person(self, cells: dict[str, str], service: str) -> Author | None:
        """By handle or address, else by name; a name may be "Priya Raman <priya@raman.example>"."""
        name, handle = clean(cells.get("who", "")), clean(cells.get("handle", ""))
        if not handle and (handle := address_in(name)):
            name = name.replace(handle, "").strip(" <>()[]\"'")
        if not (handle or name):
            return None
        key = (handle or name).removeprefix("@").casefold()
        return Author(key[:500], (handle or name)[:500], name[:500])

    def _ours(self, cells: dict[str, str], named: Author | None) -> bool:
        if named and self._owner:
            us = self._owner.removeprefix("@").casefold()
            if us in (named.key, named.name.casefold()):
                return True
        return "direction" in self._at and is_out(cells.get("direction", ""))

    def _other(self, thread: str, named: Author | None, ours: bool) -> Author | None:
        """Who writes with us here: who wrote last in the thread, or who the row is about."""
        known = self._others.get(thread)
        us = self._owner.removeprefix("@").casefold()
        return known or (named if named and us not in (named.key, named.name.casefold()) else None)

    def remember(self, found: Incoming) -> None:
        if not found.outgoing and found.who:
            self._others[found.thread] = found.who
            if len(self._others) > MAX_TALKS:
                self._others.popitem(last=False)

    def _id(self, cells: dict[str, str]) -> str:
        """As the table says, where that is long enough to be no number of a row; else by what is
        said, and the same said again by the same person at the same time by its number."""
        one = clean(cells.get("id", ""))
        if len(one) >= LONG_ID:
            return one
        given = "\x1f".join(cells.get(name, "") for name in (OF_ONE if one else OF_ANY))
        digest = hashlib.sha256(given.encode("utf-8", "replace")).digest()
        number = int.from_bytes(digest[:8], "big")
        count = self._same.get(number) + 1
        self._same.set(number, count)
        return digest.hex()[:32] + (f"-{count}" if count > 1 else "")

    def _kind(self, service: str) -> Kind:
        if service == "mail":
            return Kind.MAIL
        return Kind.CHAT if {"direction", "thread"} & set(self._at) else Kind.COMMENT

    def _usual(self, wanted: str) -> str:
        """Where nobody says it: mail, where most people have an address."""
        if wanted:
            return service_of(wanted)
        heading = self.columns.names.get("handle") or self.columns.names.get("who")
        cells = self.sheet.cells(heading) if heading else []
        return "mail" if sum(bool(address_in(each)) for each in cells) > len(cells) / 2 else SERVICE

    def _channel(self, name: str) -> Source:
        usual = "" if self._service == SERVICE else self._service
        service = service_of(name, usual) if name else self._service
        if service not in self._sources:
            if len(self._sources) >= MAX_SERVICES:
                return self.source
            self._sources[service] = self._source(service)
        return self._sources[service]

    def _source(self, service: str) -> Source:
        handle = self._owner or self._title
        return Source(service, sound.profile(Profile(handle, handle, handle)), "", told=False)


def _place(path: Path, sheet: Sheet) -> str:
    return "" if sheet.name == path.name else sheet.name


def _title(name: str) -> str:
    """The file without its ending, and without what a later export of the same is told by."""
    stem = clean(PurePosixPath(name).stem).strip()
    return LATER.sub("", stem) or stem or "table"


def _parts(reader: Reader, rows: Iterator[tuple[int, list[str]]], gauge: Gauge) -> Iterator[Part]:
    records = _records(reader, rows)
    while batch := list(islice(records, PART)):
        batch.sort(key=lambda each: each[0].service)
        for source, group in groupby(batch, key=lambda each: each[0]):
            found = [each for _, each in group]
            yield Part(
                source,
                Page(tuple(each for each in found if isinstance(each, Incoming))),
                tuple(each for each in found if isinstance(each, Skipped)),
                gauge.done,
                gauge.total,
                tuple(each for each in found if isinstance(each, Answer)),
            )


def _records(reader: Reader, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    for line, row in rows:
        source, found = reader.record(line, row)
        if isinstance(found, Incoming):
            reader.remember(found)
        yield source, found


def _is_rich(sheet: Sheet) -> bool:
    """Has dates, and texts or scores, and somebody."""
    names = set(sheet.columns(Columns()).names)
    return "when" in names and bool(names & {"text", "score"}) and bool(names & {"who", "handle"})
