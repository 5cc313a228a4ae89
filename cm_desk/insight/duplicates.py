"""Whether two people may be one, and why we think so. Nothing is merged by a guess.

Each kind of evidence was weighed on the pairs of tests/insight/people.txt.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import combining, normalize

from rapidfuzz import fuzz

SHOWN_FROM = 1.0  # what is right at least 95 times of 100
NAMES, HANDLES = 94.0, 84.0  # near enough, of 100
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(/[^\s,;)>\"']*)?", re.IGNORECASE)
_MENTION = re.compile(r"@([\w.-]+@[\w.-]+\w|[\w-]+(?:\.[\w-]+)+)")
_EVERYBODY = frozenset(
    (
        *("twitter.com", "x.com", "facebook.com", "instagram.com", "linkedin.com", "youtube.com"),
        *("youtu.be", "github.com", "linktr.ee", "bsky.app", "bsky.social", "mastodon.social"),
        *("gmail.com", "outlook.com", "medium.com", "t.me", "tiktok.com", "discord.gg"),
        *("patreon.com", "ko-fi.com", "wikipedia.org", "reddit.com"),
    )
)
_COMMON = frozenset(
    ("info", "hello", "contact", "admin", "mail", "office", "support", "news", "team", "official")
)


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody at one service, as they describe themselves there."""

    contact_id: int
    identity_id: int
    service: str
    handle: str
    name: str = ""
    url: str = ""
    avatar_url: str = ""
    bio: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`kind` says which; `left` and `right` are what each side shows for it."""

    kind: str  # names, site, mail, avatar, alike
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    left: Side
    right: Side
    evidence: tuple[Evidence, ...]
    score: float

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.left, self.right

    @property
    def shown(self) -> bool:
        return self.score >= SHOWN_FROM


WEIGHTS = {"names": 1.0, "mail": 1.0, "site": 1.0, "avatar": 0.6, "alike": 1.0}


def compare(a: Side, b: Side) -> Suggestion:
    """All that speaks for both being one. Accounts of one service need more than a likeness."""
    found = [each for look in _LOOKS if (each := look(a, b))]
    score = sum(WEIGHTS[each.kind] for each in found)
    if not _namesakes(a, b):  # a shop's site, a family's mail: another name, another person
        score -= 0.5
    if a.service == b.service:
        score -= 0.5
    return Suggestion(a, b, tuple(found), round(score, 2))


def keys(side: Side) -> set[str]:
    """Two who may be one share one of these: what is compared at all."""
    local = plain_handle(side.handle)
    found = {f"at:{each}" for each in _addresses(side)}
    found |= {f"to:{each}" for each in _sites(side)}
    found |= {f"at:{each}" for each in _mails(side)}
    if side.avatar_url:
        found.add(f"face:{side.avatar_url}")
    words = sorted(_folded(side.name).split())
    if len(words) > 1:
        found.add("name:" + " ".join(words))
        found.add(f"ends:{words[0][:3]}{words[-1][:3]}{local[:2]}")
    if len(local) > 3:
        found.add(f"local:{local}")
    return found


def plain_handle(handle: str) -> str:
    """The part that people carry from service to service, without case, digits and signs."""
    bare = handle.strip().lstrip("@").casefold()
    local = bare.split("@")[0]
    if (
        handle[:1] != "@" and "@" not in bare and "." in local
    ):  # a host as a handle: its first part that says something
        local = local.split(".")[0]
    return re.sub(r"[\W\d_]+", "", _folded(local))


def _folded(words: str) -> str:
    split = normalize("NFKD", words.casefold())
    kept = (char for char in split if not combining(char))
    return " ".join(re.sub(r"[^\w\s]|_", " ", "".join(kept)).split())


def _names_other(a: Side, b: Side) -> Evidence | None:
    """A profile that gives the other's own address, one way or both."""
    for one, other in ((a, b), (b, a)):
        told = _links(one) | _mails(one) | _mentions(one)
        if (told & _addresses(other)) - _addresses(one):
            shown = other.url or other.handle
            left, right = (one.bio, shown) if one is a else (shown, one.bio)
            return Evidence("names", left, right)
    return None


