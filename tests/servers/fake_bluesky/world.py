"""Who and what is on the small network, and how each looks as JSON."""

import re
import threading
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from cm_desk.atproto.cbor import Cid
from tests.archives.cars import car, cid_of, encode, repository

Json = dict[str, Any]
POST = "app.bsky.feed.post"
DIGITS = "234567abcdefghijklmnopqrstuvwxyz"


@dataclass
class Person:
    did: str
    handle: str
    name: str
    bio: str = ""
    viewer: Json = field(default_factory=dict)  # blocking, muted, …
    labels: list[Json] = field(default_factory=list)
    associated: Json = field(default_factory=dict)  # {"chat": {"allowIncoming": …}}


@dataclass
class Post:
    uri: str
    author: Person
    record: Json
    at: datetime
    labels: list[Json] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.uri.rpartition("/")[2]


@dataclass
class Note:
    uri: str
    reason: str
    who: Person
    at: datetime
    subject: str
    record: Json
    read: bool = False


@dataclass
class Convo:
    id: str
    other: Person
    messages: list[Json] = field(default_factory=list)


class World:
    """Thread-safe. Times rise with each call, so that no two things happen at once."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.people: dict[str, Person] = {}
        self.posts_: dict[str, Post] = {}
        self.notes: list[Note] = []
        self.blobs: dict[str, bytes] = {}
        self.convos: dict[str, Convo] = {}
        self.log: list[Json] = []
        self._last = datetime(2020, 1, 1, tzinfo=UTC)
        self.us = self.person("Desk")

    def person(self, name: str) -> Person:
        """The one called `name`, made when first named."""
        if name not in self.people:
            slug = re.sub(r"\W+", "", name.lower(), flags=re.ASCII)[:20] or "p"
            taken = any(each.handle == f"{slug}.example" for each in self.people.values())
            slug = f"{slug}{len(self.people)}" if taken or slug == "p" else slug
            did = (
                "did:plc:"
                + b32encode(sha256(name.encode("utf-8", "replace") + slug.encode()).digest())
                .decode()
                .lower()[:24]
            )
            self.people[name] = Person(did, f"{slug}.example", name)
        return self.people[name]

    def by_did(self, did: str) -> Person | None:
        return next((each for each in self.people.values() if each.did == did), None)

    def now(self) -> datetime:
        with self.lock:
            real = datetime.now(UTC).replace(microsecond=0)
            self._last = max(self._last + timedelta(milliseconds=1), real)
            return self._last

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "", **more: Any) -> str:
        """Somebody addresses us; the address of the post. `more` goes into its record."""
        with self.lock:
            author = self.person(name)
            if reply_to:
                made = self.add(author, {"text": text, "reply": self.refs(reply_to), **more})
                return self.tell("reply", author, made.uri, reply_to, made.record)
            mention = f"@{self.us.handle}"
            index = {"byteStart": 0, "byteEnd": len(mention)}
            feature = {"$type": "app.bsky.richtext.facet#mention", "did": self.us.did}
            facets = [{"index": index, "features": [feature]}]
            made = self.add(author, {"text": f"{mention} {text}", "facets": facets, **more})
            return self.tell("mention", author, made.uri, "", made.record)

    def say(self, text: str, name: str, reply_to: str = "", **more: Any) -> str:
        """Somebody says something that is not for us."""
        with self.lock:
            reply = {"reply": self.refs(reply_to)} if reply_to else {}
            return self.add(self.person(name), {"text": text, **reply, **more}).uri

    def quote(self, text: str, of: str, name: str = "Ada Vogel") -> str:
        with self.lock:
            embed = {"$type": "app.bsky.embed.record", "record": self.ref(of)}
            made = self.add(self.person(name), {"text": text, "embed": embed})
            return self.tell("quote", made.author, made.uri, of, made.record)

    def like(self, of: str, name: str = "Ada Vogel", reason: str = "like") -> str:
        return self._act("app.bsky.feed.like", reason, name, {"subject": self.ref(of)}, of)

    def repost(self, of: str, name: str = "Ada Vogel") -> str:
        return self._act("app.bsky.feed.repost", "repost", name, {"subject": self.ref(of)}, of)

    def follow(self, name: str = "Ada Vogel") -> str:
        return self._act("app.bsky.graph.follow", "follow", name, {"subject": self.us.did}, "")

    def delete(self, uri: str) -> None:
        with self.lock:
            del self.posts_[uri]
            self.notes = [each for each in self.notes if each.uri != uri]

    def post(self, text: str, reply_to: str = "", **more: Any) -> str:
        """We write from another program."""
        with self.lock:
            reply = {"reply": self.refs(reply_to)} if reply_to else {}
            return self.add(self.us, {"text": text, **reply, **more}).uri

    def put(self, key: str, record: Json) -> Post:
        made = Post(f"at://{self.us.did}/{POST}/{key}", self.us, record, self.now())
        self.posts_[made.uri] = made
        return made

    def ours(self) -> list[Post]:
        """From new to old, as their keys say."""
        found = [each for each in self.posts_.values() if each.author is self.us]
        return sorted(found, key=lambda each: each.key, reverse=True)

    def add(self, author: Person, record: Json) -> Post:
        at = self.now()
        whole = {"$type": POST, "langs": ["en"], "createdAt": stamp(at), **record}
        made = Post(f"at://{author.did}/{POST}/{tid(at)}", author, whole, at)
        self.posts_[made.uri] = made
        return made

    def tell(self, reason: str, who: Person, uri: str, subject: str, record: Json) -> str:
        self.notes.append(Note(uri, reason, who, self.now(), subject, record))
        return uri

    def refs(self, to: str) -> Json:
        reply = self.posts_[to].record.get("reply")
        return {"root": reply["root"] if reply else self.ref(to), "parent": self.ref(to)}

    def ref(self, uri: str) -> Json:
        return {"uri": uri, "cid": cid_of(encode(self.posts_[uri].record)).text}

    def car(self) -> bytes:
        """Our repository, as a file."""
        records = {f"{POST}/{each.key}": _stored(each.record) for each in self.ours()}
        records["app.bsky.actor.profile/self"] = {"displayName": self.us.name}
        return car(*repository(records, self.us.did))

    def profile(self, person: Person) -> Json:
        return {
            "did": person.did, "handle": person.handle, "displayName": person.name,
            "description": person.bio, "viewer": person.viewer, "labels": person.labels,
            "associated": person.associated,
        }  # fmt: skip

    def view(self, post: Post) -> Json:
        return {
            "uri": post.uri, "cid": self.ref(post.uri)["cid"], "record": post.record,
            "author": self.profile(post.author), "indexedAt": stamp(post.at),
            "labels": post.labels, "replyCount": len(self.below(post.uri)),
        }  # fmt: skip

    def note(self, note: Note) -> Json:
        subject = {"reasonSubject": note.subject} if note.subject else {}
        return {
            "uri": note.uri, "cid": "bafy", "author": self.profile(note.who),
            "reason": note.reason, "record": note.record, "isRead": note.read,
            "indexedAt": stamp(note.at), "labels": [], **subject,
        }  # fmt: skip

    def below(self, uri: str) -> list[Post]:
        def answers(post: Post) -> bool:
            return bool((post.record.get("reply") or {}).get("parent", {}).get("uri") == uri)

        return [each for each in self.posts_.values() if answers(each)]

    def chat(self, name: str = "Ada Vogel") -> Convo:
        """Our conversation with a person, begun where there is none."""
        other = self.person(name)
        for each in self.convos.values():
            if each.other is other:
                return each
        made = Convo(f"3k{len(self.convos):05}", other)
        self.convos[made.id] = made
        self._note({"$type": "chat.bsky.convo.defs#logBeginConvo", "convoId": made.id})
        return made

    def whisper(self, text: str, name: str = "Ada Vogel", ours: bool = False) -> str:
        """Somebody writes to us in private; "chat:conversation/message"."""
        with self.lock:
            convo = self.chat(name)
            at = self.now()
            sender = self.us if ours else convo.other
            made = {"id": tid(at), "rev": tid(at), "text": text, "sentAt": stamp(at)}
            made |= {"sender": {"did": sender.did}}  # type: ignore[dict-item]
            convo.messages.append(made)
            kind = "chat.bsky.convo.defs#logCreateMessage"
            self._note({"$type": kind, "convoId": convo.id, "message": made})
            return f"chat:{convo.id}/{made['id']}"

    def unsay(self, name: str) -> None:
        """One of our names of a private message: it is deleted for us."""
        with self.lock:
            convo, _, one = name.removeprefix("chat:").partition("/")
            kept = [each for each in self.convos[convo].messages if each["id"] != one]
            self.convos[convo].messages = kept
            kind = "chat.bsky.convo.defs#logDeleteMessage"
            self._note({"$type": kind, "convoId": convo, "message": {"id": one}})

    def convo(self, convo: Convo) -> Json:
        last = {"lastMessage": convo.messages[-1]} if convo.messages else {}
        return {
            "id": convo.id, "rev": self.log[-1]["rev"] if self.log else tid(self.now()),
            "members": [self.profile(self.us), self.profile(convo.other)], "muted": False,
            "unreadCount": len(convo.messages), **last,
        }  # fmt: skip

    def _note(self, entry: Json) -> None:
        self.log.append({"rev": tid(self.now()), **entry})

    def _act(self, collection: str, reason: str, name: str, value: Json, of: str) -> str:
        with self.lock:
            who, at = self.person(name), self.now()
            uri = f"at://{who.did}/{collection}/{tid(at)}"
            record = {"$type": collection, "createdAt": stamp(at), **value}
            return self.tell(reason, who, uri, of, record)


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def tid(at: datetime) -> str:
    number = int(at.timestamp() * 1_000_000) << 10
    return "".join(DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def _stored(value: Any) -> Any:
    """As a repository holds it: links are numbers of blocks."""
    if isinstance(value, list):
        return [_stored(each) for each in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"$link"}:
        return cid_of(value["$link"].encode())
    return {name: _stored(each) for name, each in value.items()}


def blob(data: bytes, kind: str) -> Json:
    cid: Cid = cid_of(data)
    return {"$type": "blob", "ref": {"$link": cid.text}, "mimeType": kind, "size": len(data)}
