"""A feed's document in our terms, by feedparser, which takes what real feeds are like.

It reads bytes we fetched; it never asks anybody itself.
"""

import calendar
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from cm_desk.domain.model import Author, Incoming, Kind, Media
from cm_desk.text.plain import clean, plain

MAX_NAME = 500
MAX_MEDIA = 20
KINDS = ("image", "video", "audio")
FEEDS = ("application/rss+xml", "application/atom+xml")
ELDER = ("prev-archive", "next")  # RFC 5005


@dataclass(frozen=True, slots=True)
class Document:
    """`older` is the address of the page before, "" without one; the newest message is first."""

    title: str
    site: str
    older: str
    messages: tuple[Incoming, ...]


def document(body: bytes, url: str, content_type: str, now: datetime) -> Document | None:
    """None for what is no feed. An entry without a date gets `now`."""
    import feedparser  # 60 ms, and only who has a feed needs it

    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    found: Any = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    if not found.get("version"):
        return None
    feed = found.get("feed") or {}
    title = _plain(feed, "title") or _host(url)
    lang = str(feed.get("language") or "")[:2].lower()
    made = [_message(each, title, url, lang, now) for each in found.get("entries") or ()]
    made = _threaded(made)
    links = {str(each.get("rel")): str(each.get("href")) for each in feed.get("links") or ()}
    older = next((urljoin(url, links[rel]) for rel in ELDER if rel in links), "")
    return Document(title, str(feed.get("link") or ""), older, tuple(made))


def mark(message: Incoming) -> str:
    """Names a message and what it says; the first half names the message alone."""
    said = f"{message.subject}\0{message.text}"
    return _short(message.remote_id) + _short(said)


def known_as(mark: str) -> str:
    return mark[: len(mark) // 2]


def named_feeds(page: str, url: str) -> list[str]:
    """The feeds that an HTML page names in its head, in order."""
    finder = _Links()
    with suppress(AssertionError):  # html.parser stops at `<![x[`
        finder.feed(page[:300_000])
    return [urljoin(url, each) for each in finder.found]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_feed = (given.get("type") or "").lower() in FEEDS
        if tag == "link" and is_feed and (href := given.get("href")):
            self.found.append(href)


def _message(entry: Any, title: str, url: str, lang: str, now: datetime) -> Incoming:
    link = str(entry.get("link") or "")
    subject, text = _plain(entry, "title"), _text(entry)
    one = str(entry.get("id") or link) or _short(f"{subject}\0{text}")
    updated, published = _moment(entry, "updated_parsed"), _moment(entry, "published_parsed")
    sent = published or updated or now
    return Incoming(
        remote_id=clean(one)[:2000],
        thread=clean(one)[:2000],
        who=_author(entry, title, url),
        text=text or subject,
        sent_at=sent,
        kind=Kind.POST,
        unread=True,
        reply_to=_answered(entry),
        subject=subject if text else "",
        lang=str((entry.get("title_detail") or {}).get("language") or lang)[:2].lower(),
        visibility="public",
        url=link if urlsplit(link).scheme in ("http", "https") else "",
        media=tuple(_media(entry))[:MAX_MEDIA],
        edited_at=updated if updated and published and updated > published else None,
    )


def _threaded(messages: list[Incoming]) -> list[Incoming]:
    """Answers (RFC 4685) belong to the first message above them that the document knows of."""
    above = {each.remote_id: each.reply_to for each in messages}

    def root(one: str) -> str:
        for _ in range(len(above)):
            if not above.get(one):
                break
            one = above[one]
        return one

    return [replace(each, thread=root(each.remote_id)) for each in messages]


def _author(entry: Any, title: str, url: str) -> Author:
    """Who wrote it; a feed that names nobody speaks for itself."""
    given = entry.get("author_detail") or {}
    name = clean(str(given.get("name") or entry.get("author") or ""))[:MAX_NAME]
    mail, page = str(given.get("email") or ""), str(given.get("href") or "")
    host = _host(url)
    if not (name or mail):
        return Author(f"feed@{host}", title[:MAX_NAME] or host, title[:MAX_NAME])
    key = mail.lower() or page or f"{name.casefold()}@{host}"
    return Author(key[:MAX_NAME], mail or name, name, page)


def _answered(entry: Any) -> str:
    given = entry.get("thr_in-reply-to")
    return clean(str(given.get("ref") or ""))[:2000] if isinstance(given, dict) else ""


def _text(entry: Any) -> str:
    """The fullest form that is given."""
    bodies = [*(entry.get("content") or ()), entry.get("summary_detail") or {}]
    texts = [_shown(each) for each in bodies if each]
    return max(texts, key=len, default="")


def _shown(detail: Any) -> str:
    value = str(detail.get("value") or "")
    kind = str(detail.get("type") or "")
    return clean(value).strip() if kind == "text/plain" else plain(value)


def _plain(found: Any, name: str) -> str:
    detail = found.get(f"{name}_detail") or {"value": found.get(name), "type": "text/plain"}
    return re.sub(r"\s+", " ", _shown(detail))[:MAX_NAME]


def _moment(entry: Any, name: str) -> datetime | None:
    """feedparser gives UTC as a struct_time; a year beyond ours is no date.

    `dict.get`, because its own lookup answers with one date for the other.
    """
    try:
        given: Any = dict.get(entry, name)
        return datetime.fromtimestamp(calendar.timegm(given), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None


def _media(entry: Any) -> Iterator[Media]:
    for each in entry.get("links") or ():
        href, size = str(each.get("href") or ""), str(each.get("length") or "")
        if each.get("rel") == "enclosure" and href.startswith(("http://", "https://")):
            kind = str(each.get("type") or "").partition("/")[0]
            bytes_ = int(size) if size.isdecimal() and len(size) < 13 else 0
            yield Media(kind if kind in KINDS else "file", href, size_bytes=bytes_)


def _host(url: str) -> str:
    return urlsplit(url).hostname or "feed"


def _short(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()
