"""What strangers wrote, made fit to be drawn: capped, without controls, in its own lane.

Only for the eye: what is stored, searched and copied stays as it was written.
"""

import re
from dataclasses import dataclass
from unicodedata import combining

PARAGRAPHS = 200
MARKS = 4  # accents on one letter; Vietnamese and Hebrew need three
_GONE = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_TURNS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\S{1000}")


@dataclass(frozen=True, slots=True)
class Shown:
    """`left` characters of the original are not in `text`; 0 when all of it is."""

    text: str
    left: int


def line(text: str, limit: int = 200) -> str:
    """One line, at most `limit` characters and "…"; for names, rows and titles."""
    start = text[: limit * 4]
    calm = _calm(_SPACES.sub(" ", _TURNS.sub(" ", start))).strip()
    return calm if len(calm) <= limit and len(start) == len(text) else _cut(calm, limit) + "…"


def file_name(name: str, limit: int = 60) -> str:
    """The name of a file on one line; its end, which says what it is, always stays."""
    whole, end = line(name[:400] + name[400:][-400:], 2000), limit // 3
    return whole if len(whole) <= limit else f"{_cut(whole, limit - end)}…{whole[-end:]}"


def block(text: str, limit: int = 4000) -> Shown:
    """At most `limit` characters and 200 paragraphs: what QTextLayout lays out in a few ms."""
    start = _TURNS.sub("\n", text[:limit])
    kept = "\n".join(start.split("\n", PARAGRAPHS)[:PARAGRAPHS])
    return Shown(_calm(kept), len(start) - len(kept) + max(0, len(text) - limit))


def page(text: str, limit: int = 100_000) -> Shown:
    """For an editor: words of over 1,000 characters get places to break, or it would freeze."""
    calm = _calm(_TURNS.sub("\n", text[:limit]))
    return Shown(_WORD.sub(lambda word: word[0] + "\n", calm), max(0, len(text) - limit))


def _cut(text: str, limit: int) -> str:
    """Never between the parts of one emoji or a letter and its accent."""
    while 0 < limit < len(text) and _belongs(text[limit], text[limit - 1]):
        limit -= 1
    return text[:limit].rstrip()


def _belongs(char: str, before: str) -> bool:
    joined = "\u200d" in (char, before)
    return joined or bool(combining(char)) or "\ufe00" <= char <= "\ufe0f" or "🏻" <= char <= "🏿"


def _calm(text: str) -> str:
    """Without controls and direction overrides; the signs LRM and RLM may stay."""
    if text.isascii():
        return _GONE.sub("", text)
    text = text.encode("utf-8", "replace").decode() if _broken(text) else text
    return _few_marks(_GONE.sub("", text))


def _broken(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def _few_marks(text: str) -> str:
    kept, run = [], 0
    for char in text:
        run = run + 1 if combining(char) else 0
        if run <= MARKS:
            kept.append(char)
    return "".join(kept)
