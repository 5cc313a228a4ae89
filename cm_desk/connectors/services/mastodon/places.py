"""Cursors: how far each stream of an account was read. JSON, kept by the store."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cm_desk.domain.model import Incoming

WATCHED = 40
NONE, DONE = "", "-"
STREAMS = ("notes", "own", "talks")


@dataclass(frozen=True, slots=True)
class New:
    """The newest id seen of each stream, and the messages whose edits and deletions we watch.

    `watch` holds (id, when it was last edited or ""), newest first.
    """

    notes: str = NONE
    own: str = NONE
    talks: str = NONE
    watch: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, cursor: str | None) -> "New":
        """A cursor that cannot be read starts anew: what is known already is not doubled."""
        try:
            found = json.loads(cursor or "{}")
            watch = tuple((str(one), str(edited)) for one, edited in found.get("watch", ()))
            notes, own, talks = (str(found.get(each, NONE)) for each in STREAMS)
            return cls(notes, own, talks, watch)
        except (ValueError, TypeError, AttributeError):
            return cls()

    def text(self) -> str:
        streams = {"notes": self.notes, "own": self.own, "talks": self.talks}
        return json.dumps({**streams, "watch": self.watch}, separators=(",", ":"))

    def watching(self, messages: Iterable[Incoming], deleted: Iterable[str]) -> "New":
        """With the newest of `messages` in front, without `deleted`."""
        newest = sorted(messages, key=lambda each: (each.sent_at, each.remote_id), reverse=True)
        watch = {each.remote_id: edited(each) for each in newest}
        for one, when in self.watch:
            watch.setdefault(one, when)
        gone = set(deleted)
        kept = [(one, when) for one, when in watch.items() if one not in gone]
        return replace(self, watch=tuple(kept[:WATCHED]))


@dataclass(frozen=True, slots=True)
class Old:
    """The oldest id seen of each stream; DONE at its end."""

    notes: str = NONE
    own: str = NONE
    talks: str = NONE

    @classmethod
    def read(cls, cursor: str | None) -> "Old":
        try:
            found = json.loads(cursor or "{}")
            return cls(*(str(found.get(each, NONE)) for each in STREAMS))
        except (ValueError, AttributeError):
            return cls()

    def text(self) -> str:
        return json.dumps({"notes": self.notes, "own": self.own, "talks": self.talks})

    @property
    def more(self) -> bool:
        return {self.notes, self.own, self.talks} != {DONE}


def edited(message: Incoming) -> str:
    return message.edited_at.isoformat() if message.edited_at else ""
