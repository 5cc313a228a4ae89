"""Cursors: how far each list of an account was read. JSON, kept by the store."""

import json
from dataclasses import dataclass, field
from typing import Any

from cm_desk.connectors.services.bluesky.lists import Window

DONE = "-"


@dataclass(frozen=True, slots=True)
class New:
    """What was seen of what they wrote, what they did, what we wrote, and of direct messages.

    `talks` is where the log of direct messages goes on; "" before it was first read.
    """

    notes: Window = field(default_factory=Window)
    signs: Window = field(default_factory=Window)
    own: Window = field(default_factory=Window)
    talks: str = ""

    @classmethod
    def read(cls, cursor: str | None) -> "New":
        """A cursor that cannot be read starts anew: what is known already is not doubled."""
        try:
            found: dict[str, Any] = json.loads(cursor or "{}")
            notes, signs, own = (Window.read(found.get(e)) for e in ("notes", "signs", "own"))
            return cls(notes, signs, own, str(found.get("talks") or ""))
        except (ValueError, TypeError, AttributeError):
            return cls()

    def text(self) -> str:
        lists = {name: getattr(self, name).json() for name in ("notes", "signs", "own")}
        return json.dumps({**lists, "talks": self.talks}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Old:
    """Where each list goes on into the past: "" at its beginning, DONE at its end.

    `convos` is the server's place in the list of direct conversations, `talk` the one within
    the conversation that comes next there.
    """

    notes: str = ""
    own: str = ""
    convos: str = ""
    talk: str = ""

    @classmethod
    def read(cls, cursor: str | None) -> "Old":
        try:
            found = json.loads(cursor or "{}")
            return cls(*(str(found.get(each) or "") for each in ("notes", "own", "convos", "talk")))
        except (ValueError, AttributeError):
            return cls()

    def text(self) -> str:
        return json.dumps({"notes": self.notes, "own": self.own, "convos": self.convos,
                           "talk": self.talk})  # fmt: skip

    @property
    def more(self) -> bool:
        return {self.notes, self.own, self.convos} != {DONE}
