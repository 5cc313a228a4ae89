"""Comments and live chats as Google Takeout gives them: CSV files, in the language of the account.

Columns are found by what stands in them, because their names are translated and some files have
none. A file holds comments of our channels only; whom they answer is not told but by a mention.
The text is JSON: {"takeoutSegments": [piece, …]}, or since 2024 just piece,piece.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from cm_desk.archives.base import Part, Skipped, Source
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.tables import rows
from cm_desk.domain.model import Author, Incoming, Kind, Page, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.sound import ODD

BASE_URL = "https://www.youtube.com"
CHANNEL = re.compile(r"UC[\w-]{22}")
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*")
TEXT = re.compile(r'\s*\{\s*"')
MAX_TABLES = 500
FIRST_ROWS = 5
MAX_CHANNELS = 1000
PART = 500


class Layout(NamedTuple):
    """Where each thing stands; -1: nowhere. Found by (columns, channel's, time's, text's place)."""

    id: int
    parent: int
    video: int
    top: int = -1
    post: int = -1


LAYOUTS = {
    (7, 1, 2, 6): Layout(id=0, parent=4, video=5),
    (7, 0, 1, 6): Layout(id=3, parent=4, video=5),
    (9, 1, 2, 7): Layout(id=0, parent=4, video=6, top=8, post=5),
    (6, 1, 2, 5): Layout(id=0, parent=-1, video=4),  # a live chat
}


class Row(NamedTuple):
    id: str
    channel: str
    at: str
    parent: str
    video: str
    top: str
    post: str
    text: str
    live: bool


class YouTube:
    name = "youtube"
    label = "YouTube comments (Google Takeout, CSV)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                return bool(_tables(path, files))
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is not asked: each row says which channel wrote it."""
        with opened(path) as files:
            tables = _tables(path, files)
            if not tables:
                raise ArchiveError(path, "", "there is no table of comments in it.")
            yield from _Reader(path, files, tables).parts()


FORMAT = YouTube()


class _Reader:
    def __init__(self, path: Path, files: Container, tables: list[str]) -> None:
        self._path, self._tables, self._gauge = path, tables, Gauge(files, tables)
        self._titles = _titles(path, files)
        self._sources: dict[str, Source] = {}

    def parts(self) -> Iterator[Part]:
        """One part for each channel of a batch; skipped rows go with the first."""
        for name in self._tables:
            records = self._records(name)
            while batch := list(islice(records, PART)):
                skipped = tuple(each for each in batch if isinstance(each, Skipped))
                found: dict[Source, list[Incoming]] = {}
                for each in batch:
                    if not isinstance(each, Skipped):
                        found.setdefault(each[0], []).append(each[1])
                for source, messages in (found or {self._any(): []}).items():
                    done, total = self._gauge.done, self._gauge.total
                    yield Part(source, Page(tuple(messages)), skipped, done, total)
                    skipped = ()

    def _records(self, name: str) -> Iterator[tuple[Source, Incoming] | Skipped]:
        short, first = PurePosixPath(name).name, True
        with self._gauge.open(name) as stream:
            for line, cells in rows(self._path, short, stream):
                if row := _row(cells):
                    yield self._record(row, f"{short} line {line}")
                elif not first:
                    yield Skipped(f"{short} line {line}", "it is not as YouTube writes a row.")
                first = False

    def _record(self, row: Row, place: str) -> tuple[Source, Incoming] | Skipped:
        try:
            return self._source(row.channel), sound.message(_message(row))
        except ODD:
            return Skipped(place, "it is not as YouTube writes a comment.")

    def _source(self, channel: str) -> Source:
        if channel not in self._sources:
            if len(self._sources) >= MAX_CHANNELS:
                raise ValueError("nobody has so many channels")
            title = self._titles.get(channel, "")
            profile = Profile(channel, channel, title or channel)
            self._sources[channel] = Source("youtube", sound.profile(profile), BASE_URL)
        return self._sources[channel]

    def _any(self) -> Source:
        known = next(iter(self._sources.values()), None)
        return known or Source("youtube", Profile("YouTube", "", "YouTube"), BASE_URL)


def _tables(path: Path, files: Container) -> list[str]:
    """Those with a comment or live chat among their first rows."""
    return [name for name in _csvs(files) if any(map(_row, _first(path, files, name)))]


def _csvs(files: Container) -> list[str]:
    return [name for name in files.names() if name.lower().endswith(".csv")][:MAX_TABLES]


def _first(path: Path, files: Container, name: str) -> list[list[str]]:
    with files.open(name) as stream:
        try:
            return [cells for _, cells in islice(rows(path, name, stream), FIRST_ROWS)]
        except ArchiveError:
            return []


def _titles(path: Path, files: Container) -> dict[str, str]:
    """What our channels are called, where the archive has that table: number, title, visibility."""
    tables = (_first(path, files, name) for name in _csvs(files))
    known = (cells for cells in chain.from_iterable(tables) if 2 <= len(cells) <= 3)
    return {c[0]: c[1] for c in known if CHANNEL.fullmatch(c[0]) and "://" not in c[1]}


def _row(cells: list[str]) -> Row | None:
    """None for a row of names, and for one whose columns are not known."""
    try:
        channel = next(n for n, each in enumerate(cells) if CHANNEL.fullmatch(each))
        at = next(n for n, each in enumerate(cells) if TIME.fullmatch(each))
        text = next(n for n, each in enumerate(cells) if TEXT.match(each))
        layout = LAYOUTS[len(cells), channel, at, text]
    except (StopIteration, KeyError):
        return None
    cell = [*cells, ""]  # for -1
    return Row(
        id=cell[layout.id],
        channel=cell[channel],
        at=cell[at],
        parent=cell[layout.parent],
        video=cell[layout.video],
        top=cell[layout.top],
        post=cell[layout.post],
        text=cell[text],
        live=layout.parent < 0,
    )


def _message(row: Row) -> Incoming:
    """Answers are one conversation with the comment at the top, a live chat with its stream."""
    pieces = _pieces(row.text)
    top = row.top or row.parent or row.id
    return Incoming(
        remote_id=row.id,
        thread=f"live-{row.video}" if row.live else top.partition(".")[0],
        who=_mentioned(pieces, row.channel),
        text="".join(str(each.get("text") or "") for each in pieces),
        sent_at=_moment(row.at),
        kind=Kind.CHAT if row.live else Kind.COMMENT,
        outgoing=True,
        reply_to=row.parent,
        visibility="public",
        url=_url(row),
    )


def _pieces(text: str) -> list[dict[str, Any]]:
    found = json.loads(f"[{text}]")
    if len(found) == 1 and "takeoutSegments" in found[0]:
        found = found[0]["takeoutSegments"]
    return [each for each in found if isinstance(each, dict)]


def _mentioned(pieces: list[dict[str, Any]], us: str) -> Author | None:
    """The first channel that the text names, but ours."""
    for each in pieces:
        mention = each.get("mention")
        channel = mention.get("externalChannelId") if isinstance(mention, dict) else None
        if isinstance(channel, str) and channel != us and CHANNEL.fullmatch(channel):
            name = str(each.get("text") or "").strip() or channel
            return Author(channel, name, name.removeprefix("@"), f"{BASE_URL}/channel/{channel}")
    return None


def _url(row: Row) -> str:
    if row.video:
        return f"{BASE_URL}/watch?v={row.video}" + ("" if row.live else f"&lc={row.id}")
    return f"{BASE_URL}/post/{row.post}?lc={row.id}" if row.post else ""


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
