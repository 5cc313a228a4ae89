"""Channels and direct messages as DiscordChatExporter writes them: one JSON file each.

In a direct chat everything is one conversation; in a channel the answers to a message are one with
it. The file does not say who exported it.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from cm_desk.archives import sound
from cm_desk.archives.base import Part, Skipped, Source
from cm_desk.archives.container import Container, opened
from cm_desk.archives.items import items
from cm_desk.domain.model import Author, Incoming, Kind, Media, Page, Profile
from cm_desk.errors import ArchiveError

Json = dict[str, Any]
ODD = (KeyError, TypeError, ValueError, AttributeError)
SAID = ("Default", "Reply")
PRIVATE = ("DirectMessage", "DirectTextChat")  # with one other person
CLOSED = (*PRIVATE, "DirectGroupMessage", "DirectGroupTextChat")
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
HEAD_BYTES = 20_000
PART = 500


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
        """`owner` is our user name or nickname; else we are who a direct chat is not named after,
        or in a channel whoever is called as the server is."""
        with opened(path) as files:
            names = _channels(files)
            if not names:
                raise ArchiveError(path, "", "there is no channel in it.")
            for name in names:
                yield from _Channel(path, files, name, owner).parts()


FORMAT = Discord()


class _Channel:
    def __init__(self, path: Path, files: Container, name: str, owner: str) -> None:
        self._path, self._files, self._name = path, files, name
        self._channel = _member(_head(files, name), "channel")
        guild = str(_member(_head(files, name), "guild").get("name") or "")
        self._private = self._channel.get("type") in PRIVATE
        self._us = owner or ("" if self._private else guild)
        profile = Profile(self._us or "Discord", self._us or "Discord", self._us or "Discord")
        self._source = Source("discord", sound.profile(profile), "")
        self._threads: dict[str, str] = {}  # the first message of each answer
        self._authors: dict[str, Author] = {}  # by message

    def parts(self) -> Iterator[Part]:
        with self._files.open(self._name) as stream:
            rows = items(self._path, self._name, stream, "messages")
            records = (self._record(number, row) for number, row in rows)
            while batch := list(islice(records, PART)):
                found = tuple(each for each in batch if isinstance(each, Incoming))
                skipped = tuple(each for each in batch if isinstance(each, Skipped))
                yield Part(self._source, Page(found), skipped)

    def _record(self, number: int, row: Any) -> Incoming | Skipped:
        place = f"{self._name} message {number}"
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
        self._authors[one] = author
        return Incoming(
            remote_id=one,
            thread=self._thread(one, parent),
            who=self._answered(row, parent) if ours else author,
            text=row["content"],
            sent_at=_moment(row["timestamp"]),
            kind=Kind.CHAT,
            outgoing=ours,
            reply_to=parent,
            media=tuple(_media(each) for each in row.get("attachments") or ()),
            edited_at=_moment(row["timestampEdited"]) if row.get("timestampEdited") else None,
        )

    def _ours(self, author: Author) -> bool:
        if self._us:
            return self._us in (author.name, author.handle)
        return self._private and self._channel.get("name") not in (author.name, author.handle)

    def _thread(self, one: str, parent: str) -> str:
        if self._channel.get("type") in CLOSED:
            return str(self._channel["id"])
        self._threads[one] = self._threads.get(parent, parent) or one
        return self._threads[one]

    def _answered(self, row: Json, parent: str) -> Author | None:
        mentions = [_author(each) for each in row.get("mentions") or ()]
        known = [self._authors[parent]] if parent in self._authors else []
        return next((each for each in known + mentions if not self._ours(each)), None)


def _channels(files: Container) -> list[str]:
    names = files.names()
    wanted = names if len(names) == 1 else [name for name in names if name.endswith(".json")]
    return sorted(name for name in wanted if _member(_head(files, name), "channel").get("id"))


def _head(files: Container, name: str) -> str:
    with files.open(name) as stream:
        return stream.read(HEAD_BYTES).decode("utf-8-sig", "replace")


def _member(head: str, name: str) -> Json:
    """The object `name` in front of the messages."""
    before = head.partition('"messages"')[0]
    if '"guild"' not in before or (start := before.find(f'"{name}"')) < 0:
        return {}
    try:
        found = json.JSONDecoder().raw_decode(before, before.index("{", start))[0]
    except (ValueError, RecursionError):
        return {}
    return dict(found)


def _author(row: Json) -> Author:
    """ "name" is the user name; the nickname is how the server calls them."""
    return Author(
        row["id"], row["name"], row.get("nickname") or row["name"], bot=bool(row["isBot"])
    )


def _media(row: Json) -> Media:
    image = str(row["fileName"]).lower().endswith(IMAGES)
    size = row.get("fileSizeBytes") or 0
    return Media("image" if image else "file", row["url"], name=row["fileName"], size_bytes=size)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
