"""One table of an archive: how it is written, what its columns are called, and its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO

from cm_desk.archives.base import Answer, Skipped
from cm_desk.archives.columns import NUMERIC, Columns, resolved
from cm_desk.archives.container import Container
from cm_desk.archives.moments import is_moment
from cm_desk.archives.records import is_json, records
from cm_desk.archives.tables import HEAD_BYTES, Form, form_of, rows
from cm_desk.domain.model import Incoming
from cm_desk.errors import ArchiveError
from cm_desk.text.plain import clean

SAMPLE = 60  # rows that columns are guessed from
SEARCHED = 12  # first rows, among which the headings are
NAMES = (".csv", ".tsv", ".tab")
RECORDS = (".json", ".jsonl", ".ndjson")
MAX_TABLES = 200
MAX_COLUMNS = 200
OTHERS = (b"{", b"[", b"<", b"PK", b"%PDF", b"\x89PNG")  # how other files begin


@dataclass(frozen=True, slots=True)
class Sheet:
    """`first` is the line of the first row of data, `sample` some rows from there."""

    name: str
    form: Form
    headings: tuple[str, ...]
    first: int
    sample: tuple[tuple[str, ...], ...]

    def columns(self, wanted: Columns) -> Columns:
        return resolved(wanted, self.headings, self.sample)

    def rows(self, path: Path, stream: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
        for line, row in rows(path, self.name, stream, self.form):
            if line >= self.first:
                yield line, row

    def cells(self, heading: str) -> list[str]:
        number = self.headings.index(heading)
        return [row[number] for row in self.sample if number < len(row) and row[number].strip()]


@dataclass(frozen=True, slots=True)
class RecordSheet(Sheet):
    """JSON records; `first` is always 1, and lines are numbers of records."""

    def rows(self, path: Path, stream: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
        for number, record in records(path, self.name, stream):
            yield number, [record.get(each, "") for each in self.headings]


@dataclass(frozen=True, slots=True)
class Look:
    """The first table of an archive as it would be read: for a person who maps its columns.

    `samples` are first cells by heading, `rows` what the first rows become. `sure`: the dates tell
    which number is the day.
    """

    name: str
    headings: tuple[str, ...]
    samples: tuple[str, ...]
    columns: Columns
    sure: bool
    rows: tuple[Incoming | Answer | Skipped, ...]


def sheets(path: Path, files: Container, encoding: str = "") -> dict[str, Sheet]:
    """The tables in an archive, by the name of their file."""
    names = files.names()
    if len(names) > 1:
        names = [name for name in names if name.lower().endswith(NAMES)][:MAX_TABLES]
    found = {name: sheet(path, files, name, encoding) for name in names}
    return {name: each for name, each in found.items() if each is not None}


def sheet(path: Path, files: Container, name: str, encoding: str = "") -> Sheet | None:
    """None for a file that is no table: no delimiter that most of its lines agree on."""
    with files.open(name) as stream:
        head = stream.read(HEAD_BYTES)
    if is_json(head) and name.lower().endswith(RECORDS):
        return _records(path, files, name)
    form = form_of(head, encoding)
    if form.width < 2 or head.lstrip().startswith(OTHERS):
        return None
    with files.open(name) as stream:
        first = list(islice(rows(path, name, stream, form), SEARCHED + SAMPLE))
    at = next((n for n, (_, row) in enumerate(first[:SEARCHED]) if _is_full(row, form)), 0)
    headed = bool(first) and _is_head(first[at][1])
    below = first[at + headed :]
    if not below:
        return None
    width = min(MAX_COLUMNS, max(len(row) for _, row in first[at:]))
    headings = _headings(first[at][1] if headed else [], width)
    sample = tuple(tuple(row) for _, row in below[:SAMPLE])
    return Sheet(PurePosixPath(name).name, form, headings, below[0][0], sample)


def _records(path: Path, files: Container, name: str) -> Sheet | None:
    """None where the first things in it are no records, or not alike."""
    try:
        with files.open(name) as stream:
            first = [each for _, each in islice(records(path, name, stream), SAMPLE)]
    except ArchiveError:
        return None
    known = [each for each in first if len(each) > 1]
    headings = list(dict.fromkeys(key for each in known for key in each))[:MAX_COLUMNS]
    if not headings or len(known) < len(first) / 2:
        return None
    rows = tuple(tuple(each.get(key, "") for key in headings) for each in first)
    return RecordSheet(PurePosixPath(name).name, Form(), tuple(headings), 1, rows)


def _is_full(row: list[str], form: Form) -> bool:
    return sum(bool(each.strip()) for each in row) > form.width / 2


def _is_head(row: list[str]) -> bool:
    """Words, each only once: nothing that is a date, a number or an address."""
    given = [each.strip() for each in row[:MAX_COLUMNS] if each.strip()]
    plain = (not NUMERIC.fullmatch(c) and "@" not in c and not is_moment(c) for c in given)
    return len(set(given)) == len(given) and all(plain)


def _headings(row: list[str], width: int) -> tuple[str, ...]:
    """Each of its own: "Column 3" for one without words, "Date (2)" for a second one."""
    found: list[str] = []
    for number in range(width):
        given = clean(row[number]).strip() if number < len(row) else ""
        name = " ".join(given.split())[:200] or f"Column {number + 1}"
        count = sum(each == name or each.startswith(f"{name} (") for each in found)
        found.append(f"{name} ({count + 1})" if name in found else name)
    return tuple(found)
