"""What Instagram gave for download before 2021: messages.json and comments.json, newest first.

One file holds all conversations. There are no ids: one is made of the message. People are named
by their user names.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.items import items, lists
from cm_desk.domain.model import Author, Incoming, Kind, Media, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.plain import clean
from cm_desk.text.sound import ODD

Json = dict[str, Any]
BASE_URL = "https://www.instagram.com"
MESSAGES, COMMENTS, PROFILE = "messages.json", "comments.json", "profile.json"
SIGNS = ('"participants"', '"conversation"', '"sender"')
NOTICES = ("action", "video_call_action")
HEAD_BYTES = 50_000
MAX_SMALL = 10_000_000  # bytes of a file that is looked through whole
MAX_BESIDE = 200


class Instagram2020:
    name = "instagram_2020"
    label = "Instagram download of before 2021 (JSON)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                return bool(_messages(files))
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our user name; else profile.json tells it, or it is in most conversations."""
        with opened(path) as files:
            name = _messages(files)
            if not name:
                raise ArchiveError(path, MESSAGES, "it is missing.")
            yield from _Reader(path, files, name, owner.removeprefix("@")).parts()


FORMAT = Instagram2020()


class _Reader:
    def __init__(self, path: Path, files: Container, name: str, owner: str) -> None:
        self._path, self._files, self._name = path, files, name
        told = _profile(files, name)
        self._us = owner or told or self._most()
        author = _author(self._us or "Instagram")
        profile = Profile(author.handle, author.key, author.name)
        self._source = Source("instagram", sound.profile(profile), BASE_URL, bool(told))
        self._same: Counter[str] = Counter()

    def parts(self) -> Iterator[Part]:
        comments = _beside(self._files, self._name, COMMENTS)
        gauge = Gauge(self._files, [self._name, *comments])
        yield from parts(self._source, self._talks(gauge), gauge)
        for name in comments:
            yield from parts(self._source, self._comments(gauge, name), gauge)
        yield from parts(self._source, self._broken(), gauge)

    def _most(self) -> str:
        """Who takes part in more conversations than anybody else; "" where that is not clear."""
        count: Counter[str] = Counter()
        with self._files.open(self._name) as stream:
            for head, rows in lists(self._path, MESSAGES, stream, "conversation"):
                count.update(_people(head))
                for _ in rows:
                    pass
        first, second = [*count.most_common(2), ("", 0), ("", 0)][:2]
        return first[0] if first[1] > second[1] else ""

    def _talks(self, gauge: Gauge) -> Iterator[Incoming | Skipped]:
        with gauge.open(self._name) as stream:
            for head, rows in lists(self._path, MESSAGES, stream, "conversation"):
                people = _people(head)
                for number, row in rows:
                    yield self._record(people, row, f"{MESSAGES} message {number}")

    def _record(self, people: list[str], row: Any, place: str) -> Incoming | Skipped:
        try:
            if what := next((row[each] for each in NOTICES if row.get(each)), None):
                return Skipped(place, f"not written by anybody ({_kind(str(what))}).")
            return sound.message(self._message(people, row))
        except ODD:
            return Skipped(place, "it is not as Instagram wrote a message.")

    def _message(self, people: list[str], row: Json) -> Incoming:
        sender, thread = row["sender"], ",".join(sorted(people))[:500]
        others = [each for each in people if each != self._us]
        ours, text = sender == self._us, _text(row)
        return Incoming(
            remote_id=self._id(thread, row["created_at"], sender, text),
            thread=thread,
            who=_other(others) if ours else _author(sender),
            text=text,
            sent_at=_moment(row["created_at"]),
            kind=Kind.CHAT,
            outgoing=ours,
            visibility="direct",
            media=tuple(_media(row)),
        )

    def _comments(self, gauge: Gauge, name: str) -> Iterator[Incoming | Skipped]:
        """Each list holds [time, text, whose picture or film it stands under]."""
        with gauge.open(name) as stream:
            for number, row in items(self._path, COMMENTS, stream):
                try:
                    yield sound.message(self._comment(*row[:3]))
                except ODD:
                    place = f"{COMMENTS} item {number}"
                    yield Skipped(place, "it is not as Instagram wrote a comment.")

    def _comment(self, at: str, text: str, owner: str) -> Incoming:
        one = self._id("comment", at, owner, text)
        return Incoming(
            remote_id=one,
            thread=one,
            who=None if owner == self._us else _author(owner),
            text=clean(text),
            sent_at=_moment(at),
            kind=Kind.COMMENT,
            outgoing=True,
            visibility="public",
        )

    def _id(self, *given: str) -> str:
        """The same words at the same time are two messages."""
        one = "\n".join(given)
        self._same[one] += 1
        return hashlib.sha256(f"{one}\n{self._same[one]}".encode("utf-8", "replace")).hexdigest()[
            :32
        ]

    def _broken(self) -> Iterator[Skipped]:
        """Other files of the download hold no messages; those that cannot be read are named."""
        folder = PurePosixPath(self._name).parent
        known = (MESSAGES, COMMENTS)
        for name in self._files.names()[:MAX_BESIDE]:
            file = PurePosixPath(name)
            beside = file.parent == folder and file.suffix == ".json" and file.name not in known
            if beside and self._files.size(name) <= MAX_SMALL:
                with self._files.open(name) as stream:
                    try:
                        json.loads(stream.read(MAX_SMALL))
                    except (ValueError, RecursionError):
                        yield Skipped(file.name, "the file is no valid JSON. No message is in it.")


def _messages(files: Container) -> str:
    """The shortest path to a messages.json of that time; "" when there is none."""
    names = files.names()
    wanted = [n for n in names if PurePosixPath(n).name == MESSAGES] or names[: len(names) == 1]
    return next((name for name in sorted(wanted, key=len) if _is_it(files, name)), "")


def _is_it(files: Container, name: str) -> bool:
    with files.open(name) as stream:
        head = stream.read(HEAD_BYTES).decode("utf-8", "replace")
    return head.lstrip("\ufeff \r\n\t").startswith("[") and all(sign in head for sign in SIGNS)


def _beside(files: Container, name: str, wanted: str) -> list[str]:
    folder = PurePosixPath(name).parent
    return [each for each in files.names() if PurePosixPath(each) == folder / wanted]


def _profile(files: Container, name: str) -> str:
    for each in _beside(files, name, PROFILE):
        with files.open(each) as stream:
            try:
                return str(json.loads(stream.read(MAX_SMALL))["username"])
            except ODD:
                return ""
    return ""


def _people(head: Json) -> list[str]:
    found = head.get("participants")
    return [str(each) for each in found] if isinstance(found, list) else []


def _author(name: str) -> Author:
    return Author(name.lower(), f"@{name}", name, f"{BASE_URL}/{name}")


def _other(others: list[str]) -> Author | None:
    return _author(others[0]) if len(others) == 1 else None


def _kind(text: str) -> str:
    """Without the name in front, so that a reason is counted once."""
    return " ".join(clean(text).split()[1:4])[:40]


def _text(row: Json) -> str:
    """The words, and what was shared with them."""
    pieces = [
        row.get(name) for name in ("text", "heart", "story_share", "media_share_caption", "link")
    ]
    given = (clean(each).strip() for each in pieces if each is not None)
    return "\n".join(dict.fromkeys(each for each in given if each))


def _media(row: Json) -> Iterator[Media]:
    """Their files lie in the export and are not read."""
    for name in ("media", "media_url"):
        if row.get(name):
            yield Media("image", "", name=PurePosixPath(row[name]).name[:200])
    if row.get("animated_media_images"):
        yield Media("image", "", name="animation.gif")


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
