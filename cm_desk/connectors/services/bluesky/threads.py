"""Posts with those around them, under the address of the first one."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from cm_desk.atproto.people import author, kept_out
from cm_desk.atproto.posts import ODD, POST, Json, Post, Reader, collection_of, did_of
from cm_desk.connectors.services.bluesky.session import Session
from cm_desk.domain.model import Author, Incoming
from cm_desk.errors import Gone, OddAnswer
from cm_desk.text import sound

log = logging.getLogger(__name__)
THREAD, POSTS = "app.bsky.feed.getPostThread", "app.bsky.feed.getPosts"
PROFILES = "app.bsky.actor.getProfiles"
AT_ONCE = 25  # posts or profiles in one request
DEEP = 100  # answers to answers; more in one answer than JSON can nest is nothing to read
KNOWN = 5000  # people who are remembered
UNREADABLE = "CM Desk cannot read this message. Open it at its service."


class Threads:
    """Asks for what stands around posts. `us` is our DID."""

    def __init__(self, session: Session, us: str) -> None:
        self._session, self._us = session, us
        self._people: dict[str, Author] = {}
        self._reader = Reader(us, self._people)

    def around(self, posts: Iterable[Post]) -> list[Post]:
        """`posts` and the conversations of those that answer somebody, each once."""
        found: dict[str, Post] = {}
        for post in posts:
            if post.uri in found:
                continue
            found[post.uri] = post
            if _answers(post):
                for each in self._asked(post.uri, 6):
                    found.setdefault(each.uri, each)
        return list(found.values())

    def above(self, posts: list[Post]) -> list[Post]:
        """`posts`, with what each answers and the first of its conversation, many in a request.

        Not what we wrote: all of that comes by itself.
        """
        there, ours = {each.uri for each in posts}, f"at://{self._us}/"
        above = (uri for each in posts for uri in _above(each))
        wanted = dict.fromkeys(e for e in above if e not in there and not e.startswith(ours))
        return posts + list(self.posts(wanted))

    def posts(self, uris: Iterable[str]) -> Iterator[Post]:
        """Those that are there and may be shown."""
        asked = [each for each in uris if collection_of(each) == POST]
        for start in range(0, len(asked), AT_ONCE):
            body = self._session.get(POSTS, uris=asked[start : start + AT_ONCE])
            yield from _posts(body.get("posts"))

    def whole(self, uri: str) -> list[Post]:
        """The whole conversation around a post. Raises Gone."""
        found = {each.uri: each for each in self._asked(uri, DEEP)}
        if uri not in found:
            raise Gone(self._session.api.account, "this message cannot be shown to us.")
        root = _root(found[uri])
        if root != uri:
            with suppress(Gone):  # the first post was deleted; what is below it stays
                found = {each.uri: each for each in self._asked(root, DEEP)} | found
        return list(found.values())

    def is_gone(self, uri: str) -> bool:
        """Asks for it alone: what one of us has blocked is only hidden."""
        try:
            body = self._session.get(THREAD, uri=uri, depth=0, parentHeight=0)
        except Gone:
            return True
        thread = body.get("thread")
        return isinstance(thread, dict) and bool(thread.get("notFound"))

    def messages(self, posts: list[Post], unread: frozenset[str] = frozenset()) -> list[Incoming]:
        """In the order they were written. One odd post does not stop the others (0021).

        `unread` are the addresses of posts that somebody must still look at.
        """
        self._meet(posts)
        made = []
        for post in posts:
            try:
                message = self._reader.message(post)
            except ODD as err:
                log.warning(
                    "unreadable post of %s: %s", self._session.api.account, type(err).__name__
                )
                if (poor := self._unreadable(post)) is None:
                    continue
                message = poor
            made.append(replace(message, unread=post.uri in unread and not message.outgoing))
        return sorted(made, key=lambda each: (each.sent_at, each.remote_id))

    def person(self, view: Any) -> Author | None:
        """A profile that a list or conversation shows; None when it cannot be read."""
        try:
            made = sound.author(author(view))
        except ODD:
            return None
        if len(self._people) >= KNOWN:
            self._people.clear()
        self._people[made.key] = made
        return made

    def _meet(self, posts: list[Post]) -> None:
        """Learn who wrote `posts`, and ask for those whom ours are to and nobody showed us."""
        for post in posts:
            self.person(post.view.get("author"))
        unknown = dict.fromkeys(
            did for each in posts if (did := self._addressed(each)) and did not in self._people
        )
        asked = list(unknown)
        for start in range(0, len(asked), AT_ONCE):
            body = self._session.get(PROFILES, actors=asked[start : start + AT_ONCE])
            profiles = body.get("profiles")
            for each in profiles if isinstance(profiles, list) else ():
                self.person(each)

    def _addressed(self, post: Post) -> str:
        try:
            return self._reader.addressed(post) if did_of(post.uri) == self._us else ""
        except ODD:
            return ""

    def _unreadable(self, post: Post) -> Incoming | None:
        try:
            return self._reader.poor(post, UNREADABLE)
        except ODD:
            return None

    def _asked(self, uri: str, depth: int) -> Iterator[Post]:
        body = self._session.get(THREAD, uri=uri, depth=depth, parentHeight=DEEP)
        if not isinstance(top := body.get("thread"), dict):
            raise OddAnswer(self._session.api.account, f"{THREAD} is not as published.")
        if top.get("notFound"):
            raise Gone(self._session.api.account, "this message is not there any more.")
        yield from _flat(top, uri)


def _flat(top: Json, uri: str) -> Iterator[Post]:
    """Of people whom we block or mute, only what was asked for."""
    waiting: list[Any] = [top]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, dict):
            continue
        replies = node.get("replies")
        waiting += [node.get("parent"), *(replies if isinstance(replies, list) else ())]
        yield from (e for e in _posts([node.get("post")]) if e.uri == uri or not _hidden(e))


def _posts(views: Any) -> Iterator[Post]:
    for each in views if isinstance(views, list) else ():
        if isinstance(each, dict) and isinstance(each.get("record"), dict) and each.get("uri"):
            yield Post(str(each["uri"]), each["record"], each)


def _hidden(post: Post) -> bool:
    try:
        return kept_out(post.view["author"])
    except ODD:
        return False


def _answers(post: Post) -> bool:
    return isinstance(post.record, dict) and bool(post.record.get("reply"))


def _above(post: Post) -> list[str]:
    try:
        reply = post.record.get("reply") or {}
        return [str(reply[each]["uri"]) for each in ("parent", "root") if each in reply]
    except ODD:
        return []


def _root(post: Post) -> str:
    try:
        return str(post.record["reply"]["root"]["uri"])
    except ODD:
        return post.uri
