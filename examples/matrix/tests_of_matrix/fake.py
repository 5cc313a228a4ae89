"""A small Matrix server with one room, as the published API has it, for the contract."""

import json
import re
import time
from email.message import Message
from typing import Any
from urllib.parse import unquote

from cm_desk_contract.small import Query, Refusal, SmallServer, Stop

US, ROOM = "@tidewell:matrix.example", "!grinders:matrix.example"
MAX_BYTES = 65_536
Json = dict[str, Any]


class FakeMatrix(SmallServer):
    """A token of a place is "s" and how many events came before it."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.token, self.taken = token, 0
        self.events: list[Json] = []
        self.keys: dict[str, str] = {}
        self.people: dict[str, str] = {US: "Tidewell"}
        self.now_ms = 0

    # -- what others do

    def write(self, text: str, name: str, reply_to: str = "") -> str:
        user = next((who for who, known in self.people.items() if known == name and who != US), "")
        if not user:
            user = f"@p{len(self.people)}:matrix.example"
            self.people[user] = name
        content: Json = {"msgtype": "m.text", "body": text}
        if reply_to:
            content["m.relates_to"] = {"m.in_reply_to": {"event_id": reply_to}}
        return self.add(user, "m.room.message", content)

    def edit(self, event_id: str, text: str) -> None:
        relation = {"rel_type": "m.replace", "event_id": event_id}
        new = {"msgtype": "m.text", "body": text}
        whole = {**new, "body": f"* {text}", "m.new_content": new, "m.relates_to": relation}
        self.add(self._one(event_id)["sender"], "m.room.message", whole)

    def delete(self, event_id: str) -> None:
        event = self._one(event_id)
        event["content"] = {}
        self.add(event["sender"], "m.room.redaction", {"redacts": event_id}, redacts=event_id)

    def add(self, sender: str, kind: str, content: Json, **more: Any) -> str:
        self.now_ms = max(self.now_ms + 1, int(time.time() * 1000))
        event = {"type": kind, "sender": sender, "content": content, "unsigned": {}, **more}
        event |= {"event_id": f"$e{len(self.events)}", "origin_server_ts": self.now_ms}
        self.events.append(event)
        return str(event["event_id"])

    def posts(self) -> list[str]:
        ours = [each for each in self.events if each["sender"] == US]
        return [each["content"]["body"] for each in ours if "body" in each["content"]]

    # -- what it answers

    def answer(self, method: str, path: str, query: Query, headers: Message, body: bytes) -> Any:
        if path == "/_matrix/client/versions":
            return 200, {}, {"versions": ["v1.11"]}
        if path == "/_matrix/client/v3/login":
            return self._login(json.loads(body))
        if headers.get("Authorization") != f"Bearer {self.token}" or self.faults.refused_token:
            raise refused(401, "M_UNKNOWN_TOKEN", "Unrecognised access token.")
        for pattern, handle in ROUTES:
            if match := re.fullmatch(pattern, unquote(path)):
                return handle(self, match, {n: each[0] for n, each in query.items()}, body)
        raise refused(404, "M_UNRECOGNIZED", "Unrecognized request")

    def _login(self, asked: Json) -> Any:
        if asked["password"] != "right":
            raise refused(403, "M_FORBIDDEN", "Invalid username or password")
        return 200, {}, {"access_token": self.token, "user_id": US, "device_id": "D"}

    def whoami(self, *_: object) -> Any:
        return 200, {}, {"user_id": US}

    def profile(self, *_: object) -> Any:
        return 200, {}, {"displayname": "Tidewell"}

    def joined(self, *_: object) -> Any:
        return 200, {}, {"joined_rooms": [ROOM]}

    def members(self, *_: object) -> Any:
        everybody = {who: {"display_name": name} for who, name in self.people.items()}
        return 200, {}, {"joined": {**everybody, "@a:x": {}, "@b:x": {}}}

    def sync(self, _m: object, query: dict[str, str], _b: bytes) -> Any:
        since = _place(query.get("since", "s0"))
        new, limit = self.events[since:], 50
        timeline = {
            "events": [self.shown(each) for each in new[-limit:]],
            "limited": len(new) > limit,
            "prev_batch": f"s{max(since, len(self.events) - limit)}",
        }
        rooms = {"join": {ROOM: {"timeline": timeline}}} if new else {}
        return 200, {}, {"next_batch": f"s{len(self.events)}", "rooms": rooms}

    def messages(self, _m: object, query: dict[str, str], _b: bytes) -> Any:
        end = _place(query.get("from", f"s{len(self.events)}"))
        first = max(_place(query.get("to", "s0")), end - int(query.get("limit", "10")))
        found = [self.shown(each) for each in self.events[first:end]]
        more = {"end": f"s{first}"} if found else {}
        return 200, {}, {"chunk": found[::-1], "start": f"s{end}", **more}

    def context(self, match: re.Match[str], *_: object) -> Any:
        one = self._one(match[1])
        at = self.events.index(one)
        before = [self.shown(each) for each in self.events[max(0, at - 50) : at]]
        after = [self.shown(each) for each in self.events[at + 1 : at + 51]]
        found = {"event": self.shown(one), "events_before": before[::-1], "events_after": after}
        return 200, {}, found

    def event(self, match: re.Match[str], *_: object) -> Any:
        return 200, {}, self.shown(self._one(match[1]))

    def send(self, match: re.Match[str], _q: object, body: bytes) -> Any:
        if len(body) > MAX_BYTES:
            raise refused(413, "M_TOO_LARGE", "event too large")
        key = match[1]
        if key not in self.keys:
            self.keys[key] = self.add(US, "m.room.message", json.loads(body))
            self.events[-1]["unsigned"] = {"transaction_id": key}
        self.taken += 1
        if self.taken - 1 in self.faults.dropped:
            raise Stop
        return 200, {}, {"event_id": self.keys[key]}

    def shown(self, event: Json) -> Json:
        """With its newest edit."""
        edits = [e for e in self.events if e["content"].get("m.relates_to", {}).get("event_id")
                 == event["event_id"] and "m.new_content" in e["content"]]  # fmt: skip
        relations = {"m.relations": {"m.replace": edits[-1]}} if edits else {}
        return {**event, "unsigned": {**event["unsigned"], **relations}}

    def _one(self, event_id: str) -> Json:
        for each in self.events:
            if each["event_id"] == event_id:
                return each
        raise refused(404, "M_NOT_FOUND", "Event not found.")


def _place(token: str) -> int:
    return int(token.removeprefix("s"))


def refused(status: int, code: str, words: str) -> Refusal:
    return Refusal(status, words, {"errcode": code, "error": words})


V3, F = "/_matrix/client/v3", FakeMatrix
ROUTES: list[tuple[str, Any]] = [
    (f"{V3}/account/whoami", F.whoami),
    (f"{V3}/profile/.*", F.profile),
    (f"{V3}/joined_rooms", F.joined),
    (f"{V3}/rooms/[^/]*/joined_members", F.members),
    (f"{V3}/sync", F.sync),
    (f"{V3}/rooms/[^/]*/messages", F.messages),
    (f"{V3}/rooms/[^/]*/context/(.*)", F.context),
    (f"{V3}/rooms/[^/]*/event/(.*)", F.event),
    (f"{V3}/rooms/[^/]*/send/m.room.message/(.*)", F.send),
    (f"{V3}/logout", lambda *_: (200, {}, {})),
]
