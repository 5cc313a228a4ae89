"""Web addresses and mentions in plain text, and where an address really leads."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

URL = re.compile(r"https?://[^\s<>\"“”„«»\u200b]{1,2000}", re.IGNORECASE)
MENTION = re.compile(r"(?<![=/\w@])@(\w+(?:[\w.-]*\w)?)(@\w[\w.-]*\w(?::\d+)?)?", re.ASCII)
HOST = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}"
ADDRESS = re.compile(
    rf"https?://[^\s<>\"“”„«»\u200b]{{1,2000}}|@?[\w.+-]{{1,64}}@{HOST}|@?{HOST}(?:/[^\s<>\"]{{0,500}})?",
    re.IGNORECASE,
)
MAX_TEXT = 5000  # of a profile; longer ones are no profiles
PAIRS = {")": "(", "]": "[", "}": "{"}
PUNCTUATION = ".,;:!?'’*_~"


@dataclass(frozen=True, slots=True)
class Link:
    """`text[start:end]` is `url`."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` is @user or @user@host; `host` "" for the first."""

    start: int
    end: int
    user: str
    host: str


def links(text: str) -> tuple[Link, ...]:
    """The web addresses in `text`, without the punctuation that ends a sentence."""
    found = []
    for match in URL.finditer(text):
        url = _trimmed(match[0])
        if true_host(url):
            found.append(Link(match.start(), match.start() + len(url), url))
    return tuple(found)


def mentions(text: str) -> tuple[Mention, ...]:
    """As Mastodon reads them."""
    return tuple(
        Mention(each.start(), each.end(), each[1], (each[2] or "")[1:])
        for each in MENTION.finditer(text)
    )


def addresses(text: str) -> tuple[str, ...]:
    """What in `text` names a place or a person: web and mail addresses, hosts, whole handles."""
    return tuple(_trimmed(each[0]) for each in ADDRESS.finditer(text[:MAX_TEXT]))


def addressed(text: str, handles: Iterable[str]) -> str:
    """`text` with a mention in front for each of `handles` ("@user@host") it does not mention."""
    there = {text[each.start : each.end].lower() for each in mentions(text)}
    missing = [each for each in dict.fromkeys(handles) if each.lower() not in there]
    return " ".join([*missing, text]) if missing else text


def true_host(url: str) -> str:
    """The host that a click would reach, as the network writes it; "" when there is none.

    "https://bank.example@evil.example/" leads to evil.example; "bücher.example" is
    xn--bcher-kva.example.
    """
    try:
        host = urlsplit(url).hostname or ""
        return host if host.isascii() else host.encode("idna").decode()
    except ValueError:  # UnicodeError is one
        return ""


def warning(url: str, known: Iterable[str] = ()) -> str:
    """What is odd about an address, "" for nothing: a few words to stand beside the true host.

    `known` are hosts the person trusts; one that looks like them is named.
    """
    parts = urlsplit(url) if true_host(url) else None
    if parts is None:
        return "not a web address"
    host = true_host(url)
    if "@" in parts.netloc:
        return "hides its host behind a name"
    if (like := _looks_like(host, known)) is not None:
        return f"looks like {like}"
    if any(len(_scripts(label)) > 1 for label in _unicode(host).split(".")):
        return "mixes alphabets"
    return ""


def _trimmed(url: str) -> str:
    while url and (url[-1] in PUNCTUATION or _unbalanced(url)):
        url = url[:-1]
    return url


def _unbalanced(url: str) -> bool:
    opening = PAIRS.get(url[-1])
    return opening is not None and url.count(url[-1]) > url.count(opening)


def _unicode(host: str) -> str:
    try:
        return host.encode().decode("idna")
    except ValueError:
        return host


def _scripts(label: str) -> set[str]:
    """LATIN, CYRILLIC, …; the three scripts of Japanese count as one."""
    names = {unicodedata.name(each, "").split(" ")[0] for each in label if each.isalpha()}
    return {"CJK" if each in ("HIRAGANA", "KATAKANA", "CJK") else each for each in names}


def _looks_like(host: str, known: Iterable[str]) -> str | None:
    for each in known:
        if host != each and not host.endswith(f".{each}") and _face(host) == _face(each):
            return each
    return None


TWINS = str.maketrans("аеорсухіјԁһɡⅼӏ01ı", "aeopcyxijdhglloli")


def _face(host: str) -> str:
    """What the eye sees of a host: letters that look alike are one."""
    seen = unicodedata.normalize("NFKD", _unicode(host)).translate(TWINS)
    bare = "".join(each for each in seen if not unicodedata.combining(each))
    return bare.replace("rn", "m").replace("vv", "w").replace("i", "l")
