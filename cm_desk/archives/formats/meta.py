"""Chats of Instagram and Messenger, as "Download your information" gives them in JSON.

Each chat is a folder of message_1.json, message_2.json …, newest first. There are no ids: one is
made of the message. Texts are UTF-8 that was written as Latin-1 once more.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.items import items
from cm_desk.domain.model import Author, Incoming, Kind, Media, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.sound import ODD

Json = dict[str, Any]
CHAT = re.compile(r"(?:^|/)messages/[a-z_]+/([^/]+)/message_(\d+)\.json$")
MEDIA = {"photos": "image", "videos": "video", "audio_files": "audio", "gifs": "image"}
SENDER = re.compile(r'"sender_name"\s*:\s*("(?:[^"\\]|\\.){1,200}")')
HEAD_BYTES = 50_000
MAX_ALONE = 500


class Meta:
    name = "meta"
    label = "Instagram or Messenger export (JSON)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                return bool(_chats(files))
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our name; else it is whom the folders of the chats are not named after."""
        with opened(path) as files:
            names = sorted(_chats(files), key=_place)
            if not names:
                raise ArchiveError(path, "messages", "there is no chat in it.")
            owner = owner or _owner(files, names)
            gauge = Gauge(files, names)
            for name in names:
                file = _File(path, files, name, owner)
                yield from parts(file.source, file.records(gauge), gauge)


FORMAT = Meta()


class _File:
    def __init__(self, path: Path, files: Container, name: str, owner: str) -> None:
        self._path, self._name, self._us = path, name, owner
        self._thread, number = _place(name)
        self._short = f"{self._thread}/message_{number}.json" if number else name
        where = "/".join([*path.absolute().parts[-2:], name])
        service = "instagram" if "instagram" in where else "messenger"
        handle = owner or service.capitalize()
        self.source = Source(
            service, sound.profile(Profile(handle, handle, handle)), "", told=False
        )
        others = [each for each in _participants(files, name) if each != owner]
        self._other = Author(others[0], others[0], others[0]) if len(others) == 1 else None
        self._same: Counter[str] = Counter()

    def records(self, gauge: Gauge) -> Iterator[Incoming | Skipped]:
        with gauge.open(self._name) as stream:
            for number, row in items(self._path, self._short, stream, "messages"):
                yield self._record(number, row)

    def _record(self, number: int, row: Any) -> Incoming | Skipped:
        place = f"{self._short} message {number}"
        try:
            if row.get("is_unsent"):
                return Skipped(place, "it was taken back.")
            return sound.message(self._message(row))
        except ODD:
            return Skipped(place, "it is not as Meta writes a message.")

    def _message(self, row: Json) -> Incoming:
        sender = repaired(row["sender_name"])
        ours, text = sender == self._us, repaired(row.get("content") or "")
        link = (row.get("share") or {}).get("link") or ""
        return Incoming(
            remote_id=self._id(row, sender, text),
            thread=self._thread,
            who=self._other if ours else Author(sender, sender, sender),
            text=f"{text}\n{link}".strip() if link not in text else text,
            sent_at=datetime.fromtimestamp(row["timestamp_ms"] / 1000, UTC),
            kind=Kind.CHAT,
            outgoing=ours,
            media=tuple(_media(row)),
        )

    def _id(self, row: Json, sender: str, text: str) -> str:
        """The same words in the same millisecond are two messages."""
        given = f"{self._thread}\n{row['timestamp_ms']}\n{sender}\n{text}"
        self._same[given] += 1
        data = f"{given}\n{self._same[given]}".encode("utf-8", "replace")
        return hashlib.sha256(data).hexdigest()[:32]


def repaired(text: str) -> str:
    """ "Ã©" is "é" again; a text that was right stays."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _chats(files: Container) -> list[str]:
    """Where the export put them; else what looks like one, as somebody may drop a single chat."""
    names = files.names()
    found = [name for name in names if CHAT.search(name)]
    alone = [name for name in names if name.lower().endswith(".json")][:MAX_ALONE]
    return found or [name for name in alone if _is_chat(_head(files, name))]


def _head(files: Container, name: str) -> str:
    with files.open(name) as stream:
        return stream.read(HEAD_BYTES).decode("utf-8", "replace")


def _is_chat(head: str) -> bool:
    return all(sign in head for sign in ('"messages"', '"sender_name"', '"timestamp_ms"'))


def _place(name: str) -> tuple[str, int]:
    """(the chat's folder, the number of the file in it); (its name, 0) of a chat on its own."""
    found = CHAT.search(name)
    return (found[1], int(found[2])) if found else (PurePosixPath(name).stem, 0)


def _participants(files: Container, name: str) -> list[str]:
    """They stand in front of the messages; where they do not, whoever writes first."""
    text = _head(files, name)
    start = text.find('"participants"')
    try:
        found = json.JSONDecoder().raw_decode(text, text.index("[", start))[0] if start >= 0 else []
        named = [repaired(each["name"]) for each in found]
    except ODD:
        named = []
    return named or _senders(text)


def _senders(text: str) -> list[str]:
    found = []
    for each in dict.fromkeys(SENDER.findall(text)):
        with suppress(ValueError):
            found.append(repaired(json.loads(each)))
    return found


def _owner(files: Container, names: list[str]) -> str:
    """Who is in most chats without giving the folder its name; "" where that is not clear."""
    count: Counter[str] = Counter()
    for name in names:
        folder = _place(name)[0].rpartition("_")[0]
        people = dict.fromkeys(_participants(files, name))
        count.update(each for each in people if _bare(each) != folder)
    first, second = [*count.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] > second[1] else ""


def _bare(name: str) -> str:
    return re.sub(r"\W", "", name).lower()


def _media(row: Json) -> Iterator[Media]:
    """Their files lie in the export and are not read."""
    for field, kind in MEDIA.items():
        for each in row.get(field) or ():
            yield Media(kind, "", name=PurePosixPath(each["uri"]).name)
