"""What a write function gets."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field

from cm_desk.domain.news import Change, Topic


@dataclass(slots=True)
class Tx:
    """An open transaction. Never commit here: the lane commits, then publishes `changes`.

    `lasting`: it must outlive a power cut, not the end of the process alone; costs a sync.
    Whoever is said to have changed is restless: their line in the list of people is behind.
    """

    db: sqlite3.Connection
    changes: list[Change] = field(default_factory=list)
    lasting: bool = False

    def changed(self, topic: Topic, *ids: int) -> None:
        self.changes += [Change(topic, id) for id in ids]
        if topic is Topic.CONTACT:
            marks = "[" + ",".join(map(str, ids)) + "]"
            self.db.execute(
                "insert or ignore into restless select value from json_each(?)", [marks]
            )


def stir(tx: Tx, ids: Collection[int]) -> None:
    """Something of the people of these identities changed."""
    if ids:
        found = tx.db.execute(
            "select contact_id from identities where id in (select value from json_each(?))",
            ["[" + ",".join(map(str, ids)) + "]"],
        ).fetchall()
        tx.changed(Topic.CONTACT, *(contact_id for (contact_id,) in found))
