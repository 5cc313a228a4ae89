"""Taking names out of texts, in every form in which a text may hold them.

`marks` (handles, keys, addresses) count in any capitals, `names` in theirs. `lines` are what
somebody said: a line that quotes one of them goes, not one that happens to be the same, unless
`loose`. `urls` are the many addresses of what they wrote.
"""

import json
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import quote

ERASED = "(erased)"
SHORTEST_LINE = 16  # characters; below, two people may well have said the same
_MARKS = '“”„«»"'  # around what is quoted
_QUOTED = re.compile(r"^\s*[>|][\s>|]*")
_MAY_QUOTE = re.compile(f"[{_MARKS}>|]")
_WEB = re.compile(r"https?://[^\s\"'<>\\)]+", re.IGNORECASE)
_NO_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Blackout:
    """`instead` is what stands in the place of a name."""

    def __init__(
        self,
        marks: Iterable[str] = (),
        names: Iterable[str] = (),
        lines: Iterable[str] = (),
        urls: Iterable[str] = (),
        instead: str = ERASED,
        loose: bool = False,
    ) -> None:
        self.marks = tuple(sorted({m.lstrip("@") for m in marks if len(m.lstrip("@")) > 2}))
        self.names = tuple(sorted({name for name in names if len(name) > 1}))
        self.lines = frozenset(line for each in lines for line in spoken(each))
        self.urls = frozenset(url.casefold() for url in urls)
        self.instead, self._loose = instead, loose

    def loosely(self) -> "Blackout":
        """For where they took part: a line like theirs is theirs, quoted or not."""
        return Blackout(self.marks, self.names, self.lines, self.urls, self.instead, True)

    @cached_property
    def low(self) -> tuple[str, ...]:
        """Every form of every mark and name in small letters: one of them is in what has a hit."""
        found = {form.lower() for each in (*self.marks, *self.names) for form in forms(each)}
        return tuple(sorted(found))

    def near(self, text: str) -> bool:
        """Whether `text`, of many values together, may hold something; quick, and never misses."""
        low = text.lower()
        return any(each in low for each in self.low) or self._links(low)

    def _links(self, low: str) -> bool:
        if not self.urls or "://" not in low:
            return False
        return any(_address(found[0]) in self.urls for found in _WEB.finditer(low))

    def quotes(self, text: str) -> bool:
        if not self.lines or not (self._loose or _MAY_QUOTE.search(text)):
            return False
        return any(map(self._is_theirs, text.splitlines()))

    def _is_theirs(self, line: str) -> bool:
        said = _bare(line)
        return said in self.lines and (self._loose or said != line.strip())

    def hits(self, text: str) -> bool:
        return self.clean(text) != text

    def clean(self, text: str) -> str:
        """`text` without any of it. JSON stays JSON."""
        if self.lines and text[:1] in ("{", "["):
            text = _in_json(text, self._unquoted)
        text = self._unquoted(text)
        return text if not self.near(text) else self._named(text)

    def _unquoted(self, text: str) -> str:
        if not self.quotes(text):
            return text
        return "\n".join(self.instead if self._is_theirs(x) else x for x in text.splitlines())

    def _named(self, text: str) -> str:
        if self.urls:
            text = _WEB.sub(self._unlinked, text)
        for pattern in self._patterns:
            text = pattern.sub(self.instead, text)
        return text

    def _unlinked(self, found: re.Match[str]) -> str:
        return self.instead if _address(found[0]) in self.urls else found[0]

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        """Addresses take what follows in them along: the number of a post is an id too."""
        webs = [mark for mark in self.marks if "://" in mark]
        marks = [mark for mark in self.marks if "://" not in mark]
        return tuple(
            re.compile("|".join(map(_form, _forms(group))) + tail, flags)
            for group, tail, flags in (
                (webs, r"(?:[/?#&%][^\s\"'<>\\)]*)?", re.IGNORECASE),
                (marks, "", re.IGNORECASE),
                (self.names, "", re.NOFLAG),
            )
            if group
        )


def forms(text: str) -> set[str]:
    """As it is, in JSON, in a web address, in HTML, as a file or a form writes it."""
    plain = json.dumps(text)[1:-1]
    found = {text, plain, plain.replace("/", "\\/"), quote(text), quote(text, safe="")}
    return found | {quote(text, safe="").replace("%20", "+"), escape(text)}


def _forms(texts: Iterable[str]) -> list[str]:
    """The longest first: a name that begins another one must not end it."""
    return sorted({form for each in texts for form in forms(each)}, key=len, reverse=True)


def _form(form: str) -> str:
    """As a whole word where it is made of words; scripts without blanks have no words."""
    before = r"(?<!\w)" if form[0].isalnum() and not _NO_BLANKS.match(form[0]) else ""
    after = r"(?!\w)" if form[-1].isalnum() and not _NO_BLANKS.match(form[-1]) else ""
    at = "" if "://" in form or "%3A%2F%2F" in form else "(?:@|%40)?"
    return f"{before}{at}{re.escape(form)}{after}"


def spoken(text: str) -> list[str]:
    """The lines of a text that are long enough to be known again."""
    lines = (_bare(line) for line in text.splitlines())
    return [line for line in lines if len(line) >= SHORTEST_LINE]


def _bare(line: str) -> str:
    """Without what says that it is quoted."""
    return _QUOTED.sub("", line).strip().strip(_MARKS).strip()


def _address(url: str) -> str:
    return url.casefold().rstrip(".,;:!?")


def _in_json(text: str, change: Callable[[str], str]) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    changed = _walk(value, change)
    return text if changed == value else json.dumps(changed, separators=(",", ":"))


def _walk(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_walk(each, change) for each in value]
    if isinstance(value, dict):
        return {name: _walk(each, change) for name, each in value.items()}
    return value
