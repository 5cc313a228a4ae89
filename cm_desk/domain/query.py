"""What a person types to find something: words, phrases, what to leave out, and filters.

    burr "never arrived" -refund deliv* from:priya -has:image before:2026-01

Any text is read. What cannot be meant becomes a hint with its place and, where that can be told,
what to write instead; the rest is searched. Messages and people have their own filters: `known`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from difflib import get_close_matches

from cm_desk.domain import days

QUOTES = '"“”„‟«»'
_ITEM = re.compile(
    rf"""(?P<minus>-(?=[^\s-]))?
    (?:(?P<name>[^\W\d_]{{1,20}})(?P<colon>[:：]))?
    (?:[{QUOTES}](?P<quoted>[^{QUOTES}]*)(?P<closed>[{QUOTES}]?)(?P<star>\*?)|(?P<bare>\S*))""",
    re.VERBOSE,
)
_QUOTE = re.compile(f"[{QUOTES}]")
_HAS_WORD = re.compile(r"[^\W_]")
_OPERATORS = {
    "OR": "Either word alone cannot be asked for yet: “OR” is searched as a word.",
    "AND": "All words must occur anyway: “AND” is searched as a word.",
    "NOT": "To leave a word out, write a minus before it: -word.",
}
MOST = 64  # words and filters; more are ignored: each costs a list of hits


@dataclass(frozen=True, slots=True)
class Known:
    """A filter there is, `name:value`. With `values` it takes one of them, by any of their names.

    `help` completes "name: …" for a person. `takes` is "text", "day" or "one of".
    """

    name: str
    help: str
    takes: str = "text"
    values: Mapping[str, str] = field(default_factory=dict)  # what may be typed: what is meant
    also: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.values.values()))


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase at `text[start:end]`, minus and quotes included there. `prefix`: only how
    it begins is known. `without`: what has it is left out."""

    text: str
    start: int
    end: int
    phrase: bool = False
    prefix: bool = False
    without: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """`name` is that of its `Known`. `moment`: the beginning of the day that `value` names.
    `quoted`: the value is meant word for word, from:"me" is somebody of that name."""

    name: str
    value: str
    start: int
    end: int
    without: bool = False
    quoted: bool = False
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What `text[start:end]` could not mean, in a sentence; `instead` takes its place, "" for no
    idea."""

    start: int
    end: int
    says: str
    instead: str = ""

    def applied(self, text: str) -> str:
        return f"{text[: self.start]}{self.instead}{text[self.end :]}" if self.instead else text


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    hints: tuple[Hint, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.terms or self.filters)

    def of(self, name: str, without: bool = False) -> tuple[Filter, ...]:
        return tuple(f for f in self.filters if f.name == name and f.without is without)

    def bare(self) -> str:
        """The words alone, as they were typed: the same search without its filters."""
        return self.less(*self.filters)

    def less(self, *filters: Filter) -> str:
        """The text without these filters."""
        pieces, at = [], 0
        for each in sorted(filters, key=lambda one: one.start):
            pieces.append(self.text[at : each.start].strip())
            at = each.end
        return " ".join(piece for piece in (*pieces, self.text[at:].strip()) if piece)


def parse(text: str, known: Iterable[Known], now: datetime, zone: tzinfo | None = None) -> Query:
    """Never raises. `zone` is where days begin at midnight, None the computer's own."""
    return _Reader(text, known, now, zone).read()


def one_of(*values: str, **also: str) -> dict[str, str]:
    """For `Known.values`: each by its own name, and what else may be typed for one."""
    return {value: value for value in values} | also


def written(name: str, value: str) -> str:
    """`name:value`, quoted where it must be."""
    plain = _QUOTE.sub("", value).strip()
    return f'{name}:"{plain}"' if not plain or re.search(r"\s", plain) else f"{name}:{plain}"


