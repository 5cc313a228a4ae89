"""Channels and direct messages as DiscordChatExporter writes them: one JSON file each.

A direct chat and a thread are one conversation; in a channel the answers to a message are one with
it. The file does not say who exported it, but a direct chat is named after the other one.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.compact import Texts
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.items import items
from cm_desk.domain.model import Author, Incoming, Kind, Media, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.plain import clean
from cm_desk.text.sound import ODD

Json = dict[str, Any]
SAID = ("Default", "Reply")
PRIVATE = ("DirectMessage", "DirectTextChat")  # with one other person
CLOSED = ("Direct", "Thread")  # in the type of a channel that is one conversation
MENTION = re.compile(r"<@!?(\w+)>")
EMOJI = re.compile(r"<a?(:\w+:)\d+>")
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
HEAD_BYTES = 20_000
RECENT = 20_000


class Discord:
    name = "discord"
    label = "Discord chat (DiscordChatExporter, JSON)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                return bool(_channels(files))
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our user name or nickname; else we are whom no direct chat is named after,
        or in a channel whoever is called as the server is."""
        with opened(path) as files:
            channels = [_Channel(path, files, name) for name in _channels(files)]
            if not channels:
                raise ArchiveError(path, "", "there is no channel in it.")
            owner = owner or _owner(channels)
            gauge = Gauge(files, [each.name for each in channels])
            for each in channels:
                source = each.join(owner)
                yield from parts(source, each.records(gauge), gauge)


FORMAT = Discord()


class _Channel:
    def __init__(self, path: Path, files: Container, name: str) -> None:
        self._path, self._files, self.name = path, files, name
        head = _head(files, name)
        self._channel = _member(head, "channel")
        self._guild = clean(str(_member(head, "guild").get("name") or ""))
        self._private = self._channel.get("type") in PRIVATE
        self._closed = any(each in str(self._channel.get("type")) for each in CLOSED)
        self._us = ""
        self._threads = Texts()  # of answers: the first message
        self._authors: dict[str, Author] = {}  # by message
        self._known: dict[str, Author] = {}
        self._people = self._talkers() if self._private else []

    def _talkers(self) -> list[Author]:
        """Who has written in a direct chat, in order; nobody where that cannot be read."""
        found: dict[str, Author] = {}
        with self._files.open(self.name) as stream, suppress(ArchiveError):
            for _, row in items(self._path, self.name, stream, "messages"):
                with suppress(*ODD):
                    author = _author(row["author"])
                    found.setdefault(author.key, author)
                if len(found) == 2:
                    break
        return list(found.values())

    def _named(self, author: Author) -> bool:
        return self._channel.get("name") in (author.name, author.handle)

    def not_named(self) -> list[Author]:
        """Who wrote in a direct chat that is not named after them."""
        return [each for each in self._people if not self._named(each)][:1]

    def join(self, owner: str) -> Source:
        """From here on we are `owner`, or in a channel whoever is called as its server."""
        self._us = owner or ("" if self._private else self._guild)
        handle = self._us or "Discord"
        return Source("discord", sound.profile(Profile(handle, handle, handle)), "", told=False)

    def records(self, gauge: Gauge) -> Iterator[Incoming | Skipped]:
        with gauge.open(self.name) as stream:
            for number, row in items(self._path, self.name, stream, "messages"):
                yield self._record(number, row)

    def _record(self, number: int, row: Any) -> Incoming | Skipped:
        place = f"{self.name} message {number}"
        try:
            if row["type"] not in SAID:
                return Skipped(place, f"not written by anybody ({str(row['type'])[:40]}).")
            return sound.message(self._message(row))
        except ODD:
            return Skipped(place, "it is not as the exporter writes a message.")

    def _message(self, row: Json) -> Incoming:
        one, parent = row["id"], (row.get("reference") or {}).get("messageId") or ""
        author = _author(row["author"])
        ours = self._ours(author)
        self._remember(one, author)
        return Incoming(
            remote_id=one,
            thread=self._thread(one, parent),
            who=self._answered(row, parent) if ours else author,
            text=_text(row),
            sent_at=_moment(row["timestamp"]),
            kind=Kind.CHAT,
            outgoing=ours,
            reply_to=parent,
            media=tuple(_media(each) for each in row.get("attachments") or ()),
            edited_at=_moment(row["timestampEdited"]) if row.get("timestampEdited") else None,
        )

    def _remember(self, one: str, author: Author) -> None:
        """Who wrote the newest RECENT messages, for the answers to them."""
        self._authors[one] = self._known.setdefault(author.key, author)
        if len(self._authors) > RECENT:
            del self._authors[next(iter(self._authors))]

    def _ours(self, author: Author) -> bool:
        if self._us:
            return self._us in (author.name, author.handle)
        return self._private and not self._named(author)

    def _thread(self, one: str, parent: str) -> str:
        if self._closed:
            return str(self._channel["id"])
        if not parent:
            return one
        first = self._threads.get(parent) or parent
        self._threads.set(one, first)
        return first

    def _answered(self, row: Json, parent: str) -> Author | None:
        """Whom it answers, else the other one of a direct chat, else whom it mentions first."""
        mentions = [_author(each) for each in row.get("mentions") or ()]
        known = [self._authors[parent]] if parent in self._authors else []
        found = (each for each in known + self._people + mentions if not self._ours(each))
        return next(found, None)


def _owner(channels: list[_Channel]) -> str:
    """The user name of who is in most direct chats that are not named after them."""
    count = Counter(each.handle for channel in channels for each in channel.not_named())
    return next((name for name, _ in count.most_common(1)), "")


def _channels(files: Container) -> list[str]:
    names = files.names()
    wanted = names if len(names) == 1 else [name for name in names if name.endswith(".json")]
    return sorted(name for name in wanted if _member(_head(files, name), "channel").get("id"))


def _head(files: Container, name: str) -> str:
    with files.open(name) as stream:
        return stream.read(HEAD_BYTES).decode("utf-8-sig", "replace")


def _member(head: str, name: str) -> Json:
    """The object `name` in front of the messages; {} when it is none."""
    before = head.partition('"messages"')[0]
    found = re.search(rf'"{name}"\s*:\s*(?={{)', before)
    if not found or '"guild"' not in before:
        return {}
    try:
        return dict(json.JSONDecoder().raw_decode(before, found.end())[0])
    except (ValueError, RecursionError):
        return {}


def _text(row: Json) -> str:
    """With names for the numbers of those whom it mentions."""
    names = {each["id"]: each.get("nickname") or each["name"] for each in row.get("mentions") or ()}
    text = MENTION.sub(lambda found: f"@{names.get(found[1], found[1])}", row["content"])
    return EMOJI.sub(r"\1", text)


def _author(row: Json) -> Author:
    """ "name" is the user name; the nickname is how the server calls them."""
    return Author(
        row["id"], row["name"], row.get("nickname") or row["name"], bot=bool(row.get("isBot"))
    )


def _media(row: Json) -> Media:
    image = str(row["fileName"]).lower().endswith(IMAGES)
    size = row.get("fileSizeBytes") or 0
    return Media("image" if image else "file", row["url"], name=row["fileName"], size_bytes=size)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
