"""Blacking out everybody but one person in what is shown to that person.

Names of several words count in any capitals, single words in theirs. A handle or an address that
is neither this person's nor ours is somebody's.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

BLACK = "█████"
SHORTEST_PART = 3  # letters of a first name that is known as one
_WORD = re.compile(r"\w+")
_HANDLE = re.compile(r"(?<![\w/])@?[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@/.])@\w(?:[\w.-]*\w)?")
_WEB = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)


class Others:
    """`seen` collects who was blacked out: the number that came with a name, or what it said."""

    def __init__(self, known: Iterable[tuple[int, str]], kept: Iterable[str]) -> None:
        """`known`: a number and a name, handle or address of each of the others; `kept`: names
        and handles that stay, this person's and ours."""
        self.seen: set[int | str] = set()
        self._kept = {_bare(each) for each in kept}
        self._kept_words = {w for each in kept for w in _WORD.findall(each)}
        self._names: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._webs: dict[str, int] = {}
        self._handles: dict[str, int] = {}
        for number, name in known:
            self._learn(number, name.strip())
        for names in self._names.values():
            names.sort(key=lambda each: len(each[0]), reverse=True)

    def _learn(self, number: int, name: str) -> None:
        if len(name) < 2 or _bare(name) in self._kept:
            return
        if "://" in name:
            self._webs[_bare(name)] = number
        elif "@" in name:
            self._handles[_bare(name)] = number
        elif words := _WORD.findall(name):
            self._names[words[0].casefold()].append((name, number))

    def also(self, number: int, name: str) -> None:
        """The words of a name alone, as friends say them."""
        for word in _WORD.findall(name):
            long = len(word) >= SHORTEST_PART and word[0].isupper()
            if long and word not in self._kept_words:
                self._names[word.casefold()].append((word, number))

    def clean(self, text: str) -> str:
        text = _WEB.sub(self._web, text)
        text = _HANDLE.sub(self._handle, text)
        return self._without_names(text)

    def _web(self, found: re.Match[str]) -> str:
        """An address is somebody's when it lies below theirs, or has a handle in it."""
        parts = found[0].rstrip(".,;:!?)").split("/")
        for n in range(3, len(parts) + 1):
            if (number := self._webs.get(_bare("/".join(parts[:n])))) is not None:
                return self._black(number)
        named = next((part for part in parts[3:] if part.startswith("@")), "")
        who = self._whose(named) if named else None
        return found[0] if who is None else self._black(who)

    def _handle(self, found: re.Match[str]) -> str:
        who = self._whose(found[0])
        return found[0] if who is None else self._black(who)

    def _whose(self, handle: str) -> int | str | None:
        """None: it is theirs or ours. The host may be left out between neighbours."""
        said = _bare(handle)
        short = "@" not in said
        if said in self._kept or (short and any(k.startswith(f"{said}@") for k in self._kept)):
            return None
        if short:
            near = (n for known, n in self._handles.items() if known.startswith(f"{said}@"))
            return self._handles.get(said, next(near, said))
        return self._handles.get(said, said)

    def _without_names(self, text: str) -> str:
        out, at = [], 0
        for word in _WORD.finditer(text):
            if word.start() < at or (known := self._names.get(word[0].casefold())) is None:
                continue
            for name, number in known:
                if _is(text, word.start(), name):
                    out += [text[at : word.start()], self._black(number)]
                    at = word.start() + len(name)
                    break
        return "".join([*out, text[at:]]) if out else text

    def _black(self, who: int | str) -> str:
        self.seen.add(who)
        return BLACK


def _is(text: str, at: int, name: str) -> bool:
    """Whether `name` stands in `text` at `at`, as whole words."""
    said = text[at : at + len(name)]
    after = text[at + len(name) : at + len(name) + 1]
    if after.isalnum() and name[-1].isalnum():
        return False
    several = len(_WORD.findall(name)) > 1
    return (
        said == name
        or (several and said.casefold() == name.casefold())
        or (not several and said == name.upper() and len(name) > 2)
    )


def _bare(name: str) -> str:
    return name.strip().casefold().lstrip("@").rstrip("/")
