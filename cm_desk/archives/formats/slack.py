"""A Slack workspace: users.json, channels.json, and a folder of days for each channel.

A message is named by its channel and its time, which is a text ("1582135649.021000") and stays one:
as a number it would lose its last digits. In a channel the answers of a thread are one conversation
with what they answer, over days too; a direct chat is one as a whole. Who exported it is not said.
Format: https://slack.com/help/articles/220556107
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.items import items
from cm_desk.domain.model import Author, Incoming, Kind, Media, Profile
from cm_desk.domain.times import EPOCH
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.plain import clean, where_it_leads

Json = dict[str, Any]
ODD = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
USERS = "users.json"
LISTS = ("channels.json", "groups.json", "dms.json", "mpims.json")
CLOSED = ("dms.json", "mpims.json")
DAY = re.compile(r"^(.*?)([^/]+)/(\d{4}-\d\d-\d\d)\.json$")
TIME = re.compile(r"(\d{1,11})\.(\d{1,6})", re.ASCII)
MARK = re.compile(r"<([^<>\n]{1,4000})>")
SAID = ("", "file_share", "file_comment", "me_message", "thread_broadcast", "reply_broadcast")
BOT = "USLACKBOT"


class Slack:
    name = "slack"
    label = "Slack workspace export (JSON)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(_root(path)) as files:
                names = {PurePosixPath(name).name for name in files.names()}
                return USERS in names and any(name in names for name in LISTS)
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our name, handle, mail address or user id; else we are the workspace's primary
        owner, or who made its general channel, or most of its channels."""
        with opened(_root(path)) as files:
            yield from _Workspace(path, files, owner).parts()


FORMAT = Slack()


class Channel(NamedTuple):
    """`folder` is where its days are. In a `closed` one everything is one conversation."""

    id: str
    folder: str
    closed: bool = False
    general: bool = False
    creator: str = ""
    members: tuple[str, ...] = ()


class _Workspace:
    def __init__(self, path: Path, files: Container, owner: str) -> None:
        self._path, self._files = path, files
        self._names = {PurePosixPath(name).name: name for name in reversed(files.names())}
        if USERS not in self._names:
            raise ArchiveError(path, USERS, "it is missing.")
        self.people: dict[str, Author] = {}
        self._us = ""
        for user in self._rows(USERS):
            self._meet(user, owner)
        self.channels = {each.folder: each for each in self._channels()}
        self.us = self._us or ("" if owner else _founder(self.channels.values()))
        us = self.people.get(self.us)
        profile = Profile(us.handle, us.key, us.name) if us else Profile("Slack", "Slack", "Slack")
        self.source = Source("slack", sound.profile(profile), "https://slack.com", told=False)

    def parts(self) -> Iterator[Part]:
        days = sorted(name for name in self._files.names() if DAY.match(name))
        gauge = Gauge(self._files, days)
        yield from parts(self.source, self._records(days, gauge), gauge)

    def _records(self, days: list[str], gauge: Gauge) -> Iterator[Incoming | Skipped]:
        reader: _Reader | None = None
        for name in days:
            found = DAY.match(name)
            folder = found[2] if found else ""
            if reader is None or reader.channel.folder != folder:
                reader = _Reader(self, self.channels.get(folder, Channel(folder, folder)))
            short = f"{folder}/{PurePosixPath(name).name}"
            with gauge.open(name) as stream:
                for number, row in items(self._path, short, stream):
                    yield reader.record(row, f"{short} message {number}")

    def _rows(self, name: str) -> Iterator[Any]:
        if name in self._names:
            with self._files.open(self._names[name]) as stream:
                yield from (row for _, row in items(self._path, name, stream))

    def _meet(self, user: Any, owner: str) -> None:
        """An odd user is known by their number."""
        try:
            profile = user.get("profile") or {}
            author = _author(user["id"], user.get("name") or "", profile, bool(user.get("is_bot")))
            self.people[author.key] = author
            names = (author.key, author.name, author.handle, profile.get("email"))
            ours = owner in (*names, author.handle[1:]) if owner else user.get("is_primary_owner")
        except ODD:
            return
        if ours and not self._us:
            self._us = author.key

    def _channels(self) -> Iterator[Channel]:
        for name in LISTS:
            for row in self._rows(name):
                try:
                    yield _channel(row, name in CLOSED)
                except ODD:
                    continue  # its days are read by the name of their folder


