"""What a profile says of who somebody is: names, handles, and the places they give as theirs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from hashlib import blake2b
from unicodedata import combining, normalize

from cm_desk.text.links import addresses

MAX_BIO = 2000
MAX_KEYS = 24
BY_HOST = ("bluesky",)  # services where a handle is a host
_EVERYBODY = frozenset(
    (
        *("twitter.com", "x.com", "facebook.com", "instagram.com", "linkedin.com", "youtube.com"),
        *("youtu.be", "github.com", "gitlab.com", "linktr.ee", "bsky.app", "bsky.social"),
        *("mastodon.social", "gmail.com", "outlook.com", "medium.com", "t.me", "tiktok.com"),
        *("discord.gg", "patreon.com", "ko-fi.com", "wikipedia.org", "reddit.com", "threads.net"),
        *("buymeacoffee.com", "twitch.tv", "spotify.com", "soundcloud.com", "bandcamp.com"),
        *("tumblr.com", "wordpress.com", "substack.com", "blogspot.com", "pinterest.com"),
        *("etsy.com", "goodreads.com", "flickr.com", "vimeo.com", "wa.me", "carrd.co", "bio.link"),
        *("beacons.ai", "about.me", "paypal.me", "liberapay.com", "pixelfed.social", "bit.ly"),
        *("google.com", "apple.com", "amazon.com", "goo.gl", "tinyurl.com", "lnk.bio"),
    )
)
OFFICES = frozenset(
    (
        *("info", "hello", "hi", "contact", "admin", "mail", "office", "support", "news", "team"),
        *("official", "press", "sales", "help", "jobs", "service", "shop", "family", "noreply"),
        *("webmaster", "hallo", "kontakt", "hola", "contacto", "bonjour", "ciao", "hej", "user"),
        *("account", "the", "real", "me", "test"),
    )
)
_APART = frozenset(  # who is named is somebody else
    (
        *("works", "work", "working", "worked", "engineer", "editor", "writer", "columnist"),
        *("founder", "cofounder", "owner", "ceo", "cto", "husband", "wife", "partner", "spouse"),
        *("married", "father", "mother", "mom", "mum", "dad", "sister", "brother", "son"),
        *("daughter", "dog", "cat", "pet", "fan", "fans", "admirer", "parody", "satire", "not"),
        *("unofficial", "no", "photo", "photos", "pic", "art", "artwork", "banner", "avatar"),
        *("header", "drawn", "member", "mod", "moderator", "moderated", "staff", "press", "bot"),
        *("follow", "team", "crew", "podcast", "host", "hosts", "runs"),
        *("arbeite", "arbeitet", "mutter", "vater", "frau", "mann", "nicht"),
        *("chez", "travaille", "femme", "mari", "lavoro", "lavora", "moglie", "marito", "trabajo"),
        *("esposa", "esposo", "mujer", "marido", "werkt", "jobbar", "pracuje"),
    )
)
_OF = frozenset(("for", "by", "with", "of", "bei", "von", "für", "chez", "da", "del", "della"))
_SAME = frozenset(  # who is named is the same one
    (
        *("alt", "also", "aka", "me", "moved", "moving", "now", "formerly", "old", "other"),
        *("main", "second", "secondary", "personal", "private", "new", "elsewhere", "previously"),
        *("backup", "ex", "auch", "ich", "hier", "früher", "umgezogen", "aussi", "également"),
        *("anche", "también", "también", "também", "yo", "moi", "io", "eu", "ook", "også", "też"),
    )
)
_TITLES = frozenset(("dr", "prof", "mr", "mrs", "ms", "mx", "sir", "ing", "dipl", "phd", "md"))
_PRONOUNS = re.compile(
    r"\b(?:she|he|they|it|xe|ze|her|him|them|sie|er|elle|il|iel|ella|él|elle|lui|lei|any)"
    r"(?:\s?/\s?\w+)+",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|:\w+:")
_CLAUSE = re.compile(r"[.;!?|•·\n()]\s")
_LETTERS = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"}
_SWAP = str.maketrans(_LETTERS)


class Key(IntEnum):
    """What kind of thing two profiles share: the lowest bits of a key say it."""

    NAME, HANDLE, ADDRESS, SITE, MAIL, FACE, ENDS = range(7)


class Claim(IntEnum):
    """How a profile names an address: as somebody else's, in passing, as its own, and checked."""

    APART, NAMED, OWN, CHECKED = range(4)


@dataclass(frozen=True)
class Side:
    """Somebody at one service, as they describe themselves there.

    `links` are (address, verified) beside the bio. `face` stands for the picture: who has the same
    one shows the same picture.
    """

    contact_id: int
    identity_id: int
    service: str
    handle: str
    name: str = ""
    url: str = ""
    avatar_url: str = ""
    bio: str = ""
    links: tuple[tuple[str, bool], ...] = ()

    @property
    def face(self) -> str:
        return self.avatar_url

    @cached_property
    def told(self) -> "Told":
        return Told(self)

    @cached_property
    def keys(self) -> frozenset[int]:
        """Two who may be one share one of these: what is compared at all."""
        return frozenset(_keys(self))


@dataclass(frozen=True, slots=True)
class Named:
    """An address in a profile, how it is named, and the words around it."""

    address: str
    claim: Claim
    words: str


