"""Mastodon, and the servers that speak its API. https://docs.joinmastodon.org/methods/"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from cm_desk.connectors.api import Api, one_call
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.mastodon import changing
from cm_desk.connectors.services.mastodon.account import instance, limits_of, profile_of
from cm_desk.connectors.services.mastodon.places import DONE, New, Old, edited
from cm_desk.connectors.services.mastodon.read import (
    ODD,
    Json,
    Us,
    is_ours,
    key_of,
    moment,
    original,
    signal,
    steady,
)
from cm_desk.connectors.services.mastodon.refusals import refusal
from cm_desk.connectors.services.mastodon.send import Sender
from cm_desk.connectors.services.mastodon.signin import token_of
from cm_desk.connectors.services.mastodon.streams import Batch, Stream, newer, older
from cm_desk.connectors.services.mastodon.threads import Threads
from cm_desk.domain.model import (
    Account,
    Incoming,
    Limits,
    Outgoing,
    Page,
    Profile,
    Signal,
)
from cm_desk.errors import Gone, OddAnswer, Rejected

TYPES = ["mention", "favourite", "reblog", "follow", "quote", "update"]
WITH_TEXT = ("mention", "quote", "update")
NOTES = Stream("/api/v1/notifications", {"types[]": TYPES, "include_filtered": "true"})
TALKS = Stream("/api/v1/conversations", {}, id_in="last_status")
AT_ONCE = 10  # statuses looked at again in one pull: all that we watch would be 3 MB in an hour
ONE_BY_ONE = 4  # where a server gives no more than one in a request
Read = Callable[[Api, Stream, str], Batch]


class Mastodon:
    """What is new comes from three lists: notifications, our own posts, direct conversations."""

    service: ClassVar[str] = "mastodon"

    def __init__(self, account: Account, secret: str, http: Http) -> None:
        token = token_of(account.key, secret)
        self.api = Api(account.key, account.base_url, token, http, refusal)
        self._account, self._threads = account, Threads(self.api)
        self._known_instance: Json | None = None
        self._known_us: Us | None = None
        self._no_talks = self._no_many = False
        self._turn = 0
        self._sender = Sender(self.api)

    @one_call
    def profile(self) -> Profile:
        return profile_of(self.api)

    @one_call
    def limits(self) -> Limits:
        return limits_of(self._instance())

    @one_call
    def pull(self, cursor: str | None) -> Page:
        at, us = New.read(cursor), self._us()
        notes = self._list(NOTES, at.notes, newer)
        own = self._list(self._own(us), at.own, newer)
        talks = self._talks(at.talks, newer)
        more = notes.more or own.more or talks.more
        fresh = notes.items if cursor else self._unread(notes.items)
        statuses = _statuses(notes.items, _ours(own.items, us), talks.items)
        messages, gone = self._threads.around(statuses, us, _new(fresh, talks.items))
        changed, lost = ([], []) if more or not at.watch else self._rechecked(at, us)
        gone += lost
        messages += [each for each in changed if each not in messages]
        after = replace(at, notes=notes.at, own=own.at, talks=talks.at).watching(messages, gone)
        return Page(
            tuple(messages), self._signals(notes, us), tuple(gone), _same(cursor, after), more
        )

    @one_call
    def history(self, cursor: str | None) -> Page:
        at, us = Old.read(cursor), self._us()
        notes = self._list(NOTES, at.notes, older)
        own = self._list(self._own(us), at.own, older)
        talks = self._talks(at.talks, older)
        statuses = _statuses(notes.items, _ours(own.items, us), talks.items)
        messages, gone = self._threads.around(statuses, us, keep=True)
        after = Old(notes.at, own.at, talks.at)
        signals = self._signals(notes, us)
        return Page(tuple(messages), signals, tuple(gone), after.text(), after.more)

    @one_call
    def thread(self, remote_id: str) -> Page:
        us = self._us()
        status = self.api.get(f"/api/v1/statuses/{remote_id}").body
        if not isinstance(status, dict) or "id" not in status:
            raise OddAnswer(self.api.account, "a message is not as published.")
        whole = {**status, "replies_count": 1}  # a server may not count: ask in any case
        messages, gone = self._threads.around([whole], us)
        if gone:
            raise Gone(self.api.account, "this message is not there any more.")
        return Page(tuple(messages))

    @one_call
    def send(self, message: Outgoing) -> Incoming:
        return self._sender.send(message, self._us())

    @one_call
    def find(self, message: Outgoing) -> Incoming | None:
        return self._sender.find(message, self._us())

    @one_call
    def edit(self, remote_id: str, text: str) -> Page:
        status = changing.edit(self.api, remote_id, text)
        around, _ = self._threads.around([{**status, "replies_count": 1}], self._us())
        return Page(tuple(each for each in around if each.remote_id == remote_id))

    @one_call
    def delete(self, remote_id: str) -> Page:
        changing.delete(self.api, remote_id)
        return Page(deleted=(remote_id,))

    @one_call
    def fetch(self, url: str, max_bytes: int) -> bytes:
        return self.api.fetch(url, max_bytes)

    def stop(self) -> None:
        self.api.stop()

    def _own(self, us: Us) -> Stream:
        return Stream(f"/api/v1/accounts/{us.id}/statuses", {"exclude_reblogs": "true"})

    def _unread(self, notes: list[Any]) -> list[Any]:
        """Those of the first page that nobody looked at elsewhere, where the server knows."""
        try:
            body = self.api.get("/api/v1/markers", **{"timeline[]": "notifications"}).body
            seen = int(body["notifications"]["last_read_id"])
            return [each for each in notes if int(each["id"]) > seen]
        except (Gone, Rejected, OddAnswer, *ODD):
            return notes

    def _list(self, stream: Stream, at: str, read: Read) -> Batch:
        """A list that every server of this kind has."""
        try:
            return read(self.api, stream, at)
        except Gone:
            what = f"{stream.path} is not there: this is no Mastodon server any more."
            raise OddAnswer(self.api.account, what) from None

    def _talks(self, at: str, read: Read) -> Batch:
        """Direct conversations, where the server has them."""
        if not self._no_talks:
            try:
                return read(self.api, TALKS, at)
            except (Gone, Rejected):
                self._no_talks = True
        return Batch([], DONE if read is older else at, more=False)

    def _signals(self, notes: Batch, us: Us) -> tuple[Signal, ...]:
        found = []
        for each in reversed(notes.items):
            try:
                made = signal(each, us)
            except ODD:
                continue  # somebody's like that cannot be read is no message lost
            found += [made] if made else []
        return tuple(found)

    def _rechecked(self, at: New, us: Us) -> tuple[list[Incoming], list[str]]:
        """(messages edited since, ids deleted since) of those we watch."""
        asked, found = self._again([one for one, _ in at.watch])
        before = dict(at.watch)
        statuses = [each for each in found.values() if _edit(each) != before[str(each["id"])]]
        around, gone = self._threads.around(statuses, us)
        changed = [
            each for each in around if before.get(each.remote_id, edited(each)) != edited(each)
        ]
        missing = [one for one in asked if one not in found]
        return changed, gone + [one for one in missing if self._gone(one)]

    def _again(self, ids: list[str]) -> tuple[list[str], dict[str, Json]]:
        """(the ids asked for, what is still there of them): some of them, the others next time."""
        if not self._no_many:
            asked = self._next(ids, AT_ONCE)
            try:
                found = {str(each["id"]): each for each in self._many(asked)}
                if found:
                    return asked, found
            except (Gone, Rejected, OddAnswer):  # before Mastodon 4.3, and elsewhere
                self._no_many = True
        return self._few(ids)

    def _many(self, ids: list[str]) -> list[Json]:
        body = self.api.get("/api/v1/statuses", **{"id[]": ids}).body
        if not isinstance(body, list):
            raise OddAnswer(self.api.account, "/api/v1/statuses did not answer with a list.")
        return [each for each in body if isinstance(each, dict) and str(each.get("id")) in ids]

    def _next(self, ids: list[str], most: int) -> list[str]:
        """Each in its turn."""
        start, self._turn = self._turn % len(ids), self._turn + most
        return (ids[start:] + ids[:start])[:most]

    def _few(self, ids: list[str]) -> tuple[list[str], dict[str, Json]]:
        asked = self._next(ids, ONE_BY_ONE)
        there: dict[str, Json] = {}
        for one in asked:
            try:
                body = self.api.get(f"/api/v1/statuses/{one}").body
            except Gone:
                continue
            if isinstance(body, dict) and str(body.get("id")) == one:
                there[one] = body
        return asked, there

    def _gone(self, one: str) -> bool:
        """Asks for it alone: a list may leave out what is only hidden."""
        try:
            self.api.get(f"/api/v1/statuses/{one}")
        except Gone:
            return True
        return False

    def _us(self) -> Us:
        if self._known_us is None:
            handle, remote_id = self._account.handle, self._account.remote_id
            if not remote_id or handle.count("@") < 2:
                profile = profile_of(self.api)
                handle, remote_id = profile.handle, profile.remote_id
            snac = "snac" in str(self._instance().get("version"))
            if snac:
                self.api.tidy = steady
            self._known_us = Us(remote_id, key_of(handle, Us(remote_id, "@")), snac)
        return self._known_us

    def _instance(self) -> Json:
        if self._known_instance is None:
            self._known_instance = instance(self.api)
        return self._known_instance


def _statuses(notes: list[Any], own: list[Any], talks: list[Any]) -> list[Any]:
    """The messages in three lists, each from old to new."""
    told = [each["status"] for each in reversed(notes) if _has_text(each)]
    said = [each.get("last_status") for each in reversed(talks)]
    return [each for each in told + own[::-1] + said if each]


def _ours(own: list[Json], us: Us) -> list[Json]:
    """What we wrote, of our list: boosts of others' words are no words of ours."""
    found = [original(each) for each in own]
    return [e for e in found if not isinstance(e.get("account"), dict) or is_ours(e["account"], us)]


def _new(notes: list[Any], talks: list[Any]) -> set[str]:
    """The ids of messages that somebody must still look at."""
    told = [each["status"] for each in notes if _has_text(each) and each["type"] != "update"]
    said = [each.get("last_status") for each in talks if each.get("unread", True)]
    return {str(each.get("id")) for each in told + said if isinstance(each, dict)}


def _has_text(note: Json) -> bool:
    return note.get("type") in WITH_TEXT and "status" in note


def _same(cursor: str | None, after: New) -> str:
    """The very cursor that was given, when nothing moved."""
    return cursor if cursor is not None and New.read(cursor) == after else after.text()


def _edit(status: Json) -> str:
    try:
        when = status.get("edited_at")
        return moment(when).isoformat() if when else ""
    except ODD:
        return ""
