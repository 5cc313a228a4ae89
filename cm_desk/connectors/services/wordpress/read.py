"""What a WordPress site sends, in our terms. Pure functions of decoded JSON.

They raise KeyError, TypeError, ValueError or AttributeError for what is not as published.
https://developer.wordpress.org/rest-api/reference/comments/
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from cm_desk.domain.model import Author, Incoming, Kind, OwnLink
from cm_desk.text.plain import clean, plain

Json = dict[str, Any]
ODD = (KeyError, TypeError, ValueError, AttributeError)
HELD = "hold"
THERE = ("approved", "approve", HELD, "1", "0")
UNREADABLE = "CM Desk cannot read this comment. Open it on the site."
MAX_NAME = 500


def moment(comment: Json) -> datetime:
    """`date_gmt` is UTC without an offset; `date` is the site's own time and of no use."""
    return datetime.fromisoformat(comment["date_gmt"]).replace(tzinfo=UTC)


def is_there(comment: Json) -> bool:
    """Neither spam nor in the trash."""
    return comment.get("status") in THERE


def parent_of(comment: Json) -> str:
    parent = comment.get("parent")
    return str(parent) if parent else ""


def mark(comment: Json) -> str:
    """Changes when its text or its state does: the site keeps no date of an edit."""
    state = f"{comment.get('status')} {_raw(comment)}"
    return f"{crc32(state.encode()):x}"


def author(comment: Json, host: str) -> Author:
    """The mail address stays when the name changes; other keys hold for their site alone.

    No picture: its address holds a hash of the mail address.
    """
    mail, name = _text(comment.get("author_email")).strip(), _text(comment.get("author_name"))
    url, user = _text(comment.get("author_url")), comment.get("author")
    key = mail.lower() or (f"user-{user}@{host}" if user else f"comment-{comment['id']}@{host}")
    links = [OwnLink(each[:MAX_NAME]) for each in (mail, url) if each]
    return Author(key, mail or name or "Anonymous", name[:MAX_NAME], url, links=tuple(links))


@dataclass(frozen=True, slots=True)
class Us:
    """Our user's id there, and the host of the site."""

    id: str
    host: str


def message(comment: Json, us: Us, thread: str, parent: Json | None, unread: bool) -> Incoming:
    """`parent` is the comment it answers, where we know it."""
    ours = is_ours(comment, us)
    asked = parent is not None and not is_ours(parent, us)
    return Incoming(
        remote_id=str(comment["id"]),
        thread=thread,
        who=(author(parent, us.host) if asked and parent else None)
        if ours
        else author(comment, us.host),
        text=plain(_raw(comment).replace("\r\n", "\n").replace("\n", "<br>")),
        sent_at=moment(comment),
        kind=Kind.COMMENT,
        outgoing=ours,
        unread=unread and not ours,
        reply_to=parent_of(comment),
        subject=_subject(comment),
        visibility="public" if comment["status"] != HELD else "held",
        url=_text(comment.get("link")),
    )


def is_ours(comment: Json, us: Us) -> bool:
    return str(comment.get("author")) == us.id


def unreadable(comment: Any, thread: str) -> Incoming | None:
    """One odd comment does not stop the others; None where not even id and date are there."""
    try:
        one = str(comment["id"])
        who = Author(f"comment-{one}", "Anonymous")
        return Incoming(one, thread or one, who, UNREADABLE, moment(comment), Kind.COMMENT)
    except ODD:
        return None


def _raw(comment: Json) -> str:
    """As it was written: the rendered form has curly quotes, pictures for smileys."""
    content = comment["content"]
    return str(content["raw"] if "raw" in content else content["rendered"])


def _subject(comment: Json) -> str:
    """The title of the page it stands under."""
    try:
        return plain(comment["_embedded"]["up"][0]["title"]["rendered"])[:MAX_NAME]
    except (*ODD, IndexError):
        return ""


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""
