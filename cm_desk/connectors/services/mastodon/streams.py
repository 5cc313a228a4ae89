"""Lists of a Mastodon server, forward and backward, also where it pages in its own way.

Forward goes `min_id`, the next page after an id; backward `max_id`. Where ids are internal the
`Link` header names them. https://docs.joinmastodon.org/api/guidelines/#pagination
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cm_desk.connectors.api import Api, Reply
from cm_desk.connectors.services.mastodon.places import DONE, NONE
from cm_desk.errors import OddAnswer

PAGE = 40
MOST_PAGES = 25  # to fill a gap that a server left


@dataclass(frozen=True, slots=True)
class Stream:
    """One list: its path, what to ask for, and whether its items hold their id."""

    path: str
    params: dict[str, str | int | list[str]]
    id_in: str = ""  # the part of an item that holds the id, "" for the item itself


@dataclass(frozen=True, slots=True)
class Batch:
    """`items` from new to old, `at` where to go on."""

    items: list[Any]
    at: str
    more: bool


def newer(api: Api, stream: Stream, after: str) -> Batch:
    """The next page after id `after`; the newest page where that is NONE."""
    if after == NONE:
        items, reply = _page(api, stream)
        return Batch(items, _first(stream, items, reply) or "0", more=False)
    items, reply = _page(api, stream, min_id=after)
    full = len(items) >= PAGE
    known = [_id(stream, each) for each in items]
    if after in known:  # a server that ignores `min_id` gives what we had already
        items, full = items[: known.index(after)], False
    if not items:
        return Batch([], after, more=False)
    at = _first(stream, items, reply) or after
    if full:
        items = items + _between(api, stream, after, items, reply)
    return Batch(items, at, more=full and at != after)


def older(api: Api, stream: Stream, before: str) -> Batch:
    """The page before id `before`; `at` is DONE at the end of the list."""
    if before == DONE:
        return Batch([], DONE, more=False)
    items, reply = _page(api, stream, **({"max_id": before} if before else {}))
    at = _last(stream, items, reply)
    ended = not items or not at or at == before or ("link" in reply.headers and not _next(reply))
    return Batch(items, DONE if ended else at, more=not ended)


def _between(api: Api, stream: Stream, after: str, items: list[Any], reply: Reply) -> list[Any]:
    """What a full page left out: a server (snac) gives the newest after an id, not the next."""
    found: list[Any] = []
    before = _last(stream, items, reply)
    for _ in range(MOST_PAGES):
        more, reply = _page(api, stream, max_id=before, min_id=after)
        known = [_id(stream, each) for each in more]
        if after in known:
            return found + more[: known.index(after)]
        last = _last(stream, more, reply)
        if not more or last == before:
            return found
        found, before = found + more, last
    return found


def _page(api: Api, stream: Stream, **where: str) -> tuple[list[Any], Reply]:
    reply = api.get(stream.path, **stream.params, limit=PAGE, **where)
    if not isinstance(reply.body, list):
        raise OddAnswer(api.account, f"{stream.path} did not answer with a list.")
    items = [each for each in reply.body if isinstance(each, dict)]
    if reply.body and not items:
        raise OddAnswer(api.account, f"{stream.path} holds nothing we can read.")
    return items, reply


def _id(stream: Stream, item: dict[str, Any]) -> str:
    holder = item.get(stream.id_in) if stream.id_in else item
    return str(holder.get("id") or "") if isinstance(holder, dict) else ""


def _first(stream: Stream, items: list[Any], reply: Reply) -> str:
    if linked := _query(reply.links.get("prev", ""), "min_id"):
        return linked
    return next((found for each in items if (found := _id(stream, each))), "")


def _last(stream: Stream, items: list[Any], reply: Reply) -> str:
    if linked := _next(reply):
        return linked
    return next((found for each in reversed(items) if (found := _id(stream, each))), "")


def _next(reply: Reply) -> str:
    return _query(reply.links.get("next", ""), "max_id")


def _query(url: str, name: str) -> str:
    return parse_qs(urlsplit(url).query).get(name, [""])[0]
