"""Whether two people may be one, and why we think so. Nothing is merged by a guess.

What is shown by itself rests on one strong piece of evidence, or on a weak one and the same name
or handle; `tests/insight/villages` says how often that is right. Whoever names the other as
somebody else is never suggested.
"""

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import fuzz

from cm_desk.insight.profiles import OFFICES, Claim, Key, Side, is_somebodys, key, name_key

CROWD = 8  # what more people share says nothing about any two of them
NEAR = 84.0  # of 100: handles
ODD = 8  # letters of a handle that hardly two people choose
_AGE = frozenset(("jr", "sr", "junior", "senior", "ii", "iii", "iv"))


class Names(IntEnum):
    """How two names go together. MORE: one has a word more, as a desk of a firm has."""

    CLASH, MORE, UNKNOWN, SINGLE, PART, WHOLE = range(6)


@dataclass(frozen=True, slots=True)
class Group:
    """What several profiles share, by its key: of how many people on how many services.

    More than CROWD people are not counted.
    """

    key: int
    people: int
    services: int


@dataclass(frozen=True, slots=True)
class Echo:
    """What both posted: how often, and one of them, with the words of it."""

    times: int
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """`kind` is one of ORDER; `left` and `right` are what each side shows for it.

    `times` is how often they posted the same.
    """

    kind: str
    left: str
    right: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`shown`: right at least 95 times of 100, so that it is shown by itself."""

    left: Side
    right: Side
    evidence: tuple[Evidence, ...]
    shown: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.left, self.right

    @property
    def rank(self) -> int:
        """The surest comes first. Only for the order: no number of it is shown."""
        strongest = min(ORDER.index(each.kind) for each in self.evidence)
        return 10 * strongest + len(ORDER) - len(self.evidence)


ORDER = ("verified", "names", "mail", "site", "avatar", "said", "handle", "alike")


class _Pair:
    """Two sides and what is asked of them."""

    def __init__(self, a: Side, b: Side, common: Container[int], echo: Echo | None) -> None:
        self.a, self.b, self.common, self.echo = a, b, common, echo
        self.names = names(a, b)
        self.handles = _handles(a, b)
        self.claim, self.naming = _naming(a, b)

    def rare(self, kind: Key, words: str) -> bool:
        return key(kind, words) not in self.common

    @property
    def akin(self) -> bool:
        """The same name, or the same handle and no other name."""
        return self.names >= Names.PART or (self.handles and self.names >= Names.UNKNOWN)


def compare(
    a: Side, b: Side, common: Container[int] = (), echo: Echo | None = None
) -> Suggestion | None:
    """All that speaks for both being one; None when nothing does, or one says it is not so.

    `common` are keys that so many share that they say nothing.
    """
    pair = _Pair(a, b, common, echo)
    if pair.claim is Claim.APART:
        return None
    found = [
        (each, sure) for look in _LOOKS if (each := look(pair)) for sure in [_sure(pair, each)]
    ]
    if not found:
        return None
    shown = any(sure for _, sure in found)
    return Suggestion(a, b, tuple(each for each, _ in found), shown)


def common(groups: Iterable[Group]) -> frozenset[int]:
    """The keys that say nothing: too many people share them, or two of one service do."""
    return frozenset(each.key for each in groups if _is_common(each))


def _is_common(group: Group) -> bool:
    if group.people > CROWD:
        return True
    match group.key & 7:
        case Key.NAME | Key.HANDLE:
            return group.people > 2 or group.people > group.services
        case Key.SITE:
            return group.people > 4
        case Key.MAIL | Key.FACE:
            return group.people > 3
    return False


def _sure(pair: _Pair, evidence: Evidence) -> bool:
    """Whether this alone is enough to show them. Two accounts of one service need more."""
    names, twice = pair.names, pair.a.service == pair.b.service
    match evidence.kind:
        case "verified":
            return names is not Names.CLASH or pair.handles
        case "names":
            own = pair.claim is Claim.OWN and names is not Names.CLASH
            return own or (
                (names >= Names.SINGLE or pair.akin) and (not twice or names >= Names.PART)
            )
        case "mail":
            return names >= Names.UNKNOWN and (not twice or names is Names.WHOLE)
        case "site":
            apart = names is Names.UNKNOWN and _scripts(pair.a) != _scripts(pair.b)
            return names is Names.WHOLE if twice else pair.akin or apart
        case "avatar":
            return names is Names.WHOLE if twice else pair.akin or names is Names.SINGLE
        case "said":
            return pair.akin and not twice
        case "handle":
            return not twice
        case _:
            return not twice


# --- what is looked for -------------------------------------------------------------------------


def _verified(pair: _Pair) -> Evidence | None:
    return (
        pair.naming and Evidence("verified", *pair.naming) if pair.claim is Claim.CHECKED else None
    )


def _names_other(pair: _Pair) -> Evidence | None:
    named = pair.claim in (Claim.NAMED, Claim.OWN)
    return pair.naming and Evidence("names", *pair.naming) if named else None


def _mail(pair: _Pair) -> Evidence | None:
    """A name at a host is one address, whether mail or a profile is asked for it."""
    if same := sorted(each for each in pair.a.told.own & pair.b.told.own if is_somebodys(each)):
        return Evidence("mail", same[0], same[0])
    mine, theirs = pair.a.told.mails, pair.b.told.mails
    shared = [each for each in sorted(mine.keys() & theirs) if pair.rare(Key.MAIL, each)]
    return Evidence("mail", mine[shared[0]].words, theirs[shared[0]].words) if shared else None


def _site(pair: _Pair) -> Evidence | None:
    mine, theirs = pair.a.told.pages, pair.b.told.pages
    shared = [each for each in sorted(mine.keys() & theirs) if pair.rare(Key.SITE, each)]
    return Evidence("site", mine[shared[0]].words, theirs[shared[0]].words) if shared else None


def _avatar(pair: _Pair) -> Evidence | None:
    same = pair.a.face and pair.a.face == pair.b.face and pair.rare(Key.FACE, pair.a.face)
    return Evidence("avatar", pair.a.avatar_url, pair.b.avatar_url) if same else None


def _said(pair: _Pair) -> Evidence | None:
    echo = pair.echo
    return Evidence("said", echo.text, echo.text, echo.times) if echo else None


def _handle(pair: _Pair) -> Evidence | None:
    """The same one, and it is not made of a name."""
    one, other = pair.a.told, pair.b.told
    same = one.local == other.local and len(one.local) >= ODD and one.number == other.number
    if not same or pair.names < Names.UNKNOWN or not pair.rare(Key.HANDLE, one.local):
        return None
    if any(_made_of(one.local, each.words) for each in (one, other)):
        return None
    return Evidence("handle", pair.a.handle, pair.b.handle)


def _alike(pair: _Pair) -> Evidence | None:
    """The same whole name and a near handle: one of both is what namesakes have."""
    if pair.names is not Names.WHOLE or not pair.handles or name_key(pair.a) in pair.common:
        return None
    left, right = (f"{each.name} {each.handle}" for each in (pair.a, pair.b))
    return Evidence("alike", left, right)


_LOOKS: tuple[Callable[[_Pair], Evidence | None], ...] = (
    *(_verified, _names_other, _mail, _site, _avatar, _said, _handle, _alike),
)


# --- names and handles --------------------------------------------------------------------------


def names(a: Side, b: Side) -> Names:
    one, other = a.told.words, b.told.words
    if not one or not other or _scripts(a) != _scripts(b):
        return Names.UNKNOWN
    if sorted(map(_spelt, one)) == sorted(map(_spelt, other)):
        return Names.WHOLE if a.told.whole and b.told.whole else Names.SINGLE
    if _AGE & set(one) != _AGE & set(other):
        return Names.CLASH
    short, long = sorted((one, other), key=len)
    left = list(long)
    for word in short:
        match = next((each for each in left if _same_word(word, each)), None)
        if match is None:
            return _apart(a, b)
        left.remove(match)
    if left and len(short) > 1:
        return Names.MORE
    return Names.PART if len(long) > 1 else Names.SINGLE


def _apart(a: Side, b: Side) -> Names:
    """Other words. One that is only the handle again says nothing."""
    nick = any(len(each.told.words) == 1 and len(each.told.words[0]) >= ODD for each in (a, b))
    return Names.UNKNOWN if nick else Names.CLASH


def _same_word(one: str, other: str) -> bool:
    """The same, its first letter alone, or a short form: Kathi of Katharina, not Jana of Jan."""
    short, long = sorted((_spelt(one), _spelt(other)), key=len)
    if short == long or (len(short) == 1 and long.startswith(short)):
        return True
    stem = short.rstrip("iey")
    return len(long) - len(short) >= 2 and len(stem) >= 3 and long.startswith(stem)


def _spelt(word: str) -> str:
    """Müller is Mueller."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _scripts(side: Side) -> bool:
    """Whether the name is in Latin letters."""
    return all(char < "ɐ" for word in side.told.words for char in word)


