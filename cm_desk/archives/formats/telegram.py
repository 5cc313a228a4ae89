"""What Telegram Desktop exports as JSON: result.json of one chat or of all, or its folder.

A chat is one conversation. Message ids are unique in a chat only, so a remote id is "CHAT/ID".
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.items import lists
from cm_desk.domain.model import Author, Incoming, Kind, Media, Profile
from cm_desk.domain.times import EPOCH
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.plain import clean
from cm_desk.text.sound import ODD

Json = dict[str, Any]
HEAD_BYTES = 200_000
MAX_OTHER = 50
SIGNS = (b'"date_unixtime"', b'"personal_information"', b'"from_id"', b'"left_chats"')
MEDIA = {"voice_message": "audio", "audio_file": "audio", "video_file": "video"}


class Telegram:
    name = "telegram"
    label = "Telegram export (JSON)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                return bool(_results(files))
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our user id or name, for a chat of many that does not say who we are."""
        with opened(path) as files:
            names = _results(files)
            if not names:
                raise ArchiveError(path, "result.json", "it is missing.")
            gauge = Gauge(files, names)
            for name in names:
                yield from _read(path, files, name, owner, gauge)


FORMAT = Telegram()


def _read(path: Path, files: Container, name: str, owner: str, gauge: Gauge) -> Iterator[Part]:
    us = _us(_head(files, name))
    talkers = {} if us else _talkers(path, files, name)
    with gauge.open(name) as stream:
        for head, messages in lists(path, name, stream, "messages"):
            chat = _Chat(name, head, us, owner, talkers)
            records = (chat.record(number, each) for number, each in messages)
            yield from parts(chat.source, records, gauge)


class _Chat:
    """`chat` is what stands before its messages: name, type and id, as far as they are there.

    `talkers` are the first to write in a file of one chat, which does not say who exported it.
    """

    def __init__(
        self, file: str, chat: Json, us: Json, owner: str, talkers: dict[str, str]
    ) -> None:
        self._file, self._owner = file, owner
        self._id = str(chat.get("id") or chat.get("name") or PurePosixPath(file).stem)
        self._our_id = f"user{us['user_id']}" if us.get("user_id") else ""
        title = clean(str(chat.get("name") or ""))
        self._with = f"user{chat['id']}" if chat.get("type") == "personal_chat" else ""
        if self._with and talkers and self._with not in talkers:
            named = (key for key, name in talkers.items() if name.startswith(title))
            self._with = next(named, "") if title else ""
        name = clean(str(us.get("first_name") or owner or self._rest(talkers) or "Telegram"))
        handle = clean(str(us.get("username") or "")) or name
        profile = Profile(handle, self._our_id or handle, name)
        self.source = Source("telegram", sound.profile(profile), "", told=bool(us))
        shown = talkers.get(self._with) or title or self._with
        self._people = {self._with: Author(self._with, shown, shown)} if self._with else {}

    def _rest(self, talkers: dict[str, str]) -> str:
        """The name of the one who is not the other one."""
        rest = [name for key, name in talkers.items() if key != self._with]
        return rest[0] if self._with and len(talkers) == 2 else ""

    def record(self, number: int, row: Any) -> Incoming | Skipped:
        place = f"{self._file} message {number}"
        try:
            if row["type"] != "message":
                return Skipped(place, f"not written by anybody ({str(row.get('action'))[:40]}).")
            return sound.message(self._message(row, number))
        except ODD:
            return Skipped(place, "it is not as Telegram writes a message.")

    def _message(self, row: Json, number: int) -> Incoming:
        author = _author(row)
        if author.key == self._with:
            self._people[author.key] = author
        ours = self._ours(author)
        parent = row.get("reply_to_message_id")
        return Incoming(
            remote_id=f"{self._id}/{row.get('id', number)}",
            thread=self._id,
            who=self._people.get(self._with) if ours else author,
            text=_text(row.get("text", "")),
            sent_at=_moment(row, "date"),
            kind=Kind.CHAT,
            outgoing=ours,
            reply_to=f"{self._id}/{parent}" if parent is not None else "",
            media=_media(row),
            edited_at=_moment(row, "edited") if "edited_unixtime" in row else None,
        )

    def _ours(self, author: Author) -> bool:
        """In a chat of two whoever is not the other one is us."""
        if self._our_id or self._owner:
            return author.key in (self._our_id, self._owner) or author.name == self._owner
        return bool(self._with) and author.key != self._with


def _results(files: Container) -> list[str]:
    """Files called result.json, as each export has one; else any that look like it."""
    names = files.names()
    found = [name for name in names if PurePosixPath(name).name == "result.json"]
    other = names if len(names) == 1 else [n for n in names if n.lower().endswith(".json")]
    known = [name for name in found or other[:MAX_OTHER] if _is_export(_head(files, name))]
    return sorted(known)


def _head(files: Container, name: str) -> bytes:
    with files.open(name) as stream:
        return stream.read(HEAD_BYTES)


def _is_export(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and (
        b'"messages"' in head and any(sign in head for sign in SIGNS)
    )


def _us(head: bytes) -> Json:
    """Who exported it; a chat on its own does not tell."""
    text = head.decode("utf-8", "replace")
    start = text.find('"personal_information":')
    try:
        place = text.index("{", start) if start >= 0 else -1
        found = json.JSONDecoder().raw_decode(text, place)[0] if place >= 0 else {}
    except (ValueError, RecursionError):
        return {}
    return dict(found)


def _talkers(path: Path, files: Container, name: str) -> dict[str, str]:
    """Id and name of the first three who write in the first chat."""
    found: dict[str, str] = {}
    with files.open(name) as stream:
        for _, messages in lists(path, name, stream, "messages"):
            for _, row in messages:
                with suppress(*ODD):
                    author = _author(row)
                    found.setdefault(author.key, author.name)
                if len(found) == 3:
                    break
            break
    return found


def _author(row: Json) -> Author:
    """A deleted account has an id and no name."""
    name = clean(str(row.get("from") or ""))[:500]
    key = clean(str(row.get("from_id") or name))
    if not key:
        raise ValueError("a message of nobody")
    return Author(key, name or key, name or "Deleted account")


def _text(given: Any) -> str:
    """A text, or a list of texts and of marked pieces."""
    pieces = given if isinstance(given, list) else [given]
    return clean("".join(each if isinstance(each, str) else each["text"] for each in pieces))


def _media(row: Json) -> tuple[Media, ...]:
    """Their files lie beside the export and are not read."""
    if "photo" in row:
        width, height = row.get("width") or 0, row.get("height") or 0
        return (Media("image", "", name=_name(row["photo"]), width=width, height=height),)
    if "file" in row:
        return (Media(MEDIA.get(row.get("media_type", ""), "file"), "", name=_name(row["file"])),)
    return ()


def _name(path: Any) -> str:
    return clean(PurePosixPath(str(path)).name)[:200]


def _moment(row: Json, name: str) -> datetime:
    """The seconds since 1970 where they are there; the other date is in a zone nobody knows."""
    if (seconds := row.get(f"{name}_unixtime")) is not None:
        return datetime.fromtimestamp(int(seconds), UTC)
    found = datetime.fromisoformat(row[name]).replace(tzinfo=UTC)
    if found < EPOCH:
        raise ValueError("a date before there was Telegram")
    return found
