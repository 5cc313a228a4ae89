"""How long a message is, counted as its service counts."""

import re
import unicodedata

from cm_desk.domain.model import Limits
from cm_desk.text.links import URL, links, mentions

TLD = re.compile(r"\.(?:[^\W\d_]{2,}|xn--[\w-]+)$")


def length(text: str, limits: Limits, warning: str = "") -> int:
    """In `limits.unit`. `text` as it will be sent, with the mentions in front of it."""
    counted = _shortened(text, limits)
    return _measure(warning + counted if limits.warning_counts else counted, limits.unit)


def left(text: str, limits: Limits, warning: str = "") -> int | None:
    """What may still be written, negative when it is too long; None where nothing limits it."""
    if limits.max_chars is None:
        return None
    return limits.max_chars - length(text, limits, warning)


def graphemes(text: str) -> int:
    """What a reader takes for one character: the clusters of Unicode's UAX #29.

    Whether a sign is a picture that a joiner may join is guessed from its block: exact for
    emoji, accents, flags, Hangul and line ends; a few Indic conjuncts count as two.
    """
    if text.isascii():
        return len(text) - text.count("\r\n")
    count, before, flags, picture = 0, "", 0, False
    for char in text:
        joined = picture and before == "\u200d"
        if not _continues(before, char, flags, joined):
            count += 1
        picture = _picture(char) or (picture and _extends(char) and before != "\u200d")
        flags = flags + 1 if _flag(char) else 0
        before = char
    return count


def _measure(text: str, unit: str) -> int:
    match unit:
        case "graphemes":
            return graphemes(text)
        case "bytes":
            return len(text.encode("utf-8", "replace"))
    return len(text)


def _shortened(text: str, limits: Limits) -> str:
    """Links and mentions as long as they count; from the end, so that places stay right."""
    cuts: list[tuple[int, int, str]] = []
    if limits.per_link is not None and URL.search(text):
        cuts += [
            (each.start, each.end, "x" * limits.per_link)
            for each in links(text)
            if TLD.search(_host(each.url))
        ]
    if limits.mention_without_host and "@" in text:
        taken = [(start, end) for start, end, _ in cuts]
        cuts += [
            (each.start, each.end, f"@{each.user}")
            for each in mentions(text)
            if not any(start <= each.start < end for start, end in taken)
        ]
    for start, end, instead in sorted(cuts, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def _host(url: str) -> str:
    return re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0].partition(":")[0]


def _continues(before: str, char: str, flags: int, joined: bool) -> bool:
    """Whether `char` belongs to the cluster that ends with `before`."""
    if not before or char == "\n":
        return before == "\r"
    if _breaks(before) or _breaks(char):
        return False
    if _extends(char) or (joined and _picture(char)):
        return True
    if _flag(char):
        return flags % 2 == 1
    return _hangul(before, char)


def _breaks(char: str) -> bool:
    kind = unicodedata.category(char)
    if kind == "Cf":
        return not _extends(char) and char != "\u200d"
    return kind in ("Cc", "Zl", "Zp", "Cs")


def _extends(char: str) -> bool:
    if char in "\u200c\u200d" or "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    if "\U000e0020" <= char <= "\U000e007f" or "\uff9e" <= char <= "\uff9f":
        return True
    return unicodedata.category(char) in ("Mn", "Me", "Mc")


def _flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _picture(char: str) -> bool:
    if _flag(char):
        return False
    return unicodedata.category(char) == "So" or char in "\u203c\u2049\u2122\u2139\u3030\u303d"


def _hangul(before: str, char: str) -> bool:
    """A syllable of its parts: leading (L), vowel (V) and trailing (T) letters."""
    first, second = _part(before), _part(char)
    return f"{first}>{second}" in (
        "L>L",
        "L>V",
        "L>LV",
        "L>LVT",
        "LV>V",
        "LV>T",
        "V>V",
        "V>T",
        "LVT>T",
        "T>T",
    )


def _part(char: str) -> str:
    if "\u1100" <= char <= "\u115f" or "\ua960" <= char <= "\ua97c":
        return "L"
    if "\u1160" <= char <= "\u11a7" or "\ud7b0" <= char <= "\ud7c6":
        return "V"
    if "\u11a8" <= char <= "\u11ff" or "\ud7cb" <= char <= "\ud7fb":
        return "T"
    if "\uac00" <= char <= "\ud7a3":
        return "LV" if (ord(char) - 0xAC00) % 28 == 0 else "LVT"
    return ""
