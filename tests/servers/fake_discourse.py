"""A small Discourse: posts, topics, private messages, notifications, and user API keys.

What it follows: https://docs.discourse.org/ and the public specification of user API keys. `old`
pages as forums before 2025 do: fifty ids back from an id, with it, in place of fifty posts.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from html import escape
from typing import Any
from urllib.parse import parse_qs

from tests.servers.small import Query, Refusal, SmallServer, Stop

US = "tidewell"
PAGE, CHUNK = 50, 20


@dataclass
class Post:
    id: int
    topic: int
    number: int
    user: str
    name: str
    raw: str
    at: datetime
    answers: int = 0  # a number in its topic
    version: int = 1
    deleted: bool = False


@dataclass
class Topic:
    id: int
    title: str
    category: int
    owner: str
    private: bool = False
    solved: int = 0  # the number of the post that is the solution


class FakeDiscourse(SmallServer):
    def __init__(self, key: str) -> None:
        super().__init__()
        self.key, self.old, self.taken = key, False, 0
        self.posts: dict[int, Post] = {}
        self.topics: dict[int, Topic] = {}
        self.cooked: dict[int, str] = {}  # of posts with markup
        self.notes: list[dict[str, Any]] = []
        self.clock = datetime(2026, 3, 3, 9, tzinfo=UTC)
        self.hidden: set[int] = set()  # topics that are not shown to us

    def now(self) -> datetime:
        return self.clock

    def open(self, title: str, owner: str, category: int = 5, private: bool = False) -> int:
        one = len(self.topics) + 1
        self.topics[one] = Topic(one, title, category, owner, private)
        return one

    def write(self, topic: int, user: str, name: str, raw: str, answers: int = 0) -> int:
        self.clock += timedelta(milliseconds=50)
        one = max(self.posts, default=100) + 1
        number = sum(each.topic == topic for each in self.posts.values()) + 1
        self.posts[one] = Post(one, topic, number, user, name, raw, self.clock, answers)
        return one

    def like(self, post: int, user: str) -> None:
        one = self.posts[post]
        data = {"original_post_id": post, "original_username": user, "display_username": user}
        note = {"id": len(self.notes) + 1, "notification_type": 5, "read": False, "data": data}
        where = {"topic_id": one.topic, "post_number": one.number, "created_at": _stamp(self.clock)}
        self.notes.append(note | where)

    def sealed(self, url: str) -> str:
        """What the forum shows to somebody who allows what `url` asks for."""
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        asked = {name: each[0] for name, each in parse_qs(url.partition("?")[2]).items()}
        public = load_pem_public_key(asked["public_key"].encode())
        assert isinstance(public, RSAPublicKey)
        told = {"key": self.key, "nonce": asked["nonce"], "push": False, "api": 4}
        return base64.encodebytes(public.encrypt(json.dumps(told).encode(), PKCS1v15())).decode()

    def answer(self, method: str, path: str, query: Query, headers: Message, body: bytes) -> Any:
        if path == "/site/basic-info.json":
            return 200, {}, {"title": "Tea forum", "login_required": False}
        if headers.get("User-Api-Key") != self.key or self.faults.refused_token:
            raise _refusal(403, "invalid_access", "You are not permitted to view this.")
        if method == "POST" and path == "/user-api-key/revoke":
            self.key = ""
            return 200, {}, {"success": "OK"}
        if method in ("PUT", "DELETE"):
            one = int(path.removesuffix(".json").rpartition("/")[2])
            return self._changed(self._there(one), json.loads(body or b"null"))
        if method == "POST":
            return self._taken(json.loads(body))
        return 200, {}, self._shown(path, query)

    def _shown(self, path: str, query: Query) -> Any:
        first = {name: each[0] for name, each in query.items()}
        parts = path.removesuffix(".json").strip("/").split("/")
        match parts:
            case ["session", "current"]:
                return {"current_user": {"id": 7, "username": US, "name": "Tidewell"}}
            case ["posts"]:
                return {"latest_posts": self._listed(first, private=False)}
            case ["private-posts"]:
                return {"private_posts": self._listed(first, private=True)}
            case ["notifications"]:
                start = int(first.get("offset", 0))
                return {"notifications": self.notes[::-1][start : start + 60]}
            case ["site"]:
                return {"categories": [
                    {"id": 5, "slug": "brewing"},
                    {"id": 6, "slug": "herbs", "parent_category_id": 5},
                    {"id": 9, "slug": "off-topic"},
                ]}  # fmt: skip
            case ["posts", one] if one.isdigit():
                return self._json(self._there(int(one)))
            case ["t", one] if one.isdigit():
                return self._topic(int(one))
            case ["t", one, "posts"]:
                wanted = {int(each) for each in query["post_ids[]"]}
                found = [self._json(p) for p in self._stream(int(one)) if p.id in wanted]
                return {"post_stream": {"posts": found}, "id": int(one)}
        raise _refusal(404, "not_found", "The requested URL could not be found.")

    def _listed(self, asked: dict[str, str], private: bool) -> list[Any]:
        before = int(asked.get("before", 0))
        found = [
            each
            for each in self.posts.values()
            if self.topics[each.topic].private == private and not each.deleted
        ]
        if before and self.old:
            found = [each for each in found if before - PAGE < each.id <= before]
        elif before:
            found = [each for each in found if each.id < before]
        return [self._json(each, titled=True) for each in sorted(found, key=_newest)[:PAGE]]

    def _there(self, one: int) -> Post:
        post = self.posts.get(one)
        if post is None or post.deleted:
            raise _refusal(404, "not_found", "The requested URL could not be found.")
        if post.topic in self.hidden:
            raise _refusal(403, "invalid_access", "You are not permitted to view this.")
        return post

    def _stream(self, one: int) -> list[Post]:
        found = [e for e in self.posts.values() if e.topic == one and not e.deleted]
        return sorted(found, key=lambda each: each.id)

    def _topic(self, one: int) -> Any:
        topic, stream = self.topics.get(one), self._stream(one)
        if topic is None or not stream:
            raise _refusal(404, "not_found", "The requested URL could not be found.")
        solved = {"accepted_answer": {"post_number": topic.solved}} if topic.solved else {}
        return {
            "id": one,
            "title": topic.title,
            "archetype": "private_message" if topic.private else "regular",
            "created_at": _stamp(stream[0].at),
            "last_posted_at": _stamp(stream[-1].at),
            "details": {"created_by": {"id": 3, "username": topic.owner}},
            "post_stream": {
                "posts": [self._json(each) for each in stream[:CHUNK]],
                "stream": [each.id for each in stream],
            },
            **solved,
        }

    def _changed(self, post: Post, made: Any) -> Any:
        if made is None and post.number == 1:
            raise _refusal(403, "invalid_access", "You are not permitted to view this.")
        if made is None:
            post.deleted = True
            return 200, {}, None
        post.raw, post.version = str(made["post"]["raw"]), post.version + 1
        return 200, {}, {"post": self._json(post)}

    def _taken(self, made: dict[str, Any]) -> Any:
        raw, topic = str(made["raw"]), int(made["topic_id"])
        if not 1 <= len(raw) <= 32_000:
            raise _refusal(422, "", "Body is limited to 32000 characters; you entered more.")
        before = int(made.get("reply_to_post_number") or 0)
        one = self.write(topic, US, "Tidewell", raw, before)
        self.taken += 1
        if self.taken - 1 in self.faults.dropped:
            raise Stop
        return 200, {}, self._json(self.posts[one])

    def _json(self, each: Post, titled: bool = False) -> dict[str, Any]:
        topic = self.topics[each.topic]
        before = next((p for p in self._stream(each.topic) if p.number == each.answers), None)
        to = {"username": before.user, "name": before.name} if before else None
        lines = "<br>\n".join(escape(each.raw, quote=False).split("\n"))
        found = {
            "id": each.id,
            "username": each.user,
            "name": each.name,
            "avatar_template": f"/letter/{each.user[:1]}/{{size}}.png",
            "created_at": _stamp(each.at),
            "updated_at": _stamp(each.at + timedelta(minutes=each.version - 1)),
            "cooked": self.cooked.get(each.id, f"<p>{lines}</p>"),
            "raw": each.raw,
            "post_number": each.number,
            "post_type": 1,
            "reply_to_post_number": each.answers or None,
            "topic_id": each.topic,
            "topic_slug": "a-topic",
            "category_id": topic.category,
            "version": each.version,
            **({"accepted_answer": True} if topic.solved == each.number else {}),
            **({"reply_to_user": to} if to else {}),
        }
        return found | ({"topic_title": topic.title} if titled else {})


def _newest(post: Post) -> int:
    return -post.id


def _stamp(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _refusal(status: int, kind: str, words: str) -> Refusal:
    return Refusal(status, words, {"errors": [words], "error_type": kind})
