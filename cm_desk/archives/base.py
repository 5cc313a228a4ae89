"""What every archive format must offer. Checked by tests/contracts/archive.py.

A format is one module in formats/ with a constant `FORMAT: Format`. Nothing here writes: the
action stores what a format yields, all of it or nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cm_desk.domain.model import Incoming, Page, Profile

MAX_SKIPPED = 200  # named one by one; the rest is only counted


@dataclass(frozen=True, slots=True)
class Source:
    """The account of ours that the archive is about, as its own service would name it."""

    service: str
    profile: Profile
    base_url: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that cannot become a message. `record` is its place: "outbox.json item 3"."""

    record: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an archive, a few hundred messages. `done` of `total` records are read."""

    source: Source
    page: Page
    skipped: tuple[Skipped, ...] = ()
    done: int = 0
    total: int = 0


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
class Preview:
    """What an import would bring. `people` and `conversations` are distinct ones."""

    format: str
    sources: tuple[Source, ...]
    people: int
    conversations: int
    messages: int
    first: datetime | None
    last: datetime | None
    skipped: tuple[Skipped, ...]
    skipped_count: int


def preview(kind: Format, path: Path, owner: str = "") -> Preview:
    """Reads the whole archive once and keeps nothing but ids. Raises ArchiveError."""
    sources: dict[Source, None] = {}
    people: set[str] = set()
    threads: set[str] = set()
    seen: set[str] = set()
    times: list[datetime] = []
    skipped: list[Skipped] = []
    count = 0
    for part in kind.parts(path, owner):
        sources[part.source] = None
        fresh = [m for m in part.page.messages if m.remote_id not in seen]
        seen.update(m.remote_id for m in fresh)
        threads.update(m.thread for m in fresh)
        people.update(m.who.key for m in fresh if m.who)
        times = _ends(times, fresh)
        count += len(part.skipped)
        skipped += part.skipped[: MAX_SKIPPED - len(skipped)]
    first, last = times or (None, None)
    return Preview(
        kind.label,
        tuple(sources),
        len(people),
        len(threads),
        len(seen),
        first,
        last,
        tuple(skipped),
        count,
    )


def _ends(known: list[datetime], messages: list[Incoming]) -> list[datetime]:
    """The first and last of all times so far; [] when there is none."""
    times = sorted([*known, *(m.sent_at for m in messages)])
    return [times[0], times[-1]] if times else []