def _number(handle: str) -> str:
    return "".join(char for char in handle if char.isdecimal())


def _whole(name: str) -> bool:
    """Two words or more, none of them an initial: one given name is shared by thousands."""
    words = _folded(name).split()
    return len(words) > 1 and all(len(each) > 1 for each in words)


def _same_site(a: Side, b: Side) -> Evidence | None:
    shared = sorted(_sites(a) & _sites(b))
    return Evidence("site", shared[0], shared[0]) if shared else None


def _same_mail(a: Side, b: Side) -> Evidence | None:
    shared = sorted(_own_mails(a) & _own_mails(b))
    return Evidence("mail", shared[0], shared[0]) if shared else None


def _same_face(a: Side, b: Side) -> Evidence | None:
    if a.avatar_url and a.avatar_url == b.avatar_url:
        return Evidence("avatar", a.avatar_url, b.avatar_url)
    return None


def _alike(a: Side, b: Side) -> Evidence | None:
    """Near names and near handles: one of both is what namesakes have."""
    near = fuzz.ratio(plain_handle(a.handle), plain_handle(b.handle))
    said = len(plain_handle(a.handle)) > 3 and plain_handle(a.handle) not in _COMMON
    said = said and _number(a.handle) == _number(b.handle)  # garcia77 is not garcia
    if said and near >= HANDLES and _namesakes(a, b) and _whole(a.name) and _whole(b.name):
        left, right = (f"{each.name} {each.handle}" for each in (a, b))
        return Evidence("alike", left, right)
    return None


_LOOKS = (_names_other, _same_site, _same_mail, _same_face, _alike)


def _namesakes(a: Side, b: Side) -> bool:
    one, other = _folded(a.name), _folded(b.name)
    return bool(one and other) and fuzz.token_sort_ratio(one, other) >= NAMES


def _addresses(side: Side) -> set[str]:
    """What others write to name this side: its handle with a host, its page."""
    bare = side.handle.strip().lstrip("@").casefold()
    found = {bare} if "@" in bare or "." in bare else set()
    if side.url:
        found.add(_tidy(side.url))
    return found


def _links(side: Side) -> set[str]:
    hosts = _LINK.findall(_MAIL.sub(" ", side.bio))
    return {_tidy(host + path) for host, path in hosts}


def _sites(side: Side) -> set[str]:
    """Pages of their own: not the service that everybody is at."""
    own = {_tidy(side.url)} if side.url else set()
    return {
        each for each in _links(side) - own if each.split("/")[0] not in _EVERYBODY or "/" in each
    }


def _mails(side: Side) -> set[str]:
    return {each.casefold().rstrip(".") for each in _MAIL.findall(side.bio)}


def _mentions(side: Side) -> set[str]:
    return {
        each.casefold()
        for each in re.findall(r"@([\w.-]+@[\w.-]+\w|[\w-]+(?:\.[\w-]+)+)", side.bio)
    }


def _own_mails(side: Side) -> set[str]:
    handle = {side.handle.casefold()} if side.service == "mail" else set()
    return {each for each in _mails(side) | handle if each.split("@")[0] not in _COMMON}


def _tidy(link: str) -> str:
    bare = re.sub(r"^https?://(www\.)?", "", link.strip().casefold())
    return bare.removeprefix("www.").rstrip("/.,;:!?")


def best(found: Iterable[Suggestion]) -> list[Suggestion]:
    """One for each two people, the strongest; the surest come first."""
    strongest: dict[frozenset[int], Suggestion] = {}
    for each in found:
        pair = frozenset((each.left.contact_id, each.right.contact_id))
        if len(pair) == 2 and each.score > (s.score if (s := strongest.get(pair)) else 0.0):
            strongest[pair] = each
    return sorted(strongest.values(), key=lambda each: -each.score)
