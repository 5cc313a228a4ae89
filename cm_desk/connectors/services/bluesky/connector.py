"""Bluesky, and the servers that speak the AT Protocol. https://docs.bsky.app/docs/api"""

from dataclasses import replace
from typing import ClassVar

from cm_desk.atproto.people import kept_out
from cm_desk.atproto.posts import ODD, Json, Post
from cm_desk.connectors.api import Api, one_call
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.bluesky.lists import Batch, Forward, Item
from cm_desk.connectors.services.bluesky.places import DONE, New, Old
from cm_desk.connectors.services.bluesky.repository import Own
from cm_desk.connectors.services.bluesky.send import LIMITS, Sender
from cm_desk.connectors.services.bluesky.session import Session
from cm_desk.connectors.services.bluesky.signin import profile_of
from cm_desk.connectors.services.bluesky.signs import SIGNS, signal
from cm_desk.connectors.services.bluesky.talks import CHAT, Talks
from cm_desk.connectors.services.bluesky.threads import Threads
from cm_desk.domain.model import Account, Incoming, Limits, Outgoing, Page, Profile, Signal
from cm_desk.errors import OddAnswer, Rejected

NOTES = "app.bsky.notification.listNotifications"
SAID = ["mention", "reply", "quote"]
MOST = 100


class Bluesky:
    """What is new comes from four lists: what they wrote, what they did, our posts, our talks."""

    service: ClassVar[str] = "bluesky"

    def __init__(self, account: Account, secret: str, http: Http) -> None:
        us = account.remote_id
        self._session = Session(account.key, account.base_url, secret, http, us)
        self._threads = Threads(self._session, us)
        self._talks = Talks(self._session, self._threads, us)
        self._sender = Sender(self._session, self._threads, self._talks, http, us)
        self._own = Own(self._session, us)
        self._us = us
        self._notes = Forward(lambda at, count: self._told(SAID, at, count))
        self._signs = Forward(lambda at, count: self._told(SIGNS, at, count))
        self._mine = Forward(self._own.read)

    @property
    def api(self) -> Api:
        return self._session.api

    @one_call
    def profile(self) -> Profile:
        return profile_of(self._session, self._us)

    @one_call
    def limits(self) -> Limits:
        """The same at every server: they are part of what a post is there."""
        return LIMITS

    @one_call
    def pull(self, cursor: str | None) -> Page:
        at = New.read(cursor)
        notes, signs = self._notes.newer(at.notes), self._signs.newer(at.signs)
        own, talks = self._mine.newer(at.own), self._talks.newer(at.talks)
        told = _welcome(notes.items)
        fresh = frozenset(e.id for e in told if at.notes.floor is not None or not _seen(e))
        ours = [self._own.post(each) for each in own.items]
        posts = self._threads.around([*map(_post, told), *ours])
        messages = (*self._threads.messages(posts, fresh), *talks.messages)
        after = New(notes.after, signs.after, own.after, talks.at)
        return Page(
            messages,
            self._signals(notes.items + signs.items),
            (*self._gone(notes, own), *talks.deleted),
            cursor if cursor is not None and after == at else after.text(),
            any(each.more for each in (notes, signs, own, talks)),
        )

    @one_call
    def history(self, cursor: str | None) -> Page:
        at = Old.read(cursor)
        told, notes = self._before(at.notes)
        own, mine = self._own.older(at.own)
        talks, at = self._talks.older(at)
        said = [_post(each) for each in _welcome(told) if each.body.get("reason") in SAID]
        messages = self._threads.messages(self._threads.above([*said, *own]))
        after = replace(at, notes=notes, own=mine)
        return Page((*messages, *talks), self._signals(told), cursor=after.text(), more=after.more)

    @one_call
    def thread(self, remote_id: str) -> Page:
        if remote_id.startswith(CHAT):
            return Page(tuple(self._talks.whole(remote_id)))
        return Page(tuple(self._threads.messages(self._threads.whole(remote_id))))

    @one_call
    def send(self, message: Outgoing) -> Incoming:
        return self._sender.send(message)

    @one_call
    def find(self, message: Outgoing) -> Incoming | None:
        return self._sender.find(message)

    @one_call
    def delete(self, remote_id: str) -> Page:
        if remote_id.startswith(CHAT):
            what = "a private message cannot be taken back there, only hidden from ourselves."
            raise Rejected(self.api.account, what, "Write to them again.")
        self._own.delete(remote_id)
        return Page(deleted=(remote_id,))

    @one_call
    def fetch(self, url: str, max_bytes: int) -> bytes:
        return self.api.fetch(url, max_bytes)

    def stop(self) -> None:
        self.api.stop()

    def _before(self, at: str) -> tuple[list[Item], str]:
        if at == DONE:
            return [], DONE
        found, further = self._told([], at, MOST)
        return found, further if found and further not in ("", at) else DONE

    def _told(self, reasons: list[str], at: str, count: int) -> tuple[list[Item], str]:
        """Notifications with one of `reasons` (all: none named), also where a server ignores it."""
        while True:
            found, further = self._listed(reasons, at, count)
            kept = [e for e in found if not reasons or e.body["reason"] in reasons]
            if kept or not found or further in ("", at):
                return kept, further
            at = further

    def _listed(self, reasons: list[str], at: str, count: int) -> tuple[list[Item], str]:
        asked: dict[str, str | int | list[str]] = {"limit": count}
        asked |= {"reasons": reasons} if reasons else {}
        body = self._session.get(NOTES, **asked, **({"cursor": at} if at else {}))
        found = body.get("notifications")
        if not isinstance(found, list):
            raise OddAnswer(self.api.account, f"{NOTES} did not answer with a list.")
        items = [_item(each) for each in found if _readable(each)]
        if found and not items:
            raise OddAnswer(self.api.account, f"{NOTES} holds nothing we can read.")
        return items, str(body.get("cursor") or "")

    def _signals(self, items: list[Item]) -> tuple[Signal, ...]:
        """Somebody's like that cannot be read is no message lost."""
        made = (signal(each.body, self._threads) for each in _welcome(items))
        return tuple(each for each in made if each)

    def _gone(self, notes: Batch, own: Batch) -> tuple[str, ...]:
        """Our own list is the repository itself; a notification goes for other reasons, too."""
        ours = [self._own.post(Item(each, "", {})).uri for each in own.missing]
        return (*(each for each in notes.missing if self._threads.is_gone(each)), *ours)


def _item(note: Json) -> Item:
    return Item(str(note["uri"]), str(note["indexedAt"]), note)


def _readable(note: object) -> bool:
    names = ("uri", "indexedAt", "reason")
    return isinstance(note, dict) and all(isinstance(note.get(each), str) for each in names)


def _post(item: Item) -> Post:
    return Post(item.id, item.body.get("record") or {}, item.body)


def _welcome(items: list[Item]) -> list[Item]:
    """Without those whom we block or mute, where a server still tells of them."""
    return [each for each in items if not _unwelcome(each)]


def _unwelcome(item: Item) -> bool:
    try:
        return kept_out(item.body["author"])
    except ODD:
        return False


def _seen(item: Item) -> bool:
    return item.body.get("isRead") is True
