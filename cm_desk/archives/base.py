"""What every archive format must offer. Checked by tests/contracts/archive.py.

A format is one module in formats/ with a constant `FORMAT: Format`. Nothing here writes: the
action stores what a format yields, all of it or nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from cm_desk.archives.distinct import Distinct
from cm_desk.domain.model import Author, Incoming, Page, Profile

MAX_SKIPPED = 200  # named one by one; the rest is only counted


@dataclass(frozen=True, slots=True)
class Source:
    """The account of ours that the archive is about, as its own service would name it.

    `told`: the archive says so; else somebody named it, or it is a guess.
    """

    service: str
    profile: Profile
    base_url: str
    told: bool = True


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that cannot become a message. `record` is its place: "outbox.json item 3"."""

    record: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered in a survey: a `score` between `low` and `high`, words, or both.

    `name` tells it from the others of its `source`; `kind` is "nps", "csat" or "".
    """

    who: Author
    at: datetime
    name: str
    kind: str = ""
    score: float | None = None
    low: float = 0
    high: float = 10
    question: str = ""
    text: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an archive, a few hundred messages.

    `done` of `total` is how far the reading is, in bytes or records; 0 of 0: nobody knows.
    """

    source: Source
    page: Page
    skipped: tuple[Skipped, ...] = ()
    done: int = 0
    total: int = 0
    answers: tuple[Answer, ...] = ()


class Gauge(Protocol):
    """What tells how far the reading is."""

    @property
    def done(self) -> int: ...

    total: int


def parts(
    source: Source, records: Iterable[Incoming | Skipped], gauge: Gauge, size: int = 500
) -> Iterator[Part]:
    """`records` as parts of `size` of them."""
    stream = iter(records)
    while batch := list(islice(stream, size)):
        found = tuple(each for each in batch if isinstance(each, Incoming))
        skipped = tuple(each for each in batch if isinstance(each, Skipped))
        yield Part(source, Page(found), skipped, gauge.done, gauge.total)


class Format(Protocol):
    """One kind of export file. Calls block; they run in a lane."""

    name: str
    label: str

    def sniff(self, path: Path) -> bool:
        """Is it one of ours? Looks at names and first bytes only. Never raises."""
        ...

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """Everything in the archive, in bounded memory; the same ids as the service gives.

        `owner` names our own account where the archive does not say, "" lets the format find
        out. Raises ArchiveError for what makes the whole archive unusable.
        """
        ...


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Messages of an archive that are here as those of another account of its service.

    `replaced`: that account is nothing but this archive, read as that of another owner.
    """

    handle: str
    messages: int
    replaced: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What an archive holds. `people`, `conversations` and survey `answers` are distinct ones.

    `here` of the messages are in the desk already. `reasons` are why records are skipped, with
    how many each, most first; `skipped` names the first of them one by one.
    """

    format: str = ""
    label: str = ""
    sources: tuple[Source, ...] = ()
    people: int = 0
    conversations: int = 0
    messages: int = 0
    here: int = 0
    first: datetime | None = None
    last: datetime | None = None
    skipped: tuple[Skipped, ...] = ()
    skipped_count: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    answers: int = 0
    elsewhere: tuple[Elsewhere, ...] = ()


class Count:
    """Adds up parts, and keeps eight bytes for each id of theirs."""

    def __init__(self) -> None:
        self._sources: dict[Source, int] = {}
        self._people, self._threads = Distinct(), Distinct()
        self._messages, self._here, self._answers = Distinct(), Distinct(), Distinct()
        self._times: list[datetime] = []
        self._skipped: list[Skipped] = []
        self._reasons: Counter[str] = Counter()
        self.given = 0  # messages and answers, those that came twice too

    def add(self, part: Part, here: Iterable[str] = ()) -> None:
        """`here` are the ids among its messages that the desk has already."""
        if part.page.messages or not part.answers:  # answers alone make no account
            self._sources.setdefault(part.source, len(self._sources))
        number = self._sources.get(part.source, 0)
        for each in part.page.messages:
            self._messages.add((number, each.remote_id))
            self._threads.add((number, each.thread))
            if each.who:
                self._people.add((part.source.service, each.who.key))
        for id in here:
            self._here.add((number, id))
        for answer in part.answers:
            self._answers.add((answer.source, answer.name))
            self._people.add((part.source.service, answer.who.key))
        self.given += len(part.page.messages) + len(part.answers)
        self._times = _ends([*self._times, *(each.at for each in part.answers)], part.page.messages)
        self._skipped += part.skipped[: MAX_SKIPPED - len(self._skipped)]
        for skipped in part.skipped:
            known = skipped.why in self._reasons or len(self._reasons) < MAX_SKIPPED
            self._reasons[skipped.why if known else "for other reasons."] += 1

    @property
    def people(self) -> int:
        return len(self._people)

    def preview(self, kind: Format) -> Preview:
        first, last = self._times or (None, None)
        return Preview(
            kind.name,
            kind.label,
            tuple(self._sources),
            len(self._people),
            len(self._threads),
            len(self._messages),
            len(self._here),
            first,
            last,
            tuple(self._skipped),
            self._reasons.total(),
            tuple(self._reasons.most_common()),
            len(self._answers),
        )


def preview(kind: Format, path: Path, owner: str = "") -> Preview:
    """Reads the whole archive once. Raises ArchiveError."""
    count = Count()
    for part in kind.parts(path, owner):
        count.add(part)
    return count.preview(kind)


def _ends(known: list[datetime], messages: Iterable[Incoming]) -> list[datetime]:
    """The first and last of all times so far; [] when there is none."""
    times = [*known, *(m.sent_at for m in messages)]
    return [min(times), max(times)] if times else []
