"""What stands in a record of Bluesky, as a message of ours.

A post is named by its at:// address, a conversation by that of its first post, and a person by
their number (DID): as the network names them, so that archive and network join.
Records: https://atproto.com/lexicons/app-bsky-feed
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from cm_desk.atproto.cbor import Cid
from cm_desk.atproto.people import WEB, author
from cm_desk.domain.model import Author, Incoming, Kind, Media
from cm_desk.domain.times import EPOCH
from cm_desk.text import sound
from cm_desk.text.plain import clean, where_it_leads

Json = dict[str, Any]
ODD = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)
IMAGES, VIDEOS = "https://cdn.bsky.app/img/feed_fullsize/plain", "https://video.bsky.app/watch"
POST = "app.bsky.feed.post"
PLACES = {POST: "post", "app.bsky.feed.generator": "feed", "app.bsky.graph.list": "lists"}
MODERATED = {"!hide": "hidden by moderators", "!warn": "warned of by moderators"}
AHEAD = timedelta(minutes=5)  # a writer's clock may be before the server's
TID = "234567abcdefghijklmnopqrstuvwxyz"  # digits of the key that a post's time makes


class Post(NamedTuple):
    """A post before it is read: its address, its record, and what a feed shows around it."""

    uri: str
    record: Json
    view: Json


class Reader:
    """Records to messages. Remembers the handles that our posts mention. Raises ODD.

    `people` are those of whom more is known, by their DID; it may grow meanwhile.
    """

    def __init__(self, us: str, people: Mapping[str, Author] | None = None) -> None:
        self._us, self._people = us, people if people is not None else {}
        self._handles: dict[str, str] = {}

    def message(self, post: Post) -> Incoming:
        record, did = post.record, did_of(post.uri)
        text, mentioned = self._text(record)
        embed = record.get("embed") or {}
        parent, root = _reply(record, "parent"), _reply(record, "root")
        quoted = _quoted(embed)
        ours = did == self._us
        whom = self._whom(record, mentioned) if ours else ""
        return sound.message(
            Incoming(
                remote_id=post.uri,
                thread=root or post.uri,
                who=self._person(whom) if ours else self._author(did, post.view),
                text=_with_links(text, embed, quoted),
                sent_at=_written(record.get("createdAt"), post),
                kind=_kind(parent, quoted, ours),
                outgoing=ours,
                reply_to=parent,
                lang=next(iter(record.get("langs") or ()), ""),
                visibility="public",  # there is no other
                warning=_warning(record, post.view, did),
                url=_web(post.uri),
                media=tuple(_media(embed or post.view.get("embed") or {}, did)),
            )
        )

    def addressed(self, post: Post) -> str:
        """The DID of whom a post of ours is to, "" for nobody."""
        return self._whom(post.record, self._text(post.record)[1])

    def poor(self, post: Post, text: str) -> Incoming:
        """`text` in place of one that cannot be read, so that it is seen and can be opened."""
        did = did_of(post.uri)
        at = _written(None, post)
        ours, who = did == self._us, self._author(did, post.view)
        return sound.message(
            Incoming(post.uri, post.uri, who, text, at, outgoing=ours, url=_web(post.uri))
        )

    def _text(self, record: Json) -> tuple[str, list[str]]:
        """The text with whole addresses, and whom it mentions; places count UTF-8 bytes."""
        data = record["text"].encode()
        mentioned: list[str] = []
        for start, end, feature in sorted(_features(record), key=lambda each: -each[0]):
            try:
                visible = data[start:end].decode()
            except UnicodeDecodeError:
                continue  # a place inside a letter
            if (did := feature.get("did")) and isinstance(did, str):
                self._learn(did, visible)
                mentioned.insert(0, did)
            elif (uri := feature.get("uri")) and isinstance(uri, str):
                words = visible.strip()
                led = visible.replace(words, where_it_leads(words, uri)) if words else visible
                data = data[:start] + led.encode() + data[end:]
        return clean(data.decode()), mentioned

    def _learn(self, did: str, visible: str) -> None:
        if visible.startswith("@") and len(visible.split()) == 1 and visible != "@":
            self._handles[did] = clean(visible)

    def _whom(self, record: Json, mentioned: list[str]) -> str:
        """Whom it answers, else quotes, else mentions first; not us."""
        quoted = _quoted(record.get("embed") or {})
        above = (_reply(record, "parent"), _reply(record, "root"), quoted)
        others = [did_of(each) for each in above if each.startswith("at://")] + mentioned
        return next((each for each in others if each != self._us), "")

    def _person(self, did: str) -> Author | None:
        if not did:
            return None
        return self._people.get(did) or Author(did, self._handles.get(did, did), url=f"{WEB}/{did}")

    def _author(self, did: str, view: Json) -> Author | None:
        shown = view.get("author") or {}
        return author({**shown, "did": did}) if shown.get("handle") else self._person(did)


def did_of(uri: str) -> str:
    """Raises ValueError."""
    scheme, _, rest = uri.partition("://")
    did = rest.partition("/")[0]
    if scheme != "at" or not did.startswith("did:"):
        raise ValueError("no address of a record")
    return did


def collection_of(uri: str) -> str:
    return uri.split("/")[3] if uri.count("/") > 3 else ""


def _web(uri: str) -> str:
    """The page that shows a record; "" where there is none."""
    _, _, did, collection, key = uri.split("/")
    place = PLACES.get(collection)
    return f"{WEB}/{did}/{place}/{key}" if place and key else ""


def _features(record: Json) -> Iterator[tuple[int, int, Json]]:
    """(first byte, byte after the last, what it is) of each link and mention."""
    for facet in record.get("facets") or ():
        for feature in facet["features"][:1]:
            yield facet["index"]["byteStart"], facet["index"]["byteEnd"], feature
    for old in record.get("entities") or ():  # until 2023, in halves of UTF-16
        wide = record["text"].encode("utf-16-le")
        start, end = (
            len(wide[: 2 * old["index"][at]].decode("utf-16-le", "replace").encode())
            for at in ("start", "end")
        )
        yield start, end, {"did" if old["type"] == "mention" else "uri": old["value"]}


def _reply(record: Json, which: str) -> str:
    return str(((record.get("reply") or {}).get(which) or {}).get("uri") or "")


def _quoted(embed: Json) -> str:
    found = embed.get("record") or {}
    return str(found.get("uri") or (found.get("record") or {}).get("uri") or "")


def _with_links(text: str, embed: Json, quoted: str) -> str:
    """The address of a card or of what is quoted below the text, unless it is in it."""
    outer = embed.get("media") or embed
    card = str((outer.get("external") or {}).get("uri") or "")
    links = (card, (_web(quoted) or quoted) if quoted else "")
    return "\n\n".join([text, *(each for each in links if each and each not in text)]).strip()


def _kind(parent: str, quoted: str, ours: bool) -> Kind:
    if parent:
        return Kind.REPLY
    if quoted and collection_of(quoted) == POST:
        return Kind.QUOTE
    return Kind.POST if ours else Kind.MENTION


def _warning(record: Json, view: Json, did: str) -> str:
    """What the writer says of it, and what moderators say of it or of the writer."""
    values = (record.get("labels") or {}).get("values") or ()
    found = [str(each["val"]) for each in values]
    writer = (view.get("author") or {}).get("labels")
    for labels, form in ((view.get("labels"), "{}"), (writer, "their account: {}")):
        found += [form.format(word) for each in labels or () if (word := _label(each, did))]
    return clean(", ".join(dict.fromkeys(found)))


def _label(label: Json, did: str) -> str:
    """What moderators said; what a writer says of the whole account is no warning."""
    value = str(label["val"])
    if label.get("neg") or label.get("src") == did or value.startswith("!"):
        return "" if label.get("neg") else MODERATED.get(value, "")
    return value


def _media(embed: Json, did: str) -> Iterator[Media]:
    found = embed.get("media") or embed
    for each in (*(found.get("images") or ()), *(found.get("items") or ())):
        yield _picture(each, did)
    if video := found.get("video"):
        cid = _blob(video)
        address = f"{VIDEOS}/{did}/{cid}/playlist.m3u8" if cid else ""
        yield _sized(Media("video", address, clean(found.get("alt") or "")), found, video)


def _picture(found: Json, did: str) -> Media:
    blob = found.get("image") or {}
    cid = _blob(blob)
    address = found.get("fullsize") or (f"{IMAGES}/{did}/{cid}@jpeg" if cid else "")
    return _sized(Media("image", address, clean(found.get("alt") or "")), found, blob)


def _sized(media: Media, found: Json, blob: Json) -> Media:
    shape = found.get("aspectRatio") or {}
    width, height = shape.get("width") or 0, shape.get("height") or 0
    return Media(media.kind, media.url, media.alt, "", blob.get("size") or 0, width, height)


def _blob(blob: Json) -> str:
    """The number of a file: a link of CBOR or JSON, or as it was written until 2023."""
    ref = blob.get("ref")
    if isinstance(ref, Cid):
        return ref.text
    return str((ref or {}).get("$link") or blob.get("cid") or "")


def _written(text: Any, post: Post) -> datetime:
    """When its writer says, else when its key was made; never after the server saw it."""
    try:
        found = moment(text)
    except ODD:
        found = EPOCH
    found = found if found > EPOCH else _key_moment(post.uri)
    try:
        seen = moment(post.view["indexedAt"])
    except ODD:
        return found
    return seen if found > seen + AHEAD else found


def moment(text: Any) -> datetime:
    """Aware UTC. Raises ODD for what is no time."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _key_moment(uri: str) -> datetime:
    key = uri.rpartition("/")[2]
    if len(key) != 13:
        raise ValueError("no date")
    number = 0
    for letter in key:
        number = number << 5 | TID.index(letter)
    return EPOCH + timedelta(microseconds=number >> 10)
