"""What the demo remembers of recognition: badges, consents and introductions."""

from datetime import datetime
from typing import Any, Protocol

from cm_desk.domain import badges as rules
from cm_desk.domain.introductions import Course, Stage
from cm_desk.paths import resource
from cm_desk.store import acts, badges, consents, introductions
from cm_desk.store.badges import Badge
from cm_desk.store.introductions import Introduction
from cm_desk.store.messages import Message
from cm_desk.store.tx import Tx


class Lookup(Protocol):
    """How what is told in the file is found in the store."""

    def at(self, offset: str) -> datetime: ...

    def person(self, of: list[str]) -> int: ...

    def said(self, of: list[str] | None) -> Message | None: ...


def tell(tx: Tx, look: Lookup, memory: dict[str, Any]) -> None:
    known = {each.key: each for each in rules.read(resource("badges.json").read_text("utf-8"))}
    for each in memory["badges"]:
        _badge(tx, look, each, known[each["badge"]])
    for each in memory["consents"]:
        if said := look.said(each["message"]):
            of = (look.person(each["who"]), each["what"], each["words"])
            consents.give(tx, *of, said.sent_at, said.id)
    for each in memory["introductions"]:
        _introduction(tx, look, each)


def _badge(tx: Tx, look: Lookup, each: dict[str, Any], badge: rules.Criterion) -> None:
    """Of an act of that message; none where it has not come yet."""
    said, who = look.said(each["message"]), look.person(each["who"])
    done = [act for act in acts.of(tx.db, who) if said and act.message_id == said.id]
    if done:
        what = (badge.key, badge.name, badge.icon, each["reason"], done[0].id, each["voice"])
        badges.add(tx, Badge(0, who, *what, look.at(each["at"])))


def _introduction(tx: Tx, look: Lookup, each: dict[str, Any]) -> None:
    first, second = look.said(each["message"]), look.said(each["other_message"])
    if first is None or second is None:
        return
    at, stage = look.at(each["at"]), Stage(each["stage"])
    who, other = look.person(each["who"]), look.person(each["other"])
    words = (each["circle"], each["why"], each["other_why"], first.id, second.id)
    idea = Introduction(0, who, "", other, "", *words, Course(), at)
    id = introductions.add(tx, idea)
    introductions.move(tx, id, Course(stage, None if stage is Stage.IDEA else at))
    if "outcome" in each:
        introductions.look(tx, id, each["outcome"], each["talking"], look.at(each["looked"]))
