"""A small WordPress: its comments by REST as published, and what people do on the site.

What it follows: https://developer.wordpress.org/rest-api/reference/comments/ and, for the exact
refusals, answers recorded from WordPress 6.1. The site's own time of day is `zone_h` hours from
UTC, because the site cuts by it.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from html import escape
from typing import Any

from tests.servers.small import Query, Refusal, SmallServer, Stop

US = 1
API = "/wp-json/wp/v2"


@dataclass
class Comment:
    id: int
    parent: int
    author: int
    name: str
    mail: str
    raw: str
    at: datetime
    status: str = "approved"


class FakeWordPress(SmallServer):
    """`people` write as a visitor's form does; the brand is user 1 and may moderate."""

    def __init__(self, user: str, password: str) -> None:
        super().__init__()
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.user, self._right = user, f"Basic {pair}"
        self.comments: dict[int, Comment] = {}
        self.clock = datetime(2026, 3, 3, 9, tzinfo=UTC)
        self.zone = timedelta(hours=2)
        self.may_moderate = True
        self.taken = 0

    def now(self) -> datetime:
        return self.clock

    def write(self, markup: str, name: str, mail: str, parent: int = 0, status: str = "") -> int:
        return self._add(parent, 0, name, mail, markup, status or "approved").id

    def answer_of_ours(self, markup: str, parent: int) -> int:
        """As if written on the site itself."""
        return self._add(parent, US, "Tidewell", "shop@tidewell.example", markup, "approved").id

    def _add(
        self, parent: int, author: int, name: str, mail: str, raw: str, status: str
    ) -> Comment:
        one = len(self.comments) + 1
        self.comments[one] = Comment(one, parent, author, name, mail, raw, self.clock, status)
        return self.comments[one]

    def answer(self, method: str, path: str, query: Query, headers: Message, body: bytes) -> Any:
        if path.rstrip("/") == "/wp-json":
            return 200, {}, {"name": "Tidewell", "namespaces": ["oembed/1.0", "wp/v2"]}
        if headers.get("Authorization") != self._right or self.faults.refused_token:
            raise _refusal(401, "rest_not_logged_in", "You are not currently logged in.")
        if path == f"{API}/users/me":
            return 200, {}, {"id": US, "slug": self.user, "name": "Tidewell"}
        if not path.startswith(f"{API}/comments"):
            raise _refusal(404, "rest_no_route", "No route was found.")
        if not self.may_moderate and query.get("context") == ["edit"]:
            raise _refusal(403, "rest_forbidden_context", "You are not allowed to edit comments.")
        one = path.removeprefix(f"{API}/comments").strip("/")
        if method == "GET":
            return self._shown(one) if one else self._listed(query)
        return self._changed(one, json.loads(body)) if one else self._taken(json.loads(body))

    def _shown(self, one: str) -> Any:
        if not one.isdigit() or int(one) not in self.comments:
            raise _refusal(404, "rest_comment_invalid_id", "Invalid comment ID.")
        return 200, {}, self._json(self.comments[int(one)])

    def _changed(self, one: str, made: dict[str, Any]) -> Any:
        if not one.isdigit() or int(one) not in self.comments:
            raise _refusal(404, "rest_comment_invalid_id", "Invalid comment ID.")
        comment = self.comments[int(one)]
        comment.status = made.get("status", comment.status)
        comment.raw = made.get("content", comment.raw)
        return 200, {}, self._json(self.comments[int(one)])

    def _listed(self, query: Query) -> Any:
        asked = {name: each[0] for name, each in query.items()}
        found = [c for c in self.comments.values() if c.status in ("approved", "hold")]
        for name, field in (("include", "id"), ("parent", "parent")):
            if name in asked:
                wanted = _numbers(asked[name])
                found = [each for each in found if getattr(each, field) in wanted]
        left_out = _numbers(asked.get("exclude", ""))
        found = [each for each in found if each.id not in left_out]
        if "after" in asked:
            found = [each for each in found if self._local(each.at) > self._cut(asked["after"])]
        if "before" in asked:
            found = [each for each in found if self._local(each.at) < self._cut(asked["before"])]
        found.sort(key=lambda each: (each.at, each.id), reverse=asked.get("order") != "asc")
        many = int(asked.get("per_page", 10))
        if not 0 < many <= 100:
            raise _refusal(400, "rest_invalid_param", "Invalid parameter(s): per_page")
        start = (int(asked.get("page", 1)) - 1) * many
        pages = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(-(-len(found) // many))}
        return 200, pages, [self._json(each) for each in found[start : start + many]]

    def _taken(self, made: dict[str, Any]) -> Any:
        parent, text = self.comments.get(int(made["parent"])), str(made["content"])
        if not text.strip():
            raise _refusal(400, "rest_comment_content_invalid", "Invalid comment content.")
        if len(text.encode()) > 65_525:
            raise _refusal(400, "comment_content_column_length", "Your comment is too long.")
        if parent is None or made["post"] != 4:
            raise _refusal(403, "rest_comment_invalid_post_id", "Sorry.")
        for each in self.comments.values():
            if (each.parent, each.raw, each.author) == (parent.id, text, US):
                told = "Duplicate comment detected; it looks as though you&#8217;ve said that!"
                raise _refusal(409, "comment_duplicate", told)
        one = self._add(parent.id, US, "Tidewell", "shop@tidewell.example", text, "approved")
        self.taken += 1
        if self.taken - 1 in self.faults.dropped:
            raise Stop
        return 201, {}, self._json(one)

    def _local(self, when: datetime) -> datetime:
        """The site's own time of day, to the second."""
        return (when + self.offset(when)).replace(tzinfo=None, microsecond=0)

    def offset(self, when: datetime) -> timedelta:
        return self.zone

    def _cut(self, stamp: str) -> datetime:
        return self._local(datetime.fromisoformat(stamp))

    def _json(self, each: Comment) -> dict[str, Any]:
        stamp = each.at.strftime("%Y-%m-%dT%H:%M:%S")
        return {
            "id": each.id,
            "post": 4,
            "parent": each.parent,
            "author": each.author,
            "author_name": each.name,
            "author_email": each.mail,
            "author_url": "",
            "date": self._local(each.at).isoformat(),
            "date_gmt": stamp,
            "content": {"rendered": f"<p>{each.raw}</p>\n", "raw": each.raw},
            "link": f"{self.base_url}/our-spring-teas/#comment-{each.id}",
            "status": each.status,
            "_embedded": {"up": [{"id": 4, "title": {"rendered": "Our spring teas &#038; more"}}]},
        }


def typed(text: str) -> str:
    """What a visitor's comment is kept as, when it means what it shows."""
    return escape(text, quote=False)


def _numbers(listed: str) -> set[int]:
    return {int(each) for each in listed.split(",") if each}


def _refusal(status: int, code: str, words: str) -> Refusal:
    return Refusal(status, words, {"code": code, "message": words, "data": {"status": status}})
