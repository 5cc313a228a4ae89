"""Chats that WhatsApp exported as text: one .txt, or a zip or folder of them.

The phone's language decides how a line begins: "[13.02.20, 00:19:15] Ada: …" or "2/13/20, 11:21 PM
- Ada: …". Times are the phone's own; they are read as this computer's. There are no ids: one is
made of the line, so that the same export gives the same ones.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, pairwise
from pathlib import Path, PurePosixPath

from cm_desk.archives import sound
from cm_desk.archives.base import Part, Skipped, Source
from cm_desk.archives.container import Container, opened
from cm_desk.domain.model import Author, Incoming, Kind, Media, Page, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text.plain import clean

DATE = r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4}),?\s"
TIME = r"(\d{1,2}):(\d\d)(?::(\d\d))?[\s_]?([ap]\.?\s?m\.?)?"
BEGINS = re.compile(rf"(?:\[{DATE}{TIME}\]|{DATE}{TIME}\s[-–])\s(.*)", re.IGNORECASE | re.DOTALL)
SAID = re.compile(r"(?:~\s)?([^:]{1,100}):\s?(.*)", re.DOTALL)
HIDDEN = re.compile("[\u200e\u200f\u202a-\u202e\ufeff]")
SPACES = str.maketrans({"\u202f": " ", "\xa0": " "})
FILE = re.compile(r"<[^:<>]{1,40}: ([^<>]{1,200})>|([^<>\n]{1,200}\.\w{2,5}) \([^()]{1,40}\)")
TITLE = re.compile(r"^WhatsApp[ -]Chat (?:with|mit|con|avec|com|-) ?(.+)$", re.IGNORECASE)
FIRST_LINES = 30
MAX_LINE = 1_000_000  # bytes; a longer one is cut into several
MAX_TEXT = 200_000  # characters of one message
PART = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One message or notice as it stands there. `date` is three numbers in the phone's order."""

    line: int
    date: tuple[int, int, int]
    time: tuple[int, int, int]
    rest: str


