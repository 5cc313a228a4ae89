"""What Telegram Desktop exports as HTML, its first choice: messages.html and more of each chat.

Pages show names, no numbers of people, and "13:11" with the whole time behind it. A message id is
unique in its chat only, so a remote id is "CHAT/ID".
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path, PurePosixPath

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.telegram_pages import Row, rows, title
from cm_desk.domain.model import Author, Incoming, Kind, Media, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.plain import clean

PAGE = re.compile(r"((?:.*/)?)messages(\d*)\.html$")
TIME = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-]\d\d):(\d\d))?$")
IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
SIGN = b"page_header"
HEAD_BYTES = 20_000
FIRST = 5000  # messages that are looked through for who is in a chat


class TelegramPages:
    name = "telegram_html"
    label = "Telegram export (HTML)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                names = [name for chat in _chats(files).values() for name in chat[:1]]
                return any(_is_page(files, name) for name in names[:20])
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our name; else we are whom the chats of two are not named after."""
        with opened(path) as files:
            pages = {folder: names for folder, names in _chats(files).items() if names}
            if not pages:
                raise ArchiveError(path, "messages.html", "it is missing.")
            chats = [_Chat(path, files, folder, names) for folder, names in pages.items()]
            owner = owner or next((each.us for each in chats if each.us), "")
            profile = Profile(owner or "Telegram", owner or "Telegram", owner or "Telegram")
            source = Source("telegram", sound.profile(profile), "", told=False)
            gauge = Gauge(files, [name for names in pages.values() for name in names])
            for each in chats:
                yield from parts(source, each.records(gauge, owner), gauge)


FORMAT = TelegramPages()


class _Chat:
    def __init__(self, path: Path, files: Container, folder: str, names: list[str]) -> None:
        self._path, self._names = path, names
        with files.open(names[0]) as stream:
            called = title(path, names[0], stream)
        place = PurePosixPath(folder).name
        self._id = f"{called} ({place})" if "/chats/" in f"/{folder}" else called or place
        self._id = self._id or "chat"
        people = self._talkers(files)
        self._other = next((n for n in people if n == called or called.startswith(n)), "")
        rest = [each for each in people if each != self._other]
        self.us = rest[0] if self._other and len(people) == 2 else ""
        self._who = ""

    def _talkers(self, files: Container) -> list[str]:
        with files.open(self._names[0]) as stream:
            found = islice(rows(self._path, self._names[0], stream), FIRST)
            return list(dict.fromkeys(each.who.strip() for each in found if each.who.strip()))

    def records(self, gauge: Gauge, us: str) -> Iterator[Incoming | Skipped]:
        for name in self._names:
            with gauge.open(name) as stream:
                for row in rows(self._path, name, stream):
                    yield self._record(row, f"{name} {row.id}", us)

    def _record(self, row: Row, place: str, us: str) -> Incoming | Skipped:
        if row.service:
            return Skipped(place, "a notice or a date, written by nobody.")
        try:
            return sound.message(self._message(row, us))
        except (ValueError, OverflowError):
            return Skipped(place, "it is not as Telegram writes a message.")

    def _message(self, row: Row, us: str) -> Incoming:
        self._who = clean(row.who).strip() or self._who
        if not self._who:
            raise ValueError("a message of nobody")
        ours = self._who == us
        other = self._other if ours else self._who
        return Incoming(
            remote_id=f"{self._id}/{row.id.removeprefix('message')}",
            thread=self._id,
            who=Author(other, other, other) if other else None,
            text=row.text.strip(),
            sent_at=_moment(row.at),
            kind=Kind.CHAT,
            outgoing=ours,
            reply_to=f"{self._id}/{row.answers.removeprefix('message')}" if row.answers else "",
            media=tuple(_media(clean(each)) for each in dict.fromkeys(row.files)),
        )


def _chats(files: Container) -> dict[str, list[str]]:
    """The pages of each chat, by its folder, in order."""
    found: dict[str, list[tuple[int, str]]] = {}
    names = files.names()
    for name in names:
        if page := PAGE.match(name):
            found.setdefault(page[1], []).append((int(page[2] or 1), name))
    if not found and len(names) == 1 and names[0].endswith(".html"):
        found[""] = [(1, names[0])]
    return {folder: [name for _, name in sorted(pages)] for folder, pages in found.items()}


def _is_page(files: Container, name: str) -> bool:
    with files.open(name) as stream:
        head = stream.read(HEAD_BYTES)
    return SIGN in head and b"Exported Data" in head


def _media(name: str) -> Media:
    return Media("image" if name.lower().endswith(IMAGES) else "file", "", name=name)


def _moment(text: str) -> datetime:
    """Older pages do not say in which zone; they are read as this computer's."""
    found = TIME.match(text.strip())
    if not found:
        raise ValueError("no time")
    day, month, year, hour, minute, second = (int(each) for each in found.groups()[:6])
    local = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  zone comes next
    if found[7] is None:
        return local.astimezone(UTC)
    away = timedelta(hours=int(found[7]), minutes=int(found[7][0] + found[8]))
    return (local - away).replace(tzinfo=UTC)
