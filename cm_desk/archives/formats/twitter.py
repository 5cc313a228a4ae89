"""The archive of X, formerly Twitter: a zip or folder with data/account.js, tweets.js and more.

Each file is JavaScript that assigns one JSON list. Own posts and direct messages are in it; of
other people mostly the account number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from cm_desk.archives import sound
from cm_desk.archives.base import Part, Skipped, Source
from cm_desk.archives.container import Container, opened
from cm_desk.archives.items import items
from cm_desk.domain.model import Author, Incoming, Kind, Media, Page, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text.plain import clean

Json = dict[str, Any]
ODD = (KeyError, TypeError, ValueError, AttributeError, IndexError)
ACCOUNT = "account.js"
TWEETS = ("tweets", "tweet")
DIRECT = ("direct-messages", "direct-messages-group", "direct-message", "direct-message-group")
BASE_URL = "https://x.com"
PART = 500
MEDIA = {"photo": "image", "animated_gif": "video", "video": "video"}


class Twitter:
    name = "twitter"
    label = "X (Twitter) archive"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                names = {PurePosixPath(name).name for name in files.names()}
                return ACCOUNT in names and any(_stem(name) in TWEETS + DIRECT for name in names)
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is not asked: the archive says whose it is."""
        with opened(path) as files:
            yield from _Reader(path, files).parts()


FORMAT = Twitter()


@dataclass
class _Known:
    """What a first reading of the tweets tells: whom they answer, and what people are called."""

    answers: dict[str, str] = field(default_factory=dict)  # tweet id: the id it answers, or ""
    people: dict[str, Author] = field(default_factory=dict)  # by account number


