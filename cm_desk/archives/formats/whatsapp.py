"""Chats that WhatsApp exported as text: one .txt, or a zip or folder of them.

The phone's language decides how a line begins: "[13.02.20, 00:19:15] Ada: …" or "2/13/20, 11:21 PM
- Ada: …". Times are the phone's own; they are read as this computer's. There are no ids: one is
made of the line, so that the same export gives the same ones.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.domain.model import Author, Incoming, Kind, Media, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.plain import clean

DATE = r"(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4}),?\s"
TIME = r"(\d{1,2}):(\d\d)(?::(\d\d))?[\s_]?([ap]\.?\s?m\.?)?"
BEGINS = re.compile(
    rf"(?:(\[){DATE}{TIME}\]|(){DATE}{TIME}\s[-–])\s(.*)", re.IGNORECASE | re.DOTALL
)
SAID = re.compile(r"(?:~\s)?([^:]{1,100}):\s?(.*)", re.DOTALL)
MARKED = re.compile("[^:]{1,100}: \u200e")  # on iPhones: what WhatsApp itself put there
HIDDEN = re.compile("[\u200e\u200f\u202a-\u202e\ufeff]")
SPACES = str.maketrans({"\u202f": " ", "\xa0": " "})
FILE = re.compile(r"<[^:<>]{1,40}: ([^<>]{1,200})>|([^<>\n]{1,200}\.\w{2,5}) \([^()]{1,40}\)")
TITLE = re.compile(r"^WhatsApp[ -]Chat (?:with|mit|con|avec|com|-) ?(.+)$", re.IGNORECASE)
FIRST_LINES = 30
MAX_LINE = 1_000_000  # bytes; a longer one is cut into several
MAX_TEXT = 200_000  # characters of one message
MAX_PEOPLE = 5000
MOST = 0.75  # of the lines look alike: then others that look like a message are quoted ones


class Look(NamedTuple):
    """How a phone writes when something was said; the same all through one export."""

    bracket: bool
    dot: str
    year_first: bool
    long_year: bool
    seconds: bool
    halves: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One message or notice as it stands there. `date` is three numbers in the phone's order."""

    line: int
    look: Look
    date: tuple[int, int, int]
    time: tuple[int, int, int]
    rest: str
    marked: bool


