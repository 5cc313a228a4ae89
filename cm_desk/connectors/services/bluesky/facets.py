"""What in a text of ours is a link, a mention or a tag. Places are counted in bytes of UTF-8.

https://docs.bsky.app/docs/advanced-guides/post-richtext
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from cm_desk.text.links import links

Json = dict[str, Any]
HANDLE = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
MENTION = re.compile(rf"(?<![\w@/.])@({HANDLE})(?![\w@])", re.IGNORECASE | re.ASCII)
TAG = re.compile(r"(?<!\S)[#\uff03](?!\ufe0f)(\S+)")
ENDS = ".,;:!?'’\"“”)]}*_~…、。"
MAX_TAG = 64  # letters


def facets(text: str, did_of: Callable[[str], str]) -> list[Json]:
    """`did_of` gives the DID of a handle, "" where nobody has it: then it stays plain text."""
    found: list[tuple[int, int, Json]] = []
    for link in links(text):
        feature = {"$type": "app.bsky.richtext.facet#link", "uri": link.url}
        found.append((link.start, link.end, feature))
    taken = [(start, end) for start, end, _ in found]
    for start, end, feature in (*_mentions(text, did_of), *_tags(text)):
        if not any(start < last and first < end for first, last in taken):
            found.append((start, end, feature))
    return [_facet(text, *each) for each in sorted(found, key=lambda each: each[0])]


def mentioned(text: str) -> tuple[str, ...]:
    """The handles in `text`, in small letters."""
    return tuple(each[1].lower() for each in MENTION.finditer(text))


def _mentions(text: str, did_of: Callable[[str], str]) -> Iterator[tuple[int, int, Json]]:
    for match in MENTION.finditer(text):
        if did := did_of(match[1].lower()):
            feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
            yield match.start(), match.end(), feature


def _tags(text: str) -> Iterator[tuple[int, int, Json]]:
    for match in TAG.finditer(text):
        tag = match[1].rstrip(ENDS)
        if tag and not tag.isdigit() and len(tag) <= MAX_TAG:
            feature = {"$type": "app.bsky.richtext.facet#tag", "tag": tag}
            yield match.start(), match.start(1) + len(tag), feature


def _facet(text: str, start: int, end: int, feature: Json) -> Json:
    first = len(text[:start].encode())
    index = {"byteStart": first, "byteEnd": first + len(text[start:end].encode())}
    return {"index": index, "features": [feature]}
