"""A small site with a feed: Atom, ten pages back (RFC 5005), asked with ETag (RFC 9110)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from html import escape
from typing import Any
from xml.sax.saxutils import escape as xml

from tests.servers.small import Query, SmallServer

PAGE = 50
HEAD = '<link rel="alternate" type="application/atom+xml" href="/feed.xml?key=s3cret-canary-token">'


@dataclass
class Entry:
    id: str
    name: str
    text: str
    at: datetime
    edited: datetime | None = None
    answers: str = ""


class FakeFeed(SmallServer):
    """`entries`, oldest first. /feed.xml is the newest fifty, /feed.xml?page=2 those before."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.clock = datetime(2026, 3, 3, 9, tzinfo=UTC)
        self.etags = True

    def now(self) -> datetime:
        return self.clock

    def answer(self, method: str, path: str, query: Query, headers: Message, body: bytes) -> Any:
        if path == "/":
            return 200, {"Content-Type": "text/html"}, f"<html><head>{HEAD}</head>".encode()
        if path != "/feed.xml":
            return 404, {}, b"nothing here"
        page = int(query.get("page", ["1"])[0])
        etag = f'"{hash(tuple((e.id, e.text) for e in self.entries))}"'
        if self.etags and headers.get("If-None-Match") == etag:
            return 304, {"ETag": etag}, b""
        kind = {"Content-Type": "application/atom+xml; charset=utf-8"}
        return 200, kind | ({"ETag": etag} if self.etags else {}), self._atom(page).encode()

    def _atom(self, page: int) -> str:
        newest = self.entries[::-1]
        shown = newest[(page - 1) * PAGE : page * PAGE]
        older = len(newest) > page * PAGE
        link = f'<link rel="next" href="/feed.xml?page={page + 1}"/>' if older else ""
        items = "".join(_entry(each) for each in shown)
        head = '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        head += ' xmlns:thr="http://purl.org/syndication/thread/1.0">'
        return f"{head}<title>Tea talk</title><id>urn:tea</id>{link}{items}</feed>"


def _entry(each: Entry) -> str:
    author = f"<author><name>{_safe(each.name)}</name></author>" if each.name else ""
    edited = f"<updated>{(each.edited or each.at).isoformat()}</updated>"
    body = _safe(escape(each.text, quote=False).replace("\n", "<br>"))
    to = f'<thr:in-reply-to ref="{each.answers}"/>' if each.answers else ""
    return (
        f"<entry>{to}<id>{each.id}</id>{author}<published>{each.at.isoformat()}</published>{edited}"
        f'<link href="https://tea.example/{each.id}"/><content type="html">{body}</content></entry>'
    )


def _safe(text: str) -> str:
    """XML cannot hold control characters at all."""
    return xml("".join(each for each in text if each >= " " or each in "\n\t"))