@dataclass(init=False)
class Told:
    """A profile, read."""

    words: tuple[str, ...]  # of the name
    local: str  # the letters of the handle
    number: str  # its digits
    own: frozenset[str]  # what others write to name this profile
    named: tuple[Named, ...] = field(default=())

    def __init__(self, side: Side) -> None:
        self.words = tuple(folded(side.name).split())
        local = _local(side)
        self.local = re.sub(r"[\W\d_]+", "", folded(local))
        self.number = "".join(char for char in local if char.isdecimal())
        self.own = frozenset(_own(side))
        self.named = tuple(_named(side))

    @cached_property
    def whole(self) -> bool:
        """A whole name: one given name is shared by thousands."""
        if len(self.words) > 1:
            return all(len(word) > 1 for word in self.words)
        return bool(self.words) and len(self.words[0]) > 2 and not _cased(self.words[0])

    @cached_property
    def pages(self) -> dict[str, Named]:
        """Pages of their own: nobody's front door, and not where they work."""
        mine = (n for n in self.named if n.claim is not Claim.APART and "@" not in n.address)
        return {n.address: n for n in mine if n.address not in self.own and _is_page(n.address)}

    @cached_property
    def mails(self) -> dict[str, Named]:
        mine = (n for n in self.named if n.claim is not Claim.APART)
        return {n.address: n for n in mine if is_somebodys(n.address)}


def folded(words: str) -> str:
    """Without case, accents, signs, titles, pronouns and asides."""
    bare = _PRONOUNS.sub(" ", _ASIDE.sub(" ", words[:300])) if not words.isalpha() else words
    bare = bare.casefold().replace("’", "").replace("'", "")
    if not bare.isascii():
        split = normalize("NFKD", bare.translate(_SWAP))
        bare = "".join(char for char in split if not combining(char))
    kept = re.sub(r"[^\w\s]|_", " ", bare).split()
    return " ".join([word for word in kept if word not in _TITLES] or kept)


def _keys(side: Side) -> list[int]:
    told = side.told
    found = {key(Key.ADDRESS, each) for each in told.own}
    found |= {key(Key.ADDRESS, each.address) for each in told.named if each.claim}
    found |= {key(Key.SITE, each) for each in told.pages}
    found |= {key(Key.MAIL, each) for each in told.mails}
    if side.face:
        found.add(key(Key.FACE, side.face))
    if told.words:
        found.add(name_key(side))
    if len(told.words) > 1:
        ends = sorted(told.words)
        found.add(key(Key.ENDS, f"{ends[0][:3]} {ends[-1][:3]} {told.local[:2]}"))
    if len(told.local) > 3 and told.local not in OFFICES:
        found.add(key(Key.HANDLE, told.local))
    return sorted(found)[:MAX_KEYS]


def name_key(side: Side) -> int:
    return key(Key.NAME, " ".join(sorted(side.told.words)))


def key(kind: Key, words: str) -> int:
    """63 bits; the same on every machine. The lowest three say the kind."""
    digest = blake2b(words.encode("utf-8", "replace"), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 1) & ~7 | kind


def tidy(address: str) -> str:
    """As it is compared: without scheme, www., case, and what ends a sentence."""
    bare = address.strip().casefold().removeprefix("mailto:")
    bare = re.sub(r"^https?://", "", bare).removeprefix("www.").rstrip("/.,;:!?")
    return bare.removeprefix("@") if bare.count("@") == 1 and bare.startswith("@") else bare


def _local(side: Side) -> str:
    """The part that people carry from service to service: of a host its first label."""
    bare = side.handle.strip().lstrip("@").casefold()
    local, at, _ = bare.partition("@")
    return local.partition(".")[0] if side.service in BY_HOST and not at else local


def _own(side: Side) -> Iterator[str]:
    bare = tidy(side.handle).removeprefix("@")
    if "@" in bare or "." in bare:
        yield bare
    if side.url:
        yield tidy(side.url)


def _named(side: Side) -> Iterator[Named]:
    for address, verified in side.links:
        yield Named(_address(address), Claim.CHECKED if verified else Claim.OWN, address)
    bio = side.bio[:MAX_BIO]
    if "." in bio:
        at = 0
        for address in addresses(bio):
            start = bio.find(address, at)
            at = start + len(address)
            before = _CLAUSE.split(bio[max(0, start - 60) : start])[-1]
            words = f"{before}{address}".strip()
            yield Named(_address(address), _claim(before), words)


def _address(address: str) -> str:
    return tidy(address).removeprefix("@")


def _claim(before: str) -> Claim:
    """By the nearest of the few words in front of it that tells."""
    said = re.findall(r"[^\W\d_]+", before.casefold())[-4:]
    told = next((word for word in reversed(said) if word in _SAME or word in _APART), None)
    if told:
        return Claim.OWN if told in _SAME else Claim.APART
    return Claim.APART if _OF.intersection(said[-1:]) else Claim.NAMED


def is_somebodys(address: str) -> bool:
    """A mail address or a whole handle that is not the door of a firm."""
    local, at, _ = address.partition("@")
    return bool(at) and local not in OFFICES


def _is_page(address: str) -> bool:
    """A host of their own, or a page at one that has pages of thousands."""
    host, _, path = address.partition("/")
    return "." in host and (host not in _EVERYBODY or len(path) > 1)


def _cased(word: str) -> bool:
    return word.upper() != word.lower()
