"""What a write function gets."""

import sqlite3
from dataclasses import dataclass, field

from cm_desk.domain.news import Change, Topic


@dataclass(slots=True)
class Tx:
    """An open transaction. Never commit here: the lane commits, then publishes `changes`.

    `lasting`: it must outlive a power cut, not the end of the process alone; costs a sync.
    """

    db: sqlite3.Connection
    changes: list[Change] = field(default_factory=list)
    lasting: bool = False

    def changed(self, topic: Topic, id: int) -> None:
        self.changes.append(Change(topic, id))
