"""One account of a Matrix server. https://spec.matrix.org/latest/client-server-api/"""

import json
import logging
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from cm_desk.connectors.api import Api, one_call
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account, Author, Incoming, Limits, Outgoing, Page, Profile
from cm_desk.errors import Gone, OddAnswer, Rejected, ServiceError, UnknownOutcome
from cm_desk_matrix.read import (
    ODD,
    Json,
    Room,
    edited,
    is_message,
    message,
    parts,
    taken_back,
    whole_id,
)
from cm_desk_matrix.signin import ROOT, profile_of, refusal, token_of

log = logging.getLogger(__name__)
MAX_BYTES = 40_000  # an event may have 65,536, and signs take two of them
AT_ONCE = 100
DONE = "-"  # a room whose beginning was reached
SLACK = timedelta(seconds=30)
MOST_PAGES = 20
NOTHING: Json = {"types": []}
FILTER = json.dumps(
    {
        "presence": NOTHING,
        "account_data": NOTHING,
        "room": {
            "ephemeral": NOTHING,
            "account_data": NOTHING,
            "state": NOTHING,
            "timeline": {"limit": 50, "types": ["m.room.message", "m.room.redaction"]},
        },
    },
    separators=(",", ":"),
)


class Matrix:
    """A room is a conversation. What is new comes from `sync`, the past from each room."""

    service: ClassVar[str] = "matrix"

    def __init__(self, account: Account, secret: str, http: Http) -> None:
        token = token_of(account.key, secret)
        self.api = Api(account.key, account.base_url, token, http, refusal)
        self._us = account.remote_id or account.handle
        self._rooms: dict[str, Room] = {}

    @one_call
    def profile(self) -> Profile:
        return profile_of(self.api, str(self._get("/account/whoami")["user_id"]))

    @one_call
    def limits(self) -> Limits:
        return Limits(max_chars=MAX_BYTES, unit="bytes")

    @one_call
    def pull(self, cursor: str | None) -> Page:
        since = {"since": cursor} if cursor else {}
        found = self._get("/sync", filter=FILTER, timeout=0, **since)
        messages, gone = list[Incoming](), list[str]()
        for id, joined in _dict(_dict(found.get("rooms")).get("join")).items():
            events = self._timeline(id, _dict(joined.get("timeline")), cursor)
            made, lost = self._read(id, events, fresh=cursor is not None)
            messages, gone = messages + made, gone + lost
        if cursor is not None and not messages and not gone:
            return Page(cursor=cursor)
        messages.sort(key=lambda each: each.sent_at)
        return Page(tuple(messages), deleted=tuple(gone), cursor=str(found["next_batch"]))

    @one_call
    def history(self, cursor: str | None) -> Page:
        """The next page of every room that has one: room → where it goes on."""
        at = json.loads(cursor) if cursor else dict.fromkeys(self._joined(), "")
        messages: list[Incoming] = []
        for id in [each for each, token in at.items() if token != DONE]:
            events, at[id] = self._before(id, at[id])
            messages += self._read(id, events)[0]
        more = any(token != DONE for token in at.values())
        return Page(tuple(messages), cursor=json.dumps(at), more=more)

    @one_call
    def thread(self, remote_id: str) -> Page:
        room, event = parts(remote_id)
        found = self._get(f"/rooms/{quote(room)}/context/{quote(event)}", limit=AT_ONCE)
        if not is_message(found.get("event")):
            raise Gone(self.api.account, "this message is not there any more.")
        before, after = _list(found, "events_before"), _list(found, "events_after")
        events = [*reversed(before), found["event"], *after]
        return Page(tuple(self._read(room, events)[0]))

    @one_call
    def send(self, message: Outgoing) -> Incoming:
        room = message.thread or parts(message.reply_to)[0]
        if not room:
            raise Rejected(self.api.account, "a message belongs into a room.", "Answer somebody.")
        if len(message.text.encode()) > MAX_BYTES:
            what = f"the text is longer than {MAX_BYTES:,} bytes."
            raise Rejected(self.api.account, what, "Make it shorter.")
        path = f"{ROOT}/rooms/{quote(room)}/send/m.room.message/{quote(message.key, safe='')}"
        made = self.api.post(path, json=_body(message), method="PUT").body
        try:
            event = self._get(f"/rooms/{quote(room)}/event/{quote(str(made['event_id']))}")
            return self._made(event, room, message)
        except (ServiceError, *ODD) as err:
            what = "the server took the message and then did not show it."
            raise UnknownOutcome(self.api.account, what) from err

    @one_call
    def find(self, message: Outgoing) -> Incoming | None:
        """By the key, which the server tells this sign-in for a while; then by the words."""
        room = message.thread or parts(message.reply_to)[0]
        ours = self._ours_since(room, message) if room else []
        by_key = [e for e in ours if _dict(e.get("unsigned")).get("transaction_id") == message.key]
        same = [self._made(each, room, message) for each in by_key or ours]
        for each in same:
            if by_key or (each.text, each.reply_to) == (message.text, message.reply_to):
                return each
        return None

    @one_call
    def fetch(self, url: str, max_bytes: int) -> bytes:
        return self.api.fetch(url, max_bytes)

    def stop(self) -> None:
        self.api.stop()

    # -- asking

    def _get(self, path: str, **params: str | int | list[str]) -> Json:
        found = self.api.get(ROOT + path, **params).body
        if not isinstance(found, dict):
            raise OddAnswer(self.api.account, f"{path} is not as published.")
        return found

    def _joined(self) -> list[str]:
        return [str(each) for each in _list(self._get("/joined_rooms"), "joined_rooms")]

    def _timeline(self, room: str, timeline: Json, since: str | None) -> list[Any]:
        """What is new in a room; where the server left some out, those between as well."""
        events = _list(timeline, "events")
        if since is None or not timeline.get("limited"):
            return events
        before, at = list[Any](), str(timeline.get("prev_batch") or "")
        while at not in ("", DONE):
            more, at = self._before(room, at, since)
            before += more
        return [*reversed(before), *events]

    def _before(self, room: str, at: str, until: str = "") -> tuple[list[Any], str]:
        """(a page from new to old, where it goes on)."""
        where = {name: each for name, each in (("from", at), ("to", until)) if each}
        path = f"/rooms/{quote(room)}/messages"
        found = self._get(path, dir="b", limit=AT_ONCE, **where)
        events, end = _list(found, "chunk"), str(found.get("end") or DONE)
        return events, DONE if end == at or not events else end

    def _ours_since(self, room: str, message: Outgoing) -> list[Json]:
        found, at = list[Json](), ""
        earliest = (message.written_at - SLACK + timedelta(seconds=self.api.ahead_s)).timestamp()
        for _ in range(MOST_PAGES):
            events, at = self._before(room, at)
            late = [e for e in events if int(e.get("origin_server_ts", 0)) / 1000 >= earliest]
            found += [e for e in late if is_message(e) and e.get("sender") == self._us]
            if at == DONE or len(late) < len(events):
                break
        return found

    def _room(self, id: str, sender: str = "") -> Room:
        """With the names of its members; asked anew for somebody who came meanwhile."""
        known = self._rooms.get(id)
        if known is None or (sender and sender not in known.names):
            found = _dict(self._get(f"/rooms/{quote(id)}/joined_members").get("joined"))
            names = {who: str(_dict(each).get("display_name") or "") for who, each in found.items()}
            known = self._rooms[id] = Room(id, self._us, {sender: "", **names} if sender else names)
        return known

    # -- reading

    def _read(
        self, id: str, events: list[Any], fresh: bool = False
    ) -> tuple[list[Incoming], list[str]]:
        """(the messages, the ids of those taken back). One odd event does not stop the others."""
        made: dict[str, Incoming] = {}
        gone = []
        by_id = {str(each.get("event_id")): each for each in events if isinstance(each, dict)}
        for event in list(by_id.values()):
            try:
                if lost := taken_back(event):
                    gone.append(whole_id(id, lost))
                elif changed := edited(event) if event.get("type") == "m.room.message" else None:
                    whole = self._get(f"/rooms/{quote(id)}/event/{quote(changed)}") if fresh else {}
                    by_id[changed] = whole or by_id.get(changed, {})
                    event = whole
                if is_message(event):
                    one = self._message(id, event, by_id, fresh)
                    made[one.remote_id] = one
            except Gone:
                continue
            except ODD as err:
                log.warning("unreadable event of %s: %s", self.api.account, type(err).__name__)
        return [each for each in made.values() if each.remote_id not in gone], gone

    def _message(self, id: str, event: Json, by_id: dict[str, Any], fresh: bool) -> Incoming:
        sender = str(event["sender"])
        room = self._room(id, "" if sender == self._us else sender)
        made = message(event, room, unread=fresh)
        answered = by_id.get(parts(made.reply_to)[1]) if made.outgoing and made.reply_to else None
        if answered and answered.get("sender") != self._us:
            return message(event, room, room.author(str(answered["sender"])), fresh)
        return made

    def _made(self, event: Json, room: str, out: Outgoing) -> Incoming:
        to: Author | None = out.to[0] if out.to else None
        return message(event, self._room(room), to)


def _body(out: Outgoing) -> Json:
    body: Json = {"msgtype": "m.text", "body": out.text}
    if out.reply_to:
        body["m.relates_to"] = {"m.in_reply_to": {"event_id": parts(out.reply_to)[1]}}
    if out.to:
        body["m.mentions"] = {"user_ids": [each.handle for each in out.to]}
    return body


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _list(found: Json, name: str) -> list[Any]:
    value = found.get(name)
    return value if isinstance(value, list) else []