class _Reader:
    """The messages of one channel, oldest first."""

    def __init__(self, workspace: _Workspace, channel: Channel) -> None:
        self._all, self.channel = workspace, channel
        self._asked: dict[str, Author] = {}  # who is answered in a thread
        self._names = {each.id: each.folder for each in workspace.channels.values()}

    def record(self, row: Any, place: str) -> Incoming | Skipped:
        try:
            subtype = row.get("subtype") or ""
            if subtype == "tombstone":
                return Skipped(place, "it was deleted.")
            if subtype == "bot_message" or self._is_bot(row):
                return Skipped(place, "written by a bot.")
            if subtype not in SAID:
                return Skipped(place, f"not written by anybody ({clean(subtype)[:40]}).")
            return sound.message(self._message(row, row.get("comment") or row))
        except ODD:
            return Skipped(place, "it is not as Slack writes a message.")

    def _is_bot(self, row: Json) -> bool:
        """A person may write through an app too: then the row names both."""
        user = row.get("user") or (row.get("comment") or {}).get("user") or ""
        author = self._all.people.get(user)
        return user == BOT or (author.bot if author else bool(row.get("bot_id")))

    def _message(self, row: Json, said: Json) -> Incoming:
        author = self._author(said["user"], row.get("user_profile") or {})
        ours, one = author.key == self._all.us, _time(row["ts"])
        began = _time(row.get("thread_ts") or one)
        closed, text = self.channel.closed, self._text(said)
        media = tuple(_media(row))
        if not text and not media:
            raise ValueError("nothing was said")
        if not ours and row.get("thread_ts"):
            self._asked.setdefault(began, author)
        return Incoming(
            remote_id=f"{self.channel.id}/{one}",
            thread=self.channel.id if closed else f"{self.channel.id}/{began}",
            who=self._answered(began, said) if ours else author,
            text=text,
            sent_at=_moment(one),
            kind=Kind.DIRECT if closed else Kind.CHAT,
            outgoing=ours,
            reply_to=f"{self.channel.id}/{began}" if began != one else "",
            visibility="direct" if closed else "",
            media=media,
            edited_at=_moment(_time(row["edited"]["ts"])) if row.get("edited") else None,
        )

    def _author(self, user: str, profile: Json) -> Author:
        """Guests of a shared channel stand in their messages only."""
        if user not in self._all.people and profile:
            self._all.people[user] = _author(user, profile.get("name") or "", profile, False)
        return self._all.people.get(user) or Author(user, user)

    def _answered(self, began: str, said: Json) -> Author | None:
        """In a direct chat its other member; else who began the thread, else whom we mention."""
        others = [each for each in self.channel.members if each != self._all.us]
        if self.channel.closed and len(others) == 1:
            return self._author(others[0], {})
        mentioned = re.findall(r"<@(\w+)", said.get("text") or said.get("comment") or "")
        first = next((each for each in mentioned if each != self._all.us), "")
        return self._asked.get(began) or (self._author(first, {}) if first else None)

    def _text(self, said: Json) -> str:
        text = said.get("text") or said.get("comment") or ""
        for each in () if text else said.get("attachments") or ():
            text = each.get("text") or each.get("fallback") or text
        pieces, at = [], 0
        for mark in MARK.finditer(text):
            pieces += [unescape(text[at : mark.start()]), self._meant(mark[1])]
            at = mark.end()
        return clean("".join([*pieces, unescape(text[at:])])).strip()

    def _meant(self, mark: str) -> str:
        """What stands for <@U1>, <#C1|general>, <!here>, <https://…|words>."""
        target, _, words = (unescape(each) for each in mark.partition("|"))
        kind, rest = target[:1], target[1:]
        if kind == "@":
            return f"@{words or self._author(rest, {}).handle.removeprefix('@')}"
        if kind == "#":
            return f"#{words or self._names.get(rest, rest)}"
        if kind == "!":
            return words or f"@{rest.partition('^')[0]}"
        scheme = target.partition(":")[0]
        if scheme in ("mailto", "tel"):
            return words or target.partition(":")[2]
        return where_it_leads(words or target, target)


def _root(path: Path) -> Path:
    """Somebody may drop one of the lists."""
    return path.parent if path.name in (USERS, *LISTS) else path


def _author(id: str, name: str, profile: Json, bot: bool) -> Author:
    shown = profile.get("display_name") or profile.get("real_name") or name
    face = profile.get("image_192") or profile.get("image_72") or ""
    made = Author(id, f"@{name or id}", clean(shown), "", face if "://" in face else "", bot=bot)
    if not all(isinstance(each, str) and each for each in (id, made.handle)):
        raise ValueError("somebody without a number")
    return made


def _channel(row: Json, closed: bool) -> Channel:
    id, members = str(row["id"]), tuple(row.get("members") or ())
    folder, creator = str(row.get("name") or id), str(row.get("creator") or "")
    return Channel(id, folder, closed, bool(row.get("is_general")), creator, members)


def _founder(channels: Iterable[Channel]) -> str:
    """Who made the general channel, else the most channels; "" where that is nobody."""
    made = [each.creator for each in channels if each.creator]
    general = [each.creator for each in channels if each.creator and each.general]
    return max(general or made, key=made.count, default="")


def _media(row: Json) -> Iterator[Media]:
    """Their files are at Slack, behind a sign-in, and are not fetched."""
    given = row.get("files") or ([row["file"]] if row.get("file") else [])
    for each in given:
        kind = str(each.get("mimetype") or "").partition("/")[0]
        if each.get("mode") in ("tombstone", "hidden_by_limit"):
            continue
        yield Media(
            kind if kind in ("image", "video", "audio") else "file",
            "",
            clean(each.get("alt_txt") or ""),
            clean(each.get("name") or each.get("title") or "")[:200],
            each.get("size") or 0,
            each.get("original_w") or 0,
            each.get("original_h") or 0,
        )


def _time(text: Any) -> str:
    if not isinstance(text, str) or not TIME.fullmatch(text):
        raise ValueError("a time that is no text")
    return text


def _moment(time: str) -> datetime:
    seconds, _, rest = time.partition(".")
    return EPOCH + timedelta(seconds=int(seconds), microseconds=int(rest.ljust(6, "0")))
