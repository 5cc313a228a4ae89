"""Cursors: how far a forum was read. JSON, kept by the store."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

WATCHED = 50


@dataclass(frozen=True, slots=True)
class New:
    """The highest ids seen, and (id, version) of the newest posts, newest first."""

    post: int = 0
    private: int = 0
    note: int = 0
    watch: tuple[tuple[int, str], ...] = ()
    begun: bool = False

    @classmethod
    def read(cls, cursor: str | None) -> "New":
        """A cursor that cannot be read starts anew: what is known already is not doubled."""
        try:
            found = json.loads(cursor or "{}")
            post, private, note = (int(found[each]) for each in ("post", "private", "note"))
            watch = tuple((int(one), str(each)) for one, each in found["watch"])
            return cls(post, private, note, watch, begun=True)
        except (ValueError, TypeError, KeyError):
            return cls()

    def text(self) -> str:
        places = {"post": self.post, "private": self.private, "note": self.note}
        return json.dumps({**places, "watch": self.watch}, separators=(",", ":"))

    def watching(self, marks: Mapping[int, str], gone: set[int]) -> "New":
        whole = {**dict(self.watch), **marks}
        kept = sorted(((o, m) for o, m in whole.items() if o not in gone), reverse=True)
        return replace(self, watch=tuple(kept[:WATCHED]), begun=True)


@dataclass(frozen=True, slots=True)
class Old:
    """What comes before these ids is next; 0: to the newest, -1: read to its end."""

    post: int = 0
    private: int = 0

    @classmethod
    def read(cls, cursor: str | None) -> "Old":
        try:
            found = json.loads(cursor or "{}")
            return cls(int(found.get("post", 0)), int(found.get("private", 0)))
        except (ValueError, TypeError, AttributeError):
            return cls()

    def text(self) -> str:
        return json.dumps({"post": self.post, "private": self.private}, separators=(",", ":"))

    @property
    def more(self) -> bool:
        return (self.post, self.private) != (-1, -1)
