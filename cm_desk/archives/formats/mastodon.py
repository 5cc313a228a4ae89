"""The archive of a Mastodon account: a zip, a tar.gz, or the folder it was unpacked to.

It holds our own posts only; whom they answer stands in them as an address. A post's id is the
last part of its address, as the server's API gives it, so that archive and network join.
Format: https://docs.joinmastodon.org/user/moving/#export and what servers write.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.compact import Texts
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.items import items
from cm_desk.domain.model import Author, Incoming, Kind, Media, Poll, PollOption, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.plain import clean, plain
from cm_desk.text.sound import ODD

Json = dict[str, Any]
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
OUTBOX, ACTOR = "outbox.json", "actor.json"
MAX_ACTOR = 1_000_000  # bytes
PART = 200  # posts
BOOST = "a boost: the archive holds only the address of somebody else's post."


class Mastodon:
    name = "mastodon"
    label = "Mastodon archive"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(_root(path)) as found:
                return {OUTBOX, ACTOR} <= {PurePosixPath(name).name for name in found.names()}
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is not asked: the archive says whose it is."""
        with opened(_root(path)) as found:
            reader = _Reader(path, found)
            yield from reader.parts()


FORMAT = Mastodon()


class _Reader:
    """Reads the outbox twice: for the threads, which later posts may begin, then for the posts."""

    def __init__(self, path: Path, files: Container) -> None:
        self._path, self._files = path, files
        self._names = {PurePosixPath(name).name: name for name in reversed(files.names())}
        self._source = self._read_actor()
        self._us = self._source.profile.remote_id

    def parts(self) -> Iterator[Part]:
        answers = Texts()  # the address of a post of ours: what it answers, or ""
        for _, each in self._items():
            if found := _answer(each):
                answers.set(*found)
        name = self._names[OUTBOX]
        gauge = Gauge(self._files, [name])
        with gauge.open(name) as stream:
            rows = items(self._path, OUTBOX, stream, "orderedItems")
            records = (self._record(number, each, answers) for number, each in rows)
            yield from parts(self._source, records, gauge, PART)
        yield from parts(self._source, self._left_out(), gauge)

    def _read_actor(self) -> Source:
        if OUTBOX not in self._names:
            raise ArchiveError(self._path, OUTBOX, "it is missing.")
        try:
            with self._files.open(self._names[ACTOR]) as stream:
                return _source(json.loads(stream.read(MAX_ACTOR).decode("utf-8-sig")))
        except ODD:
            what = "it does not say whose archive this is."
            raise ArchiveError(self._path, ACTOR, what) from None

    def _items(self) -> Iterator[tuple[int, Any]]:
        with self._files.open(self._names[OUTBOX]) as stream:
            yield from items(self._path, OUTBOX, stream, "orderedItems")

    def _record(self, number: int, item: Any, answers: Texts) -> Incoming | Skipped:
        place = f"{OUTBOX} item {number}"
        try:
            if item["type"] == "Announce":
                return Skipped(place, BOOST)
            if item["type"] != "Create":
                return Skipped(place, f"a record of the kind {str(item['type'])[:40]}.")
            return sound.message(self._message(item["object"], answers))
        except ODD:
            return Skipped(place, "it is not as Mastodon writes a post.")

    def _message(self, note: Json, answers: Texts) -> Incoming:
        parent = note.get("inReplyTo") or ""
        visibility = _visibility(note)
        return Incoming(
            remote_id=_id(note["id"]),
            thread=_thread(str(note["id"]), answers),
            who=self._addressed(note),
            text=plain(note.get("content") or ""),
            sent_at=_moment(note["published"]),
            kind=_kind(visibility, parent),
            outgoing=True,
            reply_to="" if answers.get(parent) is None else _id(parent),
            lang=next(iter(note.get("contentMap") or {}), ""),
            visibility=visibility,
            warning=clean(note.get("summary") or ""),
            url=str(note.get("url") or note["id"]),
            media=tuple(self._media(each) for each in note.get("attachment") or ()),
            poll=_poll(note),
            edited_at=_moment(note["updated"]) if note.get("updated") else None,
        )

    def _addressed(self, note: Json) -> Author | None:
        """Whom it answers, else whom it mentions first, but us."""
        tags = [tag for tag in note.get("tag") or () if tag.get("type") == "Mention"]
        others = [tag for tag in tags if tag["href"] != self._us]
        parent = note.get("inReplyTo") or ""
        others.sort(key=lambda tag: not parent.startswith(f"{tag['href']}/"))
        return _author(others[0]) if others else None

    def _media(self, found: Json) -> Media:
        url = str(found["url"])
        kind = str(found.get("mediaType") or "").partition("/")[0]
        return Media(
            kind=kind if kind in ("image", "video", "audio") else "file",
            url=url if "://" in url else f"{self._source.base_url}/{url.lstrip('/')}",
            alt=clean(found.get("name") or ""),
            name=PurePosixPath(urlsplit(url).path).name,
            width=found.get("width") or 0,
            height=found.get("height") or 0,
        )

    def _left_out(self) -> Iterator[Skipped]:
        for name, what in (("likes.json", "likes"), ("bookmarks.json", "bookmarks")):
            if name in self._names:
                with self._files.open(self._names[name]) as stream:
                    count = sum(1 for _ in items(self._path, name, stream, "orderedItems"))
                if count:
                    why = f"{count} {what} of ours: addresses of posts, without their text."
                    yield Skipped(name, why)