class WhatsApp:
    name = "whatsapp"
    label = "WhatsApp chat (text)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                return any(_is_chat(files, name) for name in _texts(files))
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our name; else we are whom the chats of two are not named after."""
        with opened(path) as files:
            names = [name for name in _texts(files) if _is_chat(files, name)]
            learned = {name: _Learned(files, name, _title(path, name)) for name in names}
            owner = owner or _owner(learned.values())
            gauge = Gauge(files, names)
            for name in names:
                chat = _Chat(gauge, name, learned[name], owner)
                yield from parts(chat.source, chat.records(), gauge)


FORMAT = WhatsApp()


class _Learned:
    """What a first reading of a chat tells: how its lines begin, and who is in it."""

    def __init__(self, files: Container, name: str, title: str) -> None:
        self.title, self.people = title, dict[str, None]()
        self._count: Counter[Look] = Counter()
        self._orders: dict[Look, _Order] = {}
        with files.open(name) as stream:
            for each in _entries(stream):
                self._count[each.look] += 1
                self._orders.setdefault(each.look, _Order()).see(each.date)
                said = SAID.fullmatch(each.rest)
                if said and not each.marked and len(self.people) < MAX_PEOPLE:
                    self.people.setdefault(said[1])

    def takes(self, look: Look) -> bool:
        [(most, count)] = self._count.most_common(1)
        return look == most or count < MOST * self._count.total()

    def order(self, look: Look) -> str:
        return "ymd" if look.year_first else self._orders[look].found()

    def other(self, us: str) -> Author | None:
        """Whom we write to in a chat of two: whom it is named after, or the only other one."""
        others = [each for each in self.people if each != us]
        if self.title in others or not others:
            return Author(self.title, self.title, self.title)
        return Author(others[0], others[0], others[0]) if len(others) == 1 else None


class _Order:
    """Whether the day or the month comes first, from the dates of one look."""

    def __init__(self) -> None:
        self._before: tuple[int, int, int] | None = None
        self._first = self._middle = 0
        self._steps = {"dmy": 0, "mdy": 0}

    def see(self, date: tuple[int, int, int]) -> None:
        self._first, self._middle = max(self._first, date[0]), max(self._middle, date[1])
        if self._before:
            for order in self._steps:
                forwards = _sortable(self._before, order) <= _sortable(date, order)
                self._steps[order] += forwards
        self._before = date

    def found(self) -> str:
        """What no date contradicts, else what runs forwards more often."""
        if self._first > 12 or self._middle > 12:
            return "dmy" if self._first > 12 else "mdy"
        return max(self._steps, key=lambda order: self._steps[order])


class _Chat:
    def __init__(self, gauge: Gauge, name: str, learned: _Learned, owner: str) -> None:
        self._gauge, self._name, self._learned = gauge, name, learned
        self._us, handle = owner, owner or "WhatsApp"
        self.source = Source(
            "whatsapp", sound.profile(Profile(handle, handle, handle)), "", told=False
        )
        self._other = learned.other(owner)
        self._same: Counter[str] = Counter()

    def records(self) -> Iterator[Incoming | Skipped]:
        with self._gauge.open(self._name) as stream:
            for number, entry in enumerate(_entries(stream, self._learned.takes)):
                yield self._record(entry, first=number == 0)

    def _record(self, entry: Entry, first: bool) -> Incoming | Skipped:
        place = f"{PurePosixPath(self._name).name} line {entry.line}"
        said = SAID.fullmatch(entry.rest)
        group = self._learned.title not in self._learned.people
        if said is None or (entry.marked and (first or (group and said[1] == self._learned.title))):
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
            thread=self._learned.title,
            who=self._other if ours else Author(name, name, name),
            text=text.strip()[:MAX_TEXT],
            sent_at=_moment(entry, self._learned.order(entry.look)),
            kind=Kind.CHAT,
            outgoing=ours,
            media=(Media("file", "", name=(file[1] or file[2]).strip()),) if file else (),
        )

    def _id(self, entry: Entry) -> str:
        """The same words in the same minute are two messages."""
        given = f"{self._learned.title}\n{entry.date}{entry.time}\n{entry.rest}"
        self._same[given] += 1
        return hashlib.sha256(f"{given}\n{self._same[given]}".encode()).hexdigest()[:32]


def _texts(files: Container) -> list[str]:
    return [name for name in files.names() if name.lower().endswith(".txt")]


def _is_chat(files: Container, name: str) -> bool:
    with files.open(name) as stream:
        return any(True for _ in _entries(stream))


def _entries(stream: IO[bytes], takes: Callable[[Look], bool] = lambda _: True) -> Iterator[Entry]:
    """Lines that begin like a message, with the lines that follow them."""
    entry: Entry | None = None
    for number, line, marked in _lines(stream):
        begins = BEGINS.match(line)
        if begins and takes(_look(begins)):
            if entry:
                yield entry
            entry = _entry(number, begins, marked)
        elif entry and len(entry.rest) < MAX_TEXT:
            entry = replace(entry, rest=f"{entry.rest}\n{line}")
        elif entry is None and number > FIRST_LINES:
            return
    if entry:
        yield entry


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, str, bool]]:
    """(number, the line, whether a mark of WhatsApp stands before its text)."""
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        text = clean(line.decode("utf-8", "replace").rstrip("\r\n"))
        marked = "\u200e" in text and bool(MARKED.search(text.rpartition("] ")[2][:200]))
        yield number, HIDDEN.sub("", text).translate(SPACES), marked


def _look(begins: re.Match[str]) -> Look:
    bracket, first, dot, _, third, _, _, second, half = _pieces(begins)
    return Look(
        bool(bracket),
        dot,
        len(first) > 2,
        max(len(first), len(third)) > 2,
        bool(second),
        bool(half),
    )


def _pieces(begins: re.Match[str]) -> list[str]:
    """Bracket, first number, dot, second, third, hour, minute, second, half of the day."""
    groups = begins.groups()
    return [each or "" for each in (groups[:9] if groups[0] else groups[9:18])]


def _entry(number: int, begins: re.Match[str], marked: bool) -> Entry:
    _, first, _, middle, third, hour, minute, second, half = _pieces(begins)
    clock = int(hour), int(minute), int(second or 0)
    date = int(first), int(middle), int(third)
    return Entry(number, _look(begins), date, _of_day(clock, half), begins[19], marked)


def _of_day(clock: tuple[int, int, int], half: str) -> tuple[int, int, int]:
    hour, minute, second = clock
    match half[:1].lower():
        case "p":
            hour = hour % 12 + 12
        case "a":
            hour %= 12
    return hour, minute, second


def _sortable(date: tuple[int, int, int], order: str) -> tuple[int, ...]:
    found = dict(zip(order, date, strict=True))
    return found["y"], found["m"], found["d"]


def _moment(entry: Entry, order: str) -> datetime:
    year, month, day = _sortable(entry.date, order)
    year += 2000 if year < 100 else 0
    return datetime(year, month, day, *entry.time).astimezone(UTC)


def _title(path: Path, name: str) -> str:
    """Whom the chat is named after, by its own file, its folder or the zip it came in."""
    inside = PurePosixPath(name)
    for stem in (inside.stem, inside.parent.name, path.stem, path.parent.name):
        if found := TITLE.match(stem):
            return clean(found[1]).strip()
    return clean(path.stem if inside.stem == "_chat" else inside.stem)


def _owner(chats: Iterable[_Learned]) -> str:
    """Who is in most of these chats without giving them their name; "" where that is not clear."""
    found: Counter[str] = Counter()
    for chat in chats:
        if chat.title in chat.people and len(chat.people) == 2:
            found.update(set(chat.people) - {chat.title})
    return next((name for name, _ in found.most_common(1)), "")
