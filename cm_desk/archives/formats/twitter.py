"""The archive of X, formerly Twitter: a zip or folder with data/account.js, tweets.js and more.

Each file is JavaScript that assigns one JSON list. Own posts and direct messages are in it; of
other people mostly the account number. A list of posts as X's API gave them, which others keep as
an archive, is read too: it says with each post who wrote it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.compact import Numbers
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.items import items, lists
from cm_desk.domain.model import Author, Incoming, Kind, Media, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.plain import clean
from cm_desk.text.sound import ODD

Json = dict[str, Any]
ACCOUNT = "account.js"
TWEETS = ("tweets", "tweet")
DIRECT = ("direct-messages", "direct-messages-group", "direct-message", "direct-message-group")
API = (b'"full_text"', b'"id_str"', b'"user"', b'"screen_name"')  # in the first posts of a list
BASE_URL = "https://x.com"
MEDIA = {"photo": "image", "animated_gif": "video", "video": "video"}
HEAD_BYTES = 50_000
MAX_LISTS = 50
MAX_PEOPLE = 200_000  # whose names are kept for direct messages


class Twitter:
    name = "twitter"
    label = "X (Twitter) archive"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                names = {PurePosixPath(name).name for name in files.names()}
                written = any(_stem(name) in TWEETS + DIRECT for name in names)
                return (ACCOUNT in names and written) or bool(_api_lists(files))
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our handle, for a list of posts alone; an archive says whose it is."""
        with opened(path) as files:
            yield from _Reader(path, files, owner).parts()


FORMAT = Twitter()


class _Known:
    """What a first reading of the posts tells: which they answer, and what people are called."""

    def __init__(self) -> None:
        self._answers = Numbers()  # of our answers, by their numbers
        self.people: dict[str, Author] = {}  # by account number

    def learn(self, row: Any) -> None:
        try:
            tweet = row.get("tweet", row)
            one, parent = _number(tweet["id_str"]), _number(tweet.get("in_reply_to_status_id_str"))
            if one and parent:
                self._answers.set(one, parent)
            for each in tweet.get("entities", {}).get("user_mentions", ()):
                if len(self.people) < MAX_PEOPLE or each["id_str"] in self.people:
                    self.people[each["id_str"]] = _person(each)
        except ODD:
            return  # named when it is read for its text

    def thread(self, one: str) -> str:
        """Our first post of the thread, or what that one answers. Circles end."""
        number = _number(one)
        seen = {number}
        while (parent := self._answers.get(number)) and parent not in seen:
            seen.add(parent)
            number = parent
        return str(number) if len(seen) > 1 else one


