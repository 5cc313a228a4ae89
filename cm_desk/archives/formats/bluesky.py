"""The repository of a Bluesky account: a CAR file, or the pages of listRecords as JSON.

It holds what we wrote; others stand in it as a number (DID), with their handle where we mentioned
them. A post is named by its at:// address and a conversation by that of its first post, as the
network names them, so that archive and network join. Pages of a feed with posts of others are read
as well. Records: https://atproto.com/lexicons/app-bsky-feed and docs.bsky.app.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.compact import Numbers
from cm_desk.archives.container import Container, Gauge, jumping, opened
from cm_desk.archives.items import items
from cm_desk.archives.streams import watch
from cm_desk.atproto.car import Car, OddBlock, is_car
from cm_desk.atproto.cbor import Cid
from cm_desk.atproto.posts import ODD, POST, Post, Reader, collection_of, did_of
from cm_desk.domain.model import Incoming, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.plain import clean

PROFILE = "app.bsky.actor.profile"
LISTS = ("records", "feed", "posts")
WHY = {
    "app.bsky.feed.like": "a like of ours: it holds only the address of somebody else's post.",
    "app.bsky.feed.vote": "a like of ours: it holds only the address of somebody else's post.",
    "app.bsky.feed.repost": "a repost: it holds only the address of somebody else's post.",
    "app.bsky.graph.follow": "an account that we follow, which is no message.",
    "app.bsky.graph.block": "an account that we block, which is no message.",
    PROFILE: "our own profile, which is no message.",
}
FIRST_FILES = 20  # that are looked into to know a folder
HEAD_BYTES = 20_000
MAX_PAGE = 8_000_000  # bytes of a JSON file that is one record


class Bluesky:
    name = "bluesky"
    label = "Bluesky repository (CAR, or listRecords as JSON)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as files:
                return bool(_cars(files) or _pages(files, FIRST_FILES))
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our handle, which a repository does not name, or our DID."""
        with opened(path) as files:
            cars, pages = _cars(files), _pages(files)
            if not cars and not pages:
                raise ArchiveError(path, "", "there is no repository of Bluesky in it.")
            for name in cars:
                with jumping(files, name) as stream:
                    car = Car(path, _short(name), stream, Numbers(), watch)
                    yield from _Repository(_short(name), car, owner).parts()
            if pages:
                yield from _Pages(path, files, pages, owner).parts()


FORMAT = Bluesky()


class _Repository:
    def __init__(self, name: str, car: Car, owner: str) -> None:
        self._name, self._car = name, car
        try:
            commit = car.block(car.root)
            self._data, self._did = Cid(commit["data"]), commit["did"]
            profile = Profile(_owner(owner) or self._did, self._did, self._profile_name())
            self._source = Source("bluesky", sound.profile(profile), "https://bsky.social")
        except ODD as err:
            why = str(err) if isinstance(err, OddBlock) else "it is no repository of Bluesky."
            raise car.error("commit", why) from None
        self._reader = Reader(self._did)

    def parts(self) -> Iterator[Part]:
        found = (self._record(key, cid) for key, cid in self._car.records(self._data))
        yield from parts(self._source, found, self._car)

    def _record(self, key: str, cid: Cid | None) -> Incoming | Skipped:
        place, collection = f"{self._name} {key}".strip(), key.partition("/")[0]
        if cid is None:
            return Skipped(place, "what comes after it is not in this file.")
        if collection != POST:
            return Skipped(place, _why(collection))
        try:
            return self._reader.message(Post(f"at://{self._did}/{key}", self._car.block(cid), {}))
        except OddBlock as err:
            return Skipped(place, str(err))
        except ODD:
            return Skipped(place, "it is not as Bluesky writes a post.")

    def _profile_name(self) -> str:
        """What we are called, where the profile can be found without reading everything."""
        for key, cid in self._car.records(self._data):
            if key == f"{PROFILE}/self" and cid:
                try:
                    return clean(self._car.block(cid).get("displayName") or "")[:200]
                except ODD:
                    return ""
            if key > PROFILE + "0":
                break
        return ""


