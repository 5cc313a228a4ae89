"""What a Discourse forum sends, in our terms. Pure functions of decoded JSON.

They raise KeyError, TypeError, ValueError or AttributeError for what is not as published.
https://docs.discourse.org/
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from cm_desk.domain.model import Author, Incoming, Kind, Signal, SignalKind
from cm_desk.text.plain import clean, plain

Json = dict[str, Any]
ODD = (KeyError, TypeError, ValueError, AttributeError)
UNREADABLE = "CM Desk cannot read this post. Open it in the forum."
REGULAR, LIKED = 1, 5  # a post that somebody wrote; a notification of a like
MAX_NAME = 500
FACE_PX = 96


@dataclass(frozen=True, slots=True)
class Us:
    """Our name there, the forum's host and address."""

    username: str
    host: str
    base_url: str


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def is_ours(post: Json, us: Us) -> bool:
    return str(post.get("username")).lower() == us.username.lower()


def is_there(post: Json) -> bool:
    """Written by somebody, neither deleted nor hidden."""
    gone = post.get("deleted_at") or post.get("user_deleted") or post.get("hidden")
    return post.get("post_type", REGULAR) == REGULAR and not gone


def mark(post: Json) -> str:
    """Changes with an edit, and when whoever asked takes it as the solution."""
    return f"{post.get('version') or 1}{'s' if is_solution(post) else ''}"


def is_solution(post: Json) -> bool:
    """As the plugin "solved" marks it."""
    return post.get("accepted_answer") is True


def author(person: Json, us: Us) -> Author:
    name = _text(person["username"])
    if not name:
        raise ValueError("an author without a name")
    face = _text(person.get("avatar_template")).replace("{size}", str(FACE_PX))
    return Author(
        key=f"{name.lower()}@{us.host}",
        handle=f"@{name}",
        name=_text(person.get("name") or person.get("display_username") or name)[:MAX_NAME],
        url=f"{us.base_url}/u/{name}",
        avatar_url=urljoin(us.base_url, face) if face else "",
    )


def message(
    post: Json,
    us: Us,
    unread: bool = False,
    ids: Mapping[int, str] | None = None,
    private: bool = False,
) -> Incoming:
    """`ids` are the remote ids of posts of the same topic by their number there."""
    ours, before = is_ours(post, us), post.get("reply_to_user")
    to_us = isinstance(before, dict) and is_ours(before, us)
    number = post.get("reply_to_post_number")
    version = post.get("version") or 1
    return Incoming(
        remote_id=str(post["id"]),
        thread=str(post["topic_id"]),
        who=_answered(before, us) if ours else author(post, us),
        text=plain(_text(post["cooked"])),
        sent_at=moment(post["created_at"]),
        kind=Kind.DIRECT if private else _kind(post, us, to_us),
        outgoing=ours,
        unread=unread and not ours,
        reply_to=(ids or {}).get(int(number), "") if number else "",
        subject=_text(post.get("topic_title") or "")[:MAX_NAME],
        visibility="direct" if private else "public",
        url=_address(post, us),
        edited_at=moment(post["updated_at"]) if version > 1 else None,
    )


def unreadable(post: Any) -> Incoming | None:
    """One odd post does not stop the others; None where not even its ids and date are there."""
    try:
        who = Author(f"post-{post['id']}", "?")
        sent = moment(post["created_at"])
        return Incoming(str(post["id"]), str(post["topic_id"]), who, UNREADABLE, sent, Kind.POST)
    except ODD:
        return None


def like(note: Json, us: Us) -> Signal | None:
    """Somebody's like of a post of ours; None for any other notification."""
    data = note.get("data")
    if note.get("notification_type") != LIKED or not isinstance(data, dict):
        return None
    who = author({"username": data.get("original_username") or data["display_username"]}, us)
    target = str(data.get("original_post_id") or "")
    return Signal(f"note-{note['id']}", SignalKind.LIKE, who, moment(note["created_at"]), target)


def solution(topic: Json, us: Us, ids: Mapping[int, str]) -> Signal | None:
    """Who asked took an answer as the one (the plugin "solved"). It tells no other date."""
    taken, asked = topic.get("accepted_answer"), (topic.get("details") or {}).get("created_by")
    if not isinstance(taken, dict) or not isinstance(asked, dict):
        return None
    target = ids.get(int(taken["post_number"]), "")
    at = taken.get("accepted_at") or topic.get("last_posted_at") or topic["created_at"]
    one = f"solved-{topic['id']}"
    return Signal(one, SignalKind.SOLVED, author(asked, us), moment(at), target)


def _answered(before: Any, us: Us) -> Author | None:
    return author(before, us) if isinstance(before, dict) and not is_ours(before, us) else None


def _kind(post: Json, us: Us, to_us: bool) -> Kind:
    if to_us:
        return Kind.REPLY
    called = re.search(rf"@{re.escape(us.username)}\b", _text(post.get("raw")), re.IGNORECASE)
    return Kind.MENTION if called else Kind.POST


def _address(post: Json, us: Us) -> str:
    slug = _text(post.get("topic_slug")) or "-"
    return f"{us.base_url}/t/{slug}/{post['topic_id']}/{post.get('post_number') or 1}"


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""