class _Reader:
    def __init__(self, path: Path, files: Container, owner: str) -> None:
        self._path, self._files, self._known = path, files, _Known()
        stems = [(name, _stem(name)) for name in sorted(files.names())]
        self._lists = [name for name, stem in stems if stem in TWEETS] or _api_lists(files)
        self._talks = [name for name, stem in stems if stem in DIRECT]
        self._gauge = Gauge(files, [*self._lists, *self._talks])
        self._source = self._account(owner.removeprefix("@"))
        self._us = self._source.profile.remote_id

    def parts(self) -> Iterator[Part]:
        for name in self._lists:
            with self._files.open(name) as stream:
                for _, row in items(self._path, PurePosixPath(name).name, stream):
                    self._known.learn(row)
        for name in self._lists:
            yield from parts(self._source, self._tweets(name), self._gauge)
        for name in self._talks:
            yield from parts(self._source, self._direct(name), self._gauge)

    def _account(self, owner: str) -> Source:
        for name in self._files.names():
            if PurePosixPath(name).name == ACCOUNT:
                with self._files.open(name) as stream:
                    for _, row in items(self._path, ACCOUNT, stream):
                        return _account(row["account"]) if _is_account(row) else self._nobody()
        return self._writer(owner)

    def _writer(self, owner: str) -> Source:
        """`owner`, else who wrote most of a list of posts."""
        count: Counter[tuple[str, str, str]] = Counter()
        for name in self._lists:
            with self._files.open(name) as stream:
                for _, row in items(self._path, PurePosixPath(name).name, stream):
                    if (user := _user(row)) and owner.lower() in ("", user[0].lower()):
                        count[user] += 1
        for (handle, number, name), _ in count.most_common(1):
            return _account({"username": handle, "accountId": number, "accountDisplayName": name})
        return self._nobody()

    def _nobody(self) -> Source:
        raise ArchiveError(self._path, ACCOUNT, "it does not say whose archive this is.")

    def _tweets(self, name: str) -> Iterator[Incoming | Skipped]:
        short = PurePosixPath(name).name
        with self._gauge.open(name) as stream:
            for number, row in items(self._path, short, stream):
                yield self._post(row, f"{short} item {number}")

    def _post(self, row: Any, place: str) -> Incoming | Skipped:
        try:
            tweet = row.get("tweet", row)
            if tweet["full_text"].startswith("RT @"):
                return Skipped(place, "a repost of what somebody else wrote.")
            return sound.message(self._tweet(tweet))
        except ODD:
            return Skipped(place, "it is not as X writes a post.")

    def _tweet(self, tweet: Json) -> Incoming:
        one, parent = tweet["id_str"], tweet.get("in_reply_to_status_id_str") or ""
        user = tweet.get("user") or {}
        ours = user.get("id_str") in (None, self._us)
        handle = self._source.profile.handle[1:] if ours else user["screen_name"]
        return Incoming(
            remote_id=one,
            thread=self._known.thread(one),
            who=self._answered(tweet) if ours else _person(user),
            text=clean(unescape(tweet["full_text"])),
            sent_at=_moment(tweet["created_at"], "%a %b %d %H:%M:%S %z %Y"),
            kind=Kind.REPLY if parent else Kind.POST,
            outgoing=ours,
            reply_to=parent,
            lang=tweet.get("lang") or "",
            visibility="public",
            url=f"{BASE_URL}/{handle}/status/{one}",
            media=tuple(
                _media(each) for each in tweet.get("extended_entities", {}).get("media", ())
            ),
        )

    def _answered(self, tweet: Json) -> Author | None:
        """Whom it answers, else whom it mentions first; not us."""
        mentioned = [_person(each) for each in tweet.get("entities", {}).get("user_mentions", ())]
        people = {each.key: each for each in mentioned}
        if answered := tweet.get("in_reply_to_user_id_str"):
            found = people.get(answered) or self._known.people.get(answered)
            handle = tweet.get("in_reply_to_screen_name")
            if answered != self._us and (found or handle):
                return found or _person({"id_str": answered, "screen_name": handle})
        return next((each for each in mentioned if each.key != self._us), None)

    def _direct(self, name: str) -> Iterator[Incoming | Skipped]:
        short = PurePosixPath(name).name
        with self._gauge.open(name) as stream:
            for talk, rows in lists(self._path, short, stream, "messages"):
                thread = str(talk.get("conversationId") or "")
                for number, row in rows:
                    yield self._message(thread, row, f"{short} message {number}")

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
            remote_id=f"dm/{message['id']}",
            thread=f"dm/{thread}" if thread else "",
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


def _api_lists(files: Container) -> list[str]:
    """JSON files that begin with posts as the API gives them."""
    names = files.names()
    wanted = [name for name in names if name.lower().endswith(".json")][:MAX_LISTS]
    return sorted(name for name in wanted if _is_api_list(files, name))


def _is_api_list(files: Container, name: str) -> bool:
    with files.open(name) as stream:
        head = stream.read(HEAD_BYTES)
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") and all(
        each in head for each in API
    )


def _is_account(row: Any) -> bool:
    account = row.get("account") if isinstance(row, dict) else None
    return isinstance(account, dict) and all(
        isinstance(account.get(each), str) for each in ("username", "accountId")
    )


def _account(account: Json) -> Source:
    name = str(account.get("accountDisplayName") or account["username"])
    profile = Profile(f"@{account['username']}", account["accountId"], name)
    return Source("twitter", sound.profile(profile), BASE_URL)


def _user(row: Any) -> tuple[str, str, str] | None:
    """(handle, number, name) of who wrote a post of the API."""
    try:
        user = row["user"]
        return str(user["screen_name"]), str(user["id_str"]), str(user.get("name") or "")
    except ODD:
        return None


def _number(id: Any) -> int:
    """0 for what is no number of X's."""
    good = isinstance(id, str) and id.isascii() and id.isdecimal() and len(id) < 20
    return int(id) if good and int(id) < 1 << 64 else 0


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