class _Pages:
    """JSON files. Whose they are is read first: most of listRecords is of one account."""

    def __init__(self, path: Path, files: Container, names: list[str], owner: str) -> None:
        self._path, self._files, self._names = path, files, names
        self._gauge = Gauge(files, names)
        self._did = owner if owner.startswith("did:") else self._most(_owner(owner))
        self._gauge = Gauge(files, names)
        handle = _owner(owner) or self._handle or self._did or "Bluesky"
        profile = sound.profile(Profile(handle, self._did or handle, handle))
        self._source = Source("bluesky", profile, "https://bsky.social")
        self._reader = Reader(self._did)

    def parts(self) -> Iterator[Part]:
        found = (self._record(place, each) for place, each in self._posts())
        yield from parts(self._source, found, self._gauge)

    def _most(self, handle: str) -> str:
        """Who wrote the most, or who has that handle."""
        count: Counter[str] = Counter()
        handles: dict[str, str] = {}
        for _, given in self._posts():
            try:
                post = _post(given)
                did = did_of(post.uri)
                count[did] += 1
                if name := post.view.get("author", {}).get("handle"):
                    handles[did] = f"@{name}"
            except ODD:
                continue
        known = [did for did, name in handles.items() if name == handle]
        did = (known or [did for did, _ in count.most_common(1)] or [""])[0]
        self._handle = handles.get(did, "")
        return did

    _handle = ""

    def _posts(self) -> Iterator[tuple[str, Any]]:
        for name in self._names:
            with self._files.open(name) as stream:
                key = _list_in(stream.read(HEAD_BYTES))
            with self._gauge.open(name) as stream:
                if not key:
                    yield _short(name), self._single(name, stream.read(MAX_PAGE))
                    continue
                for number, each in items(self._path, _short(name), stream, key):
                    yield f"{_short(name)} item {number}", each

    def _single(self, name: str, data: bytes) -> Any:
        try:
            return json.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return None

    def _record(self, place: str, given: Any) -> Incoming | Skipped:
        try:
            if "Repost" in (given.get("reason") or {}).get("$type", ""):
                return Skipped(place, "a repost of what somebody else wrote.")
            post = _post(given)
            kind = str(post.record.get("$type") or collection_of(post.uri))
            if kind != POST:
                return Skipped(place, _why(kind))
            if not post.uri:
                return Skipped(place, "it does not say which post it is.")
            return self._reader.message(post)
        except ODD:
            return Skipped(place, "it is not as Bluesky writes a post.")


def _cars(files: Container) -> list[str]:
    names = files.names()
    some = names if len(names) == 1 else [name for name in names if name.endswith(".car")]
    return [name for name in some if _is_car(files, name)]


def _pages(files: Container, most: int | None = None) -> list[str]:
    """JSON files that speak of records of Bluesky in their first bytes, of the first `most`."""
    names = files.names()
    some = names if len(names) == 1 else [name for name in names if name.endswith(".json")]
    return [name for name in some[:most] if _is_page(files, name)]


def _is_page(files: Container, name: str) -> bool:
    with files.open(name) as stream:
        head = stream.read(HEAD_BYTES)
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"app.bsky.' in head


def _is_car(files: Container, name: str) -> bool:
    with files.open(name) as stream:
        return is_car(stream.read(300))


def _list_in(head: bytes) -> str:
    """The name of the list that a page is; "" when it is a record on its own."""
    first = head.find(b'"$type"') if b'"$type"' in head else len(head)
    places = {key: head.find(b'"%s"' % key.encode(), 0, first) for key in LISTS}
    found = {key: at for key, at in places.items() if at >= 0}
    return min(found, key=lambda key: found[key], default="")


def _post(given: Any) -> Post:
    """From an item of listRecords, of a feed, or a record that does not say its address."""
    if "value" in given:
        return Post(given["uri"], given["value"], {})
    view = given.get("post") or given
    if isinstance(view.get("record"), dict):
        return Post(view.get("uri") or "", view["record"], view)
    return Post("", given, {})


def _owner(owner: str) -> str:
    return "" if owner.startswith("did:") or not owner else "@" + owner.removeprefix("@")


def _why(collection: str) -> str:
    return WHY.get(collection, f"a record of the kind {collection[:60]}.")


def _short(name: str) -> str:
    return PurePosixPath(name).name