def items(text: str) -> Iterator[re.Match[str]]:
    """Whatever stands between blanks: groups minus, name, colon, quoted, closed, star, bare."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif found := _ITEM.match(text, at):
            yield found
            at = max(found.end(), at + 1)


class _Reader:
    def __init__(
        self, text: str, known: Iterable[Known], now: datetime, zone: tzinfo | None
    ) -> None:
        self.text, self.now, self.zone = text, now, zone
        self.known = {each.name: each for each in known}
        self.names = {name: k for k in self.known.values() for name in (k.name, *k.also)}
        self.terms: list[Term] = []
        self.filters: list[Filter] = []
        self.hints: list[Hint] = []

    def read(self) -> Query:
        for found in items(self.text):
            if len(self.terms) + len(self.filters) == MOST:
                break
            self._item(found)
        return Query(self.text, tuple(self.terms), tuple(self.filters), tuple(self.hints))

    def _item(self, found: re.Match[str]) -> None:
        name, quoted = (found["name"] or "").casefold(), found["quoted"] is not None
        if quoted and not found["closed"]:
            self._hint(found, "The quotation mark has no second one.", f'{found[0].rstrip()}"')
        if name in self.names:
            value = (found["quoted"] if quoted else found["bare"]).strip()
            self._filter(found, self.names[name], value)
        elif not name or self._is_words(found, name):
            self._term(found, quoted)

    def _term(self, found: re.Match[str], quoted: bool) -> None:
        whole = found[0].removeprefix("-") if found["minus"] else found[0]
        words = _QUOTE.sub(" ", whole).strip()
        if says := _OPERATORS.get(whole):
            self._hint(found, says)
        if _HAS_WORD.search(words):
            prefix, without = words.endswith("*"), bool(found["minus"])
            self.terms.append(Term(words.rstrip("* "), *found.span(), quoted, prefix, without))

    def _is_words(self, found: re.Match[str], name: str) -> bool:
        """`name:` is none of ours: an address, a time of day, or a slip of the finger."""
        bare = found["bare"] or ""
        if len(name) == 1 or not name.isascii() or bare.startswith("//"):
            return True
        if near := get_close_matches(name, self.names, 1, 0.7):
            start, end = found.start("name"), found.end("colon")
            meant = f"{self.names[near[0]].name}:"
            says = f"There is no filter “{name}:”. Did you mean {meant}?"
            self.hints.append(Hint(start, end, says, meant))
            return False
        if bare or found["quoted"]:
            which = ", ".join(f"{each}:" for each in self.known)
            self._hint(found, f"“{name}:” is no filter, so it is searched. There are {which}.")
        return True

    def _filter(self, found: re.Match[str], known: Known, value: str) -> None:
        moment = None
        if not value:
            self._no_value(found, known)
        elif known.takes == "one of":
            value = self._choice(found, known, value)
        elif known.takes == "day" and (moment := self._day(found, known, value)) is None:
            value = ""
        if value:
            quoted, without = found["quoted"] is not None, bool(found["minus"])
            self.filters.append(Filter(known.name, value, *found.span(), without, quoted, moment))

    def _no_value(self, found: re.Match[str], known: Known) -> None:
        """ "from: priya" has a blank too many; at the end of the text it is still being typed."""
        rest, end, instead = self.text[found.end() :], found.end(), ""
        if found["quoted"] is None and (follows := rest.split(maxsplit=1)):
            end, instead = end + rest.index(follows[0]) + len(follows[0]), f"{found[0]}{follows[0]}"
        says = f"After {known.name}: comes {known.help}, without a blank."
        self.hints.append(Hint(found.start(), end, says, instead))

    def _choice(self, found: re.Match[str], known: Known, value: str) -> str:
        """What is meant by `value`, "" after a hint."""
        typed = "-".join(value.casefold().replace("_", " ").split())
        if meant := known.values.get(typed) or known.values.get(typed.removesuffix("s")):
            return meant
        says = f"There is no {known.name}:{value}."
        if near := get_close_matches(typed, known.values, 1, 0.6):
            instead = written(known.name, known.values[near[0]])
            self._hint(found, f"{says} Did you mean {instead}?", instead)
        else:
            which = ", ".join(f"{known.name}:{each}" for each in known.choices)
            self._hint(found, f"{says} There are {which}.")
        return ""

    def _day(self, found: re.Match[str], known: Known, value: str) -> datetime | None:
        moment = days.read(value, self.now, self.zone)
        if moment is None:
            self._hint(found, f"“{value}” is no day that can be read. Try {days.EXAMPLES}.")
        elif other := days.twofold(value):
            says = f"“{value}” was read as {other}, the day first."
            self._hint(found, says, written(known.name, other))
        return moment

    def _hint(self, found: re.Match[str], says: str, instead: str = "") -> None:
        """`instead` without the minus, which stays."""
        minus = "-" if instead and found["minus"] and not instead.startswith("-") else ""
        self.hints.append(Hint(*found.span(), says, minus + instead))