class _Reader:
    def __init__(self, path: Path, files: Container) -> None:
        self._path, self._files = path, files
        self._source = self._account()
        self._us = self._source.profile.remote_id
        self._known = _Known()

    def parts(self) -> Iterator[Part]:
        for _, _, row in self._rows(TWEETS):
            self._learn(row)
        for records in (self._tweets(), self._direct()):
            while batch := list(islice(records, PART)):
                found = tuple(each for each in batch if isinstance(each, Incoming))
                skipped = tuple(each for each in batch if isinstance(each, Skipped))
                yield Part(self._source, Page(found), skipped)

    def _account(self) -> Source:
        for _, _, row in self._rows(("account",)):
            try:
                account = row["account"]
                name = account.get("accountDisplayName") or account["username"]
                profile = Profile(f"@{account['username']}", account["accountId"], name)
                return Source("twitter", sound.profile(profile), BASE_URL)
            except ODD:
                break
        raise ArchiveError(self._path, ACCOUNT, "it does not say whose archive this is.")

    def _rows(self, stems: tuple[str, ...]) -> Iterator[tuple[str, int, Any]]:
        """(file, number, row) of all files with such a name, tweets-part1.js and so on too."""
        for name in sorted(self._files.names()):
            if _stem(name) in stems:
                with self._files.open(name) as stream:
                    short = PurePosixPath(name).name
                    for number, row in items(self._path, short, stream):
                        yield short, number, row

    def _learn(self, row: Any) -> None:
        try:
            tweet = row.get("tweet", row)
            self._known.answers[tweet["id_str"]] = tweet.get("in_reply_to_status_id_str") or ""
            for each in tweet.get("entities", {}).get("user_mentions", ()):
                self._known.people[each["id_str"]] = _person(each)
        except ODD:
            return  # named when it is read for its text

    def _tweets(self) -> Iterator[Incoming | Skipped]:
        for file, number, row in self._rows(TWEETS):
            place = f"{file} item {number}"
            try:
                tweet = row.get("tweet", row)
                if tweet["full_text"].startswith("RT @"):
                    yield Skipped(place, "a repost of what somebody else wrote.")
                else:
                    yield sound.message(self._tweet(tweet))
            except ODD:
                yield Skipped(place, "it is not as X writes a post.")

    def _tweet(self, tweet: Json) -> Incoming:
        one, parent = tweet["id_str"], tweet.get("in_reply_to_status_id_str") or ""
        return Incoming(
            remote_id=one,
            thread=self._thread(one),
            who=self._answered(tweet),
            text=clean(unescape(tweet["full_text"])),
            sent_at=_moment(tweet["created_at"], "%a %b %d %H:%M:%S %z %Y"),
            kind=Kind.REPLY if parent else Kind.POST,
            outgoing=True,
            reply_to=parent,
            lang=tweet.get("lang") or "",
            visibility="public",
            url=f"{BASE_URL}/{self._source.profile.handle[1:]}/status/{one}",
            media=tuple(
                _media(each) for each in tweet.get("extended_entities", {}).get("media", ())
            ),
        )

    def _answered(self, tweet: Json) -> Author | None:
        """Whom it answers, else whom it mentions first; not us."""
        mentions = tweet.get("entities", {}).get("user_mentions", ())
        ids = [tweet.get("in_reply_to_user_id_str"), *(each["id_str"] for each in mentions)]
        known = self._known.people
        return next((known[id] for id in ids if id and id != self._us and id in known), None)

    def _thread(self, one: str) -> str:
        """Our first post of the thread, or what that one answers. Circles end."""
        seen = {one}
        while (parent := self._known.answers.get(one, "")) and parent not in seen:
            seen.add(parent)
            one = parent
        return one

    def _direct(self) -> Iterator[Incoming | Skipped]:
        for file, number, row in self._rows(DIRECT):
            place = f"{file} conversation {number}"
            try:
                talk = row["dmConversation"]
                thread, messages = str(talk["conversationId"]), list(talk["messages"])
            except ODD:
                yield Skipped(place, "it is not as X writes a conversation.")
                continue
            for count, each in enumerate(messages, 1):
                yield self._message(thread, each, f"{place} message {count}")

    def _message(self, thread: str, row: Any, place: str) -> Incoming | Skipped:
        if isinstance(row, dict) and "messageCreate" not in row:
            return Skipped(place, f"not written by anybody ({next(iter(row), '')[:40]}).")
        try:
            return sound.message(self._said(thread, row["messageCreate"]))
        except ODD:
            return Skipped(place, "it is not as X writes a message.")

    def _said(self, thread: str, message: Json) -> Incoming:
        sender = str(message["senderId"])
        other = message.get("recipientId") if sender == self._us else sender
        return Incoming(
            remote_id=str(message["id"]),
            thread=thread,
            who=self._somebody(str(other)) if other else None,
            text=clean(message["text"]),
            sent_at=_moment(message["createdAt"], "%Y-%m-%dT%H:%M:%S.%f%z"),
            kind=Kind.DIRECT,
            outgoing=sender == self._us,
            visibility="direct",
            media=tuple(Media("image", str(url)) for url in message.get("mediaUrls", ())),
        )

    def _somebody(self, number: str) -> Author:
        return self._known.people.get(number) or Author(number, number)


def _stem(name: str) -> str:
    """ "tweets" for "data/tweets-part1.js"; "" for anything that is no script."""
    path = PurePosixPath(name)
    return path.stem.partition("-part")[0] if path.suffix == ".js" else ""


def _person(mention: Json) -> Author:
    handle = clean(mention["screen_name"])
    name = clean(mention.get("name") or handle)
    return Author(mention["id_str"], f"@{handle}", name, f"{BASE_URL}/{handle}")


def _media(found: Json) -> Media:
    url = str(found.get("media_url_https") or found.get("media_url") or "")
    return Media(
        MEDIA.get(found.get("type", ""), "file"), url, clean(found.get("ext_alt_text", ""))
    )


def _moment(text: str, form: str) -> datetime:
    return datetime.strptime(text, form).astimezone(UTC)
