"""Values of the domain that have no table of their own, as JSON and back."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from cm_desk.domain.attached import Attached
from cm_desk.domain.model import (
    Author,
    Incoming,
    Media,
    Outgoing,
    OwnLink,
    Poll,
    PollOption,
    Upload,
)
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.keys import clean


def extra(item: Incoming) -> str | None:
    """What few messages have (warning, media, poll) as JSON; None when it has none of them."""
    if not (item.warning or item.media or item.poll):
        return None
    found: dict[str, Any] = {"warning": item.warning, "media": [_slots(m) for m in item.media]}
    if poll := item.poll:
        options = [[each.text, each.votes] for each in poll.options]
        found["poll"] = [options, _ms(poll.ends_at), poll.multiple]
    return _json({name: value for name, value in found.items() if value})


def from_extra(text: str | None) -> tuple[str, tuple[Media, ...], Poll | None]:
    """The warning, the media and the poll."""
    if not text:
        return "", (), None
    found = json.loads(text)
    media = tuple(Media(**each) for each in found.get("media", ()))
    return found.get("warning", ""), media, _poll(found.get("poll"))


def _poll(found: Any) -> Poll | None:
    if not found:
        return None
    options, ends_ms, multiple = found
    ends_at = None if ends_ms is None else from_ms(ends_ms)
    return Poll(tuple(PollOption(*each) for each in options), ends_at, multiple)


def outgoing(message: Outgoing) -> str:
    found = _slots(message) | {"written_at": to_ms(message.written_at)}
    found |= {"to": [_slots(each) for each in message.to], "media": _uploads(message.media)}
    found |= {"cc": [_slots(each) for each in message.cc]}
    return _json(found)


def from_outgoing(text: str) -> Outgoing:
    found = json.loads(text)
    found |= {"to": from_authors(found["to"]), "media": from_uploads(found["media"])}
    found |= {"cc": from_authors(found.get("cc", []))}
    return Outgoing(**found | {"written_at": from_ms(found["written_at"])})


def attached(gesture: Attached | None) -> str:
    """As JSON; "" for none."""
    return _json(_slots(gesture)) if gesture else ""


def from_attached(text: str) -> Attached | None:
    if not text:
        return None
    found = json.loads(text)
    return Attached(**found | {"quotes": tuple(found["quotes"])})


def uploads(media: tuple[Upload, ...]) -> str:
    return _json(_uploads(media))


def from_uploads(found: str | list[list[str]]) -> tuple[Upload, ...]:
    pairs = json.loads(found) if isinstance(found, str) else found
    return tuple(Upload(Path(path), alt) for path, alt in pairs)


def authors(people: tuple[Author, ...]) -> str:
    return _json([_slots(each) for each in people])


def from_authors(found: str | list[dict[str, Any]]) -> tuple[Author, ...]:
    people = json.loads(found) if isinstance(found, str) else found
    return tuple(Author(**each | {"links": _links(each.get("links", ()))}) for each in people)


def links(found: tuple[OwnLink, ...]) -> str:
    """As JSON; "" for none, which most profiles have."""
    return _json([[clean(each.address), each.verified] for each in found]) if found else ""


def from_links(text: str) -> tuple[OwnLink, ...]:
    return _links(json.loads(text)) if text else ()


def _links(found: Iterable[tuple[str, bool]]) -> tuple[OwnLink, ...]:
    return tuple(OwnLink(address, bool(verified)) for address, verified in found)


def _uploads(media: tuple[Upload, ...]) -> list[list[str]]:
    return [[str(each.path), each.alt] for each in media]


def _slots(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
