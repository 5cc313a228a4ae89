"""Cursors: how far the comments of a site were read. JSON, kept by the store.

A site sorts and cuts by the second, in its own time of day, which at the end of summer goes
back an hour; and a comment may be dated before a slow spam check and be seen after it. So
every page asks again for 65 minutes and leaves out, by id, what was seen of them: of two hours,
because 65 minutes of its clock can be that long.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

OVERLAP = timedelta(minutes=65)
SEEN_S = 125 * 60
KEPT = 400  # ids in one address: some 3,000 characters, and web servers take 8,000
WATCHED = 60
DONE = "-"
Seen = tuple[tuple[str, int], ...]  # (id, seconds since 1970)


@dataclass(frozen=True, slots=True)
class New:
    """`seen` of the last hours; `watch` holds (id, mark) of the newest, newest first.

    `begun` tells a site without a comment from one that was never read.
    """

    seen: Seen = ()
    watch: tuple[tuple[str, str], ...] = ()
    begun: bool = False

    @classmethod
    def read(cls, cursor: str | None) -> "New":
        """A cursor that cannot be read starts anew: what is known already is not doubled."""
        try:
            found = json.loads(cursor or "{}")
            watch = tuple((str(one), str(each)) for one, each in found.get("watch", ()))
            return cls(_seen(found.get("seen", ())), watch, "seen" in found)
        except (ValueError, TypeError, AttributeError):
            return cls()

    def text(self) -> str:
        return json.dumps({"seen": self.seen, "watch": self.watch}, separators=(",", ":"))

    @property
    def after(self) -> datetime:
        """What to ask for. When more came than an address can leave out, the overlap is less."""
        if not self.seen:
            return datetime.fromtimestamp(0, UTC)
        last = self.seen[-1][1]
        start = last - int(OVERLAP.total_seconds())
        if len(self.seen) >= KEPT and self.seen[0][1] < last:
            start = max(start, self.seen[0][1])
        return datetime.fromtimestamp(start, UTC)

    def having(self, found: Mapping[str, int]) -> "New":
        """With `found`, ids and their seconds, as seen; only what the overlap needs is kept."""
        whole = _sorted({**dict(self.seen), **found})
        kept = [each for each in whole if each[1] > whole[-1][1] - SEEN_S]
        return replace(self, seen=tuple(kept[-KEPT:]), begun=True)

    def watching(self, marks: Mapping[str, str], gone: set[str]) -> "New":
        """With `marks`, newest first, in front and without `gone`."""
        whole = {**marks, **{one: each for one, each in self.watch if one not in marks}}
        kept = [each for each in whole.items() if each[0] not in gone]
        return replace(self, watch=tuple(kept[:WATCHED]))


@dataclass(frozen=True, slots=True)
class Old:
    """`seen` of the two hours after the oldest that was read."""

    seen: Seen = ()
    done: bool = False

    @classmethod
    def read(cls, cursor: str | None) -> "Old":
        if cursor == DONE:
            return cls(done=True)
        try:
            return cls(_seen(json.loads(cursor or "[]")))
        except (ValueError, TypeError):
            return cls()

    def text(self) -> str:
        return DONE if self.done else json.dumps(self.seen, separators=(",", ":"))

    @property
    def before(self) -> datetime:
        first = self.seen[0][1]
        end = first + int(OVERLAP.total_seconds())
        if len(self.seen) >= KEPT and self.seen[-1][1] > first:
            end = min(end, self.seen[-1][1])
        return datetime.fromtimestamp(end, UTC)

    def having(self, found: Mapping[str, int]) -> "Old":
        whole = _sorted({**dict(self.seen), **found})
        return Old(tuple(each for each in whole if each[1] < whole[0][1] + SEEN_S)[:KEPT])


def _sorted(found: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda each: (each[1], each[0]))


def _seen(found: object) -> Seen:
    if not isinstance(found, list | tuple):
        raise TypeError("no list")
    return tuple((str(one), int(second)) for one, second in found)