def _root(path: Path) -> Path:
    """Somebody may drop the outbox itself."""
    return path.parent if path.name == OUTBOX else path


def _source(actor: Json) -> Source:
    """Raises ODD."""
    host, user = urlsplit(actor["id"]).hostname, actor["preferredUsername"]
    if not host or not user:
        raise ValueError("nobody's archive")
    name = actor.get("name") or user
    profile = Profile(f"@{user}@{host}", actor["id"], name)
    return Source("mastodon", sound.profile(profile), f"https://{host}")


def _answer(item: Any) -> tuple[str, str] | None:
    """(address of a post of ours, address of what it answers or "")."""
    note = item.get("object") if isinstance(item, dict) else None
    if not isinstance(note, dict) or not isinstance(note.get("id"), str):
        return None
    parent = note.get("inReplyTo")
    return note["id"], parent if isinstance(parent, str) else ""


def _thread(address: str, answers: Texts) -> str:
    """The id of our first post of the thread, or the address of what that one answers.

    Circles end where they began.
    """
    seen = {address}
    while parent := answers.get(address):
        if answers.get(parent) is None or parent in seen:
            return parent
        seen.add(parent)
        address = parent
    return _id(address)


def _id(address: str) -> str:
    found = address.rstrip("/").rpartition("/")[2]
    if not found:
        raise ValueError("an address without an id")
    return found


def _author(tag: Json) -> Author:
    user, _, host = str(tag["name"]).removeprefix("@").partition("@")
    full = f"{user}@{host or urlsplit(tag['href']).hostname}"
    return Author(full.lower(), f"@{full}", url=str(tag["href"]))


def _visibility(note: Json) -> str:
    to, cc = _list(note.get("to")), _list(note.get("cc"))
    if PUBLIC in to:
        return "public"
    if PUBLIC in cc:
        return "unlisted"
    return "private" if any(str(each).endswith("/followers") for each in to) else "direct"


def _kind(visibility: str, parent: str) -> Kind:
    if visibility == "direct":
        return Kind.DIRECT
    return Kind.REPLY if parent else Kind.POST


def _poll(note: Json) -> Poll | None:
    options = list(chain(note.get("oneOf") or (), note.get("anyOf") or ()))
    if not options:
        return None
    found = tuple(
        PollOption(clean(each["name"]), (each.get("replies") or {}).get("totalItems"))
        for each in options
    )
    ends = note.get("endTime")
    return Poll(found, _moment(ends) if ends else None, bool(note.get("anyOf")))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