def _handles(a: Side, b: Side) -> bool:
    """The same or a near handle. Another number is another person: garcia77 is not garcia."""
    one, other = a.told, b.told
    if one.number != other.number or min(len(one.local), len(other.local)) < 4:
        return False
    if one.local in OFFICES or other.local in OFFICES:
        return False
    if one.local == other.local or fuzz.ratio(one.local, other.local) >= NEAR:
        return True
    both = (_joined(one.words), _joined(one.words[::-1]))
    return one.local in both and other.local in both


def _joined(words: Iterable[str]) -> str:
    return "".join(words)


def _made_of(local: str, words: Iterable[str]) -> bool:
    """Whether a handle is put together of the words of a name; one word may be the handle."""
    words = [word for word in words if re.sub(r"\d", "", word) != local]
    for word in sorted(words, key=len, reverse=True):
        for end in range(len(word), 2, -1):
            if word[:end] in local:
                local = local.replace(word[:end], "")
                break
    return len(local) <= 2


def _naming(a: Side, b: Side) -> tuple[Claim | None, tuple[str, str] | None]:
    """The strongest way in which one names the other, and what each shows for it."""
    found: list[tuple[Claim, tuple[str, str]]] = []
    for one, other in ((a, b), (b, a)):
        for each in one.told.named:
            if each.address in other.told.own and each.address not in one.told.own:
                shown = other.url or other.handle
                both = (each.words, shown) if one is a else (shown, each.words)
                found.append((each.claim, both))
    if not found:
        return None, None
    apart = [each for each in found if each[0] is Claim.APART]
    strongest = max(found, key=lambda each: each[0])
    return apart[0] if apart and strongest[0] is not Claim.CHECKED else strongest