class WhatsApp:
    name = "whatsapp"
    label = "WhatsApp chat (text)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                names = _chats(files)
                return bool(names) and any(True for _ in islice(_entries(files, names[0]), 1))
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our name; else we are whom the chats of two are not named after."""
        with opened(path) as files:
            names = _chats(files)
            owner = owner or _owner(path, files, names)
            for name in names:
                yield from _Chat(path, files, name, owner).parts()


FORMAT = WhatsApp()


class _Chat:
    """Reads its file once for the order of day and month, and once more for the text."""

    def __init__(self, path: Path, files: Container, name: str, owner: str) -> None:
        self._files, self._name = files, name
        self._title = _title(path, name)
        self._order = _order(each.date for each in _entries(files, name))
        self._us, handle = owner, owner or "WhatsApp"
        self._source = Source("whatsapp", sound.profile(Profile(handle, handle, handle)), "")
        self._other = Author(self._title, self._title, self._title)
        self._same: Counter[str] = Counter()

    def parts(self) -> Iterator[Part]:
        records = (self._record(each) for each in _entries(self._files, self._name))
        while batch := list(islice(records, PART)):
            found = tuple(each for each in batch if isinstance(each, Incoming))
            skipped = tuple(each for each in batch if isinstance(each, Skipped))
            yield Part(self._source, Page(found), skipped)

    def _record(self, entry: Entry) -> Incoming | Skipped:
        place = f"{PurePosixPath(self._name).name} line {entry.line}"
        said = _said(entry.rest)
        if said is None:
            return Skipped(place, "a notice of WhatsApp, written by nobody.")
        try:
            return sound.message(self._message(entry, said[1], said[2]))
        except (ValueError, OverflowError):
            return Skipped(place, "it has no date that can be read.")

    def _message(self, entry: Entry, name: str, text: str) -> Incoming:
        ours = name == self._us
        file = FILE.fullmatch(text.partition("\n")[0].strip())
        return Incoming(
            remote_id=self._id(entry),
            thread=self._title,
            who=self._other if ours else Author(name, name, name),
            text=text.strip()[:MAX_TEXT],
            sent_at=_moment(entry, self._order),
            kind=Kind.CHAT,
            outgoing=ours,
            media=(Media("file", "", name=(file[1] or file[2]).strip()),) if file else (),
        )

    def _id(self, entry: Entry) -> str:
        """The same words in the same minute are two messages."""
        given = f"{self._title}\n{entry.date}{entry.time}\n{entry.rest}"
        self._same[given] += 1
        return hashlib.sha256(f"{given}\n{self._same[given]}".encode()).hexdigest()[:32]


def _chats(files: Container) -> list[str]:
    names = [name for name in files.names() if name.lower().endswith(".txt")]
    return [name for name in names if any(True for _ in islice(_entries(files, name), 1))]


def _entries(files: Container, name: str) -> Iterator[Entry]:
    """Lines that begin like a message, with the lines that follow them."""
    entry: Entry | None = None
    for number, line in _lines(files, name):
        if begins := BEGINS.match(line):
            if entry:
                yield entry
            entry = _entry(number, begins)
        elif entry and len(entry.rest) < MAX_TEXT:
            entry = Entry(entry.line, entry.date, entry.time, f"{entry.rest}\n{line}")
        elif entry is None and number > FIRST_LINES:
            return
    if entry:
        yield entry


def _lines(files: Container, name: str) -> Iterator[tuple[int, str]]:
    number = 0
    with files.open(name) as stream:
        while line := stream.readline(MAX_LINE):
            number += 1
            text = clean(line.decode("utf-8", "replace").rstrip("\r\n"))
            yield number, HIDDEN.sub("", text).translate(SPACES)


def _entry(number: int, begins: re.Match[str]) -> Entry:
    parts = begins.groups()[:14]
    first, second, third, hour, minute, second_, half = parts[:7] if parts[0] else parts[7:]
    date = int(first or 0), int(second or 0), int(third or 0)
    clock = int(hour or 0), int(minute or 0), int(second_ or 0)
    return Entry(number, date, _of_day(clock, half or ""), begins[15])


def _of_day(clock: tuple[int, int, int], half: str) -> tuple[int, int, int]:
    hour, minute, second = clock
    match half[:1].lower():
        case "p":
            hour = hour % 12 + 12
        case "a":
            hour %= 12
    return hour, minute, second


def _said(rest: str) -> re.Match[str] | None:
    return SAID.fullmatch(rest)


def _order(dates: Iterable[tuple[int, int, int]]) -> str:
    """ "ymd", "dmy" or "mdy": what no date contradicts, else what runs forwards more often."""
    first, steps = 0, {"dmy": 0, "mdy": 0}
    middle = 0
    for one, other in pairwise(dates):
        first, middle = max(first, one[0], other[0]), max(middle, one[1], other[1])
        for order in steps:
            steps[order] += _sortable(one, order) <= _sortable(other, order)
    if first > 31:
        return "ymd"
    if first > 12 or middle > 12:
        return "dmy" if first > 12 else "mdy"
    return max(steps, key=lambda order: steps[order])


def _sortable(date: tuple[int, int, int], order: str) -> tuple[int, ...]:
    found = dict(zip(order, date, strict=True))
    return found["y"], found["m"], found["d"]


def _moment(entry: Entry, order: str) -> datetime:
    year, month, day = _sortable(entry.date, "ymd" if entry.date[0] > 31 else order)
    year += 2000 if year < 100 else 0
    return datetime(year, month, day, *entry.time).astimezone(UTC)


def _title(path: Path, name: str) -> str:
    """Whom the chat is named after, by its own file, its folder or the zip it came in."""
    inside = PurePosixPath(name)
    for stem in (inside.stem, inside.parent.name, path.stem, path.parent.name):
        if found := TITLE.match(stem):
            return clean(found[1]).strip()
    return clean(path.stem if inside.stem == "_chat" else inside.stem)


def _owner(path: Path, files: Container, names: list[str]) -> str:
    """Who is in most of these chats without giving them their name; "" where that is not clear."""
    found: Counter[str] = Counter()
    for name in names:
        said = (_said(each.rest) for each in _entries(files, name))
        people, title = {each[1] for each in said if each}, _title(path, name)
        if title in people and len(people) == 2:
            found.update(people - {title})
    return next((name for name, _ in found.most_common(1)), "")
