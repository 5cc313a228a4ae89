"""One feed. RSS 2.0, RFC 4287 (Atom), RFC 5005 (older pages), RFC 9110 (asked only for news)."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from cm_desk.connectors.api import Api, one_call
from cm_desk.connectors.exchange import Answer
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.feed.read import Document, document, known_as, mark
from cm_desk.connectors.services.feed.signin import MAX_BYTES, profile_of, url_of
from cm_desk.domain.model import Account, Incoming, Limits, Outgoing, Page, Profile
from cm_desk.errors import OddAnswer, Rejected

KEPT = 1000  # messages whose change we notice, and which are no news
END = "-"


@dataclass(frozen=True, slots=True)
class At:
    """What the server said of its document, and the marks of what it held, newest first."""

    etag: str = ""
    modified: str = ""
    marks: tuple[str, ...] = ()

    @classmethod
    def read(cls, cursor: str | None) -> "At":
        try:
            found = json.loads(cursor or "{}")
            marks = tuple(str(each) for each in found.get("marks", ()))
            return cls(str(found.get("etag", "")), str(found.get("modified", "")), marks)
        except (ValueError, TypeError, AttributeError):
            return cls()

    def text(self) -> str:
        whole = {"etag": self.etag, "modified": self.modified, "marks": self.marks}
        return json.dumps(whole, separators=(",", ":"))

    def having(self, messages: list[Incoming]) -> "At":
        new = [mark(each) for each in messages]
        named = {known_as(each) for each in new}
        kept = new + [each for each in self.marks if known_as(each) not in named]
        return replace(self, marks=tuple(kept[:KEPT]))


@dataclass(frozen=True, slots=True)
class Back:
    """The page that history goes on with, and what the page before it held."""

    url: str = ""
    marks: tuple[str, ...] = ()

    @classmethod
    def read(cls, cursor: str | None) -> "Back":
        try:
            found = json.loads(cursor or "{}")
            return cls(str(found.get("url", "")), tuple(str(e) for e in found.get("marks", ())))
        except (ValueError, TypeError, AttributeError):
            return cls()

    def text(self) -> str:
        return json.dumps({"url": self.url, "marks": self.marks}, separators=(",", ":"))

    def has(self, message: Incoming) -> bool:
        return known_as(mark(message)) in self.marks


class Feed:
    """Read only. What left a feed's document is not deleted: a feed shows its newest alone."""

    service: ClassVar[str] = "feed"

    def __init__(self, account: Account, secret: str, http: Http) -> None:
        self.api = Api(account.key, account.base_url, "", http)
        self._account, self._http = account, http
        self._url = url_of(account.key, secret)

    @one_call
    def profile(self) -> Profile:
        return profile_of(self._url, self._read(self._url, {})[0])

    @one_call
    def limits(self) -> Limits:
        return Limits()

    @one_call
    def pull(self, cursor: str | None) -> Page:
        at = At.read(cursor)
        asked = {"If-None-Match": at.etag, "If-Modified-Since": at.modified}
        answer = self._ask(self._url, {name: each for name, each in asked.items() if each})
        if answer.status == 304:
            return Page(cursor=cursor)
        found = self._document(answer, self._url)
        before = {known_as(each): each for each in at.marks}
        known = set(at.marks)
        new = [each for each in found.messages if mark(each) not in known]
        while cursor is not None and found.older and not self._reaches(found, before):
            if len(new) > KEPT:
                break  # what is older comes with `history`
            found, _ = self._read(found.older, {})
            new += [each for each in found.messages if mark(each) not in known]
        said = answer.headers.get
        after = replace(at.having(new), etag=said("etag", ""), modified=said("last-modified", ""))
        text = cursor if cursor is not None and after == at else after.text()
        return Page(tuple(_in_order(new)), cursor=text)

    @one_call
    def history(self, cursor: str | None) -> Page:
        """Pages that move down while we read show again what stood on the page before."""
        if cursor == END:
            return Page(cursor=END)
        at = Back.read(cursor)
        found, _ = self._read(at.url or self._url, {})
        marks = tuple(known_as(mark(each)) for each in found.messages)
        new = [replace(each, unread=False) for each in found.messages if not at.has(each)]
        more = bool(found.older) and found.older != at.url and bool(new)
        after = Back(found.older, marks).text() if more else END
        return Page(tuple(_in_order(new)), cursor=after, more=more)

    @one_call
    def thread(self, remote_id: str) -> Page:
        """What the document has of a conversation; what left it is no less there."""
        found, _ = self._read(self._url, {})
        threads = {each.thread for each in found.messages if each.remote_id == remote_id}
        whole = [each for each in found.messages if each.thread in threads]
        return Page(tuple(_in_order(whole)))

    @one_call
    def send(self, message: Outgoing) -> Incoming:
        what = "a feed is only read: nothing can be sent to it."
        raise Rejected(self.api.account, what, "Answer on another door of this person.")

    @one_call
    def find(self, message: Outgoing) -> Incoming | None:
        return None

    @one_call
    def fetch(self, url: str, max_bytes: int) -> bytes:
        return self.api.fetch(url, max_bytes)

    def stop(self) -> None:
        self.api.stop()

    def _reaches(self, found: Document, before: dict[str, str]) -> bool:
        return any(known_as(mark(each)) in before for each in found.messages)

    def _ask(self, url: str, headers: dict[str, str]) -> Answer:
        return self.api.document(url, headers, MAX_BYTES)

    def _read(self, url: str, headers: dict[str, str]) -> tuple[Document, Answer]:
        answer = self._ask(url, headers)
        return self._document(answer, url), answer

    def _document(self, answer: Answer, url: str) -> Document:
        now = datetime.fromtimestamp(self._http.now(), UTC)
        found = document(answer.body, url, answer.headers.get("content-type", ""), now)
        if found is None:
            what = "what came is no feed any more."
            raise OddAnswer(self.api.account, what, "Look at its address in the browser.")
        return found


def _in_order(messages: list[Incoming]) -> list[Incoming]:
    """From old to new; a feed lists the newest first, also those of one second."""
    upward = messages[::-1]
    upward.sort(key=lambda each: each.sent_at)
    return upward
