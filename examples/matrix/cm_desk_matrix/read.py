"""What a Matrix server sends, in the desk's terms. Pure functions of decoded JSON.

They raise one of ODD for what is not as published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cm_desk.domain.model import Author, Incoming, Kind
from cm_desk.text.plain import clean

Json = dict[str, Any]
ODD = (KeyError, TypeError, ValueError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Room:
    """`names` are the members' by their ids. Two members talk in private."""

    id: str
    us: str
    names: Mapping[str, str]

    @property
    def kind(self) -> Kind:
        return Kind.CHAT if len(self.names) <= 2 else Kind.COMMENT

    def author(self, who: str) -> Author:
        name = clean(self.names.get(who) or "")
        return Author(who.lower(), who, name, url=f"https://matrix.to/#/{who}")


def whole_id(room: str, event: str) -> str:
    """Event ids are asked for by their room."""
    return f"{room} {event}"


def parts(remote_id: str) -> tuple[str, str]:
    room, _, event = remote_id.partition(" ")
    return room, event


def is_message(event: Any) -> bool:
    """Not an edit, a reaction, or what was taken back."""
    if not isinstance(event, dict) or event.get("type") != "m.room.message":
        return False
    content = event.get("content")
    return isinstance(content, dict) and "body" in content and edited(event) is None


def edited(event: Json) -> str | None:
    """The id of the event that `event` changes, None for one that changes none."""
    relation = (event.get("content") or {}).get("m.relates_to") or {}
    return str(relation["event_id"]) if relation.get("rel_type") == "m.replace" else None


def taken_back(event: Json) -> str | None:
    """The id of the event that a redaction takes back; rooms of old say it elsewhere."""
    if event.get("type") != "m.room.redaction":
        return None
    return str(event.get("redacts") or (event.get("content") or {}).get("redacts") or "") or None


def message(event: Json, room: Room, to: Author | None = None, unread: bool = False) -> Incoming:
    """`to` is whom one of ours answers."""
    sender, content = str(event["sender"]), event["content"]
    ours, change = sender == room.us, _change(event)
    relation = content.get("m.relates_to") or {}
    reply = str((relation.get("m.in_reply_to") or {}).get("event_id") or "")
    shown = change["content"]["m.new_content"] if change else content
    return Incoming(
        remote_id=whole_id(room.id, str(event["event_id"])),
        thread=room.id,
        who=(to or _other(room)) if ours else room.author(sender),
        text=_text(shown, bool(reply)),
        sent_at=_moment(event["origin_server_ts"]),
        kind=room.kind,
        outgoing=ours,
        unread=unread and not ours,
        reply_to=whole_id(room.id, reply) if reply else "",
        edited_at=_moment(change["origin_server_ts"]) if change else None,
        url=f"https://matrix.to/#/{room.id}/{event['event_id']}",
    )


def _change(event: Json) -> Json | None:
    """The newest edit, as servers bundle it."""
    found = ((event.get("unsigned") or {}).get("m.relations") or {}).get("m.replace")
    whole = isinstance(found, dict) and "m.new_content" in (found.get("content") or {})
    return found if whole else None


def _other(room: Room) -> Author | None:
    """In a talk of two, the other one."""
    others = [each for each in room.names if each != room.us]
    return room.author(others[0]) if len(others) == 1 else None


def _text(content: Json, answers: bool) -> str:
    """Old programs put what they answer in front: "> <@ada:x> …", then an empty line."""
    body = clean(str(content["body"]))
    if answers and body.startswith("> "):
        quoted, _, own = body.partition("\n\n")
        if all(line.startswith(">") for line in quoted.splitlines()):
            body = own
    return f"* {body}" if content.get("msgtype") == "m.emote" else body


def _moment(ms: Any) -> datetime:
    return datetime.fromtimestamp(int(ms) / 1000, UTC)
