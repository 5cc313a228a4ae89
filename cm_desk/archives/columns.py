"""Which column of a table is what: guessed from its heading and from what stands below it.

A heading counts only where what is below it fits: a "Note" is a grade where there are numbers, and
a message where there are sentences.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cm_desk.archives.moments import CLOCK, is_moment
from cm_desk.archives.words import bare, words
from cm_desk.errors import BadInput

FIELDS = (
    *("who", "handle", "text", "when", "time", "direction"),
    *("thread", "id", "subject", "url", "channel", "score"),
)
SETTINGS = ("zone", "dates", "service", "encoding", "scale")
DATES = {"day": "dmy", "month": "mdy", "year": "ymd"}  # which number comes first
MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")
NUMERIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:\s*(?:/|of|von|sur|de)\s*\d+)?|[★⭐]+☆*|\d+ ?[★⭐]")
SIGNS = re.compile(r"[^\w]+|_")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
NAME = re.compile(r"(?:[^\W\d_a-z][^\W\d_]*[’'.-]?[^\W\d_]*\.?\s?){1,4}")
LONG = 300  # letters of a cell that are looked at; some patterns take the square of it
FEW = 6  # different words of a direction or a scale
SURE = 100.0


@dataclass(frozen=True, slots=True)
class Columns:
    """`names` are headings by field; "" leaves a field out that could be guessed.

    `zone` is of dates that say none ("" is this computer's), `dates` a key of DATES or "" to be
    guessed, `service` where everybody is, `encoding` that of the file or "" to be guessed, `scale`
    of the scores as "1-5".
    """

    names: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    dates: str = ""
    service: str = ""
    encoding: str = ""
    scale: str = ""


def parse(given: str) -> Columns:
    """From "text=Comment,when=Date,zone=UTC"; "who=" leaves it out. Raises BadInput."""
    names: dict[str, str] = {}
    settings: dict[str, str] = {}
    for each in next(csv.reader([given], skipinitialspace=True), []):
        key, equals, value = each.partition("=")
        key = key.strip().lower()
        if not equals or key not in (*FIELDS, *SETTINGS):
            known = ", ".join((*FIELDS, *SETTINGS))
            raise BadInput(f"“{each}” is no column that we know.", f"Known are: {known}.")
        (names if key in FIELDS else settings)[key] = value.strip()
    if settings.get("dates", "") not in ("", *DATES):
        raise BadInput("Dates begin with day, month or year.", "Write dates=day, for example.")
    return Columns(names, **settings)


def written(columns: Columns) -> str:
    """What `parse` reads."""
    pairs = [*columns.names.items(), *((each, getattr(columns, each)) for each in SETTINGS)]
    out = io.StringIO()
    given = [f"{key}={value}" for key, value in pairs if value or key in columns.names]
    csv.writer(out, lineterminator="").writerow(given)
    return out.getvalue()


def resolved(columns: Columns, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns:
    """`columns` with its guesses filled in; a heading may be given in other letters, or by its
    number from 1. Raises BadInput for one that the table does not have."""
    taken = {key: _heading(name, headings) for key, name in columns.names.items()}
    free = [each for each in FIELDS if each not in taken]
    others = [each for each in headings if each not in taken.values()]
    guessed = guess(headings, rows, free, others)
    return replace(columns, names={**guessed, **{k: v for k, v in taken.items() if v}})


def guess(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    fields: Sequence[str] = FIELDS,
    among: Sequence[str] | None = None,
) -> dict[str, str]:
    """Field to heading; a column has one field. Surest first."""
    found: dict[str, str] = {}
    rated = [
        (_rated(each, name, _below(rows, number)), each, name)
        for number, name in enumerate(headings)
        if among is None or name in among
        for each in fields
    ]
    for rate, each, name in sorted(rated, key=lambda one: -one[0]):
        if rate > 0 and each not in found and name not in found.values():
            found[each] = name
    return found


def address_in(cell: str) -> str:
    """A mail address, "" for none."""
    found = MAIL.search(cell[:LONG]) if "@" in cell else None
    return found[0] if found else ""


def is_out(value: str) -> bool:
    """Whether a direction says that we wrote."""
    return bare(SIGNS.sub(" ", value[:LONG])) in words()["directions"]["out"]


def service_of(name: str, usual: str = "") -> str:
    """Our name for a service; `usual`, or its own in small letters, for what is no network."""
    key = bare(SIGNS.sub(" ", name[:LONG]))
    return str(words()["services"].get(key) or usual or key)[:40]


def _heading(name: str, headings: Sequence[str]) -> str:
    if not name or name in headings:
        return name
    same = [each for each in headings if each.casefold() == name.casefold()]
    if not same and name.isdecimal() and 0 < int(name) <= len(headings):
        same = [headings[int(name) - 1]]
    if not same:
        known = ", ".join(headings[:20])
        raise BadInput(f"The table has no column “{name}”.", f"It has: {known}.")
    return same[0]


def _below(rows: Sequence[Sequence[str]], number: int) -> list[str]:
    cells = (row[number][:LONG].strip() for row in rows if number < len(row))
    return [each for each in cells if each]


def _rated(key: str, heading: str, cells: list[str]) -> float:
    """How sure it is that a column is `key`; 0 for not at all."""
    named = _named(key, heading)
    if not cells:
        return named / 2
    if named:
        return named + fits if (fits := FITS[key](cells)) > 0.5 else 0
    weight, looks = LOOKS.get(key, (0, _short))
    return weight * alike if weight and (alike := looks(cells)) > 0.5 else 0


def _named(key: str, heading: str) -> float:
    """By the words of its heading: all of it, else some; the first of our words are surest.

    The last word of a heading says what it is: "Comment ID" is an id.
    """
    given = bare(SIGNS.sub(" ", HUMP.sub(" ", heading)))
    best = 0.0
    for rank, word in enumerate(words()["columns"][key]):
        if given == word:
            return SURE - rank / 10
        part = _part(word, given)
        if part:
            last = 15 if given.endswith(word) else 0
            best = max(best, part - rank / 10 + len(word) / len(given) * 10 + last)
    return best


def _part(word: str, given: str) -> float:
    """As words of it, the beginning of one ("recommend*"), in a script without spaces, or as the
    end of a compound ("Kommentartext")."""
    if word.endswith("*"):
        return SURE / 2 if f" {word[:-1]}" in f" {given}" else 0
    if f" {word} " in f" {given} " or (not word.isascii() and len(word) > 1 and word in given):
        return SURE / 2
    return SURE / 4 if len(word) > 3 and f"{word} " in f"{given} " else 0


def _share(cells: list[str], good: Callable[[str], object]) -> float:
    return sum(1 for each in cells if good(each)) / len(cells)


def _address(cell: str) -> bool:
    return bool(address_in(cell)) or (cell.startswith("@") and len(cell.split()) == 1)


def _when(cells: list[str]) -> float:
    return _share(cells, is_moment)


def _time(cells: list[str]) -> float:
    return _share(cells, lambda cell: CLOCK.match(bare(cell)) and not is_moment(cell))


def _handle(cells: list[str]) -> float:
    """One word, and no date."""
    return _share(cells, lambda cell: _address(cell) or (len(cell.split()) == 1)) - _when(cells)


def _addresses(cells: list[str]) -> float:
    return _share(cells, _address)


def _text(cells: list[str]) -> float:
    """Anything but numbers and dates; the longer the better."""
    if _share(cells, NUMERIC.fullmatch) >= 0.5 or _when(cells) >= 0.5:
        return 0
    return 0.6 + min(0.4, _length(cells) / 1000)


def _sentences(cells: list[str]) -> float:
    """Several words that are no name, or as long in a script without spaces."""
    wordy = _share(cells, lambda c: len(c) > 20 or (len(c.split()) > 1 and not NAME.fullmatch(c)))
    return min(_text(cells), wordy)


def _length(cells: list[str]) -> float:
    return sum(map(len, cells)) / len(cells)


def _direction(cells: list[str]) -> float:
    known = {bare(each) for side in words()["directions"].values() for each in side}
    few = len({bare(each) for each in cells}) <= FEW
    return _share(cells, lambda cell: bare(SIGNS.sub(" ", cell)) in known) if few else 0


def _id(cells: list[str]) -> float:
    return len(set(cells)) / len(cells) if _share(cells, lambda c: len(c.split()) == 1) > 0.9 else 0


def _score(cells: list[str]) -> float:
    few = len(set(cells)) <= 101 and _share(cells, lambda cell: len(cell) < 12)
    return _share(cells, NUMERIC.match) if few else 0


def _who(cells: list[str]) -> float:
    short = _share(cells, lambda c: len(c) < 60 and len(c.split()) < 7 and not NUMERIC.fullmatch(c))
    return short if _when(cells) < 0.5 else 0


def _names(cells: list[str]) -> float:
    """A few words that begin large, or have no small letters to begin with; no digits."""
    return _share(cells, NAME.fullmatch) if len(set(cells)) > 1 else 0


def _short(cells: list[str]) -> float:
    return _share(cells, lambda cell: len(cell) < 200)


FITS: dict[str, Callable[[list[str]], float]] = {
    "who": _who,
    "handle": _handle,
    "text": _text,
    "when": _when,
    "time": _time,
    "direction": _direction,
    "thread": _short,
    "id": _id,
    "subject": _short,
    "url": lambda cells: _share(cells, lambda cell: cell.startswith(("http://", "https://"))),
    "channel": lambda cells: 1.0 if len(set(cells)) <= 40 and _share(cells, len) else 0,
    "score": _score,
}
# known by its look alone, without a heading that tells: (how much that counts, the look)
LOOKS: dict[str, tuple[float, Callable[[list[str]], float]]] = {
    "when": (20, _when),
    "handle": (15, _addresses),
    "url": (12, FITS["url"]),
    "direction": (11, _direction),
    "text": (10, _sentences),
    "who": (5, _names),
}
