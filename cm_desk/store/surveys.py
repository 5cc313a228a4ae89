"""What people answered when they were asked: a score on a scale, their words, or both."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cm_desk.domain.model import Author
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import identities, steps
from cm_desk.store.identities import Seen
from cm_desk.store.keys import cleaned, key
from cm_desk.store.steps import Step
from cm_desk.store.tombs import Sieve
from cm_desk.store.tx import Tx

_COLUMNS = """t.id, t.contact_id, t.kind, t.question, t.score, t.low, t.high, t.text, t.source,
    t.at_ms from surveys t"""
STREAM = f"select t.at_ms, {_COLUMNS}"


@dataclass(frozen=True, slots=True)
class Survey:
    """One answer. `kind` is "nps", "csat" or "" for any other; `score` lies on `low` to `high`,
    None for words alone. `source` is who asked: a tool, a form, a file. `id` is 0 before it is
    saved."""

    id: int
    contact_id: int
    kind: str
    at: datetime
    score: float | None = None
    low: float = 0
    high: float = 10
    question: str = ""
    text: str = ""
    source: str = ""


def add(tx: Tx, survey: Survey, made: datetime, name: str = "") -> Step:
    """Falsy when it is known already, so that the same file twice adds nothing.

    `name` is what tells it from the other answers of its source: an id, or who answered and
    when. Without one it is known by all that it says. `made` is now: when it came to the desk.
    """
    s = cleaned(survey)
    said = (s.contact_id, s.kind, s.question, s.score, s.text, to_ms(s.at))
    number = key("survey", f"{s.source}\x1f{name or said}")
    if tx.db.execute("select 1 from surveys where key = ?", [number]).fetchone():
        return Step("surveys")
    return steps.insert(
        tx, "surveys", s.contact_id, key=number, kind=s.kind, question=s.question, score=s.score,
        low=s.low, high=s.high, text=s.text, source=s.source, at_ms=to_ms(s.at),
        made_ms=to_ms(made),
    )  # fmt: skip


def bring(
    tx: Tx, service: str, answers: Iterable[tuple[Author, Survey, str]], made: datetime
) -> int:
    """How many were new of (who, the answer, what tells it from others of its source).

    Whoever has not written yet becomes a contact by answering; who was erased stays away.
    """
    sieve = Sieve(tx)
    given = [each for each in answers if sieve.hears(service, each[0], each[1].at)]
    people: dict[str, Seen] = {}
    for who, survey, _ in given:
        at_ms = to_ms(survey.at)
        people.setdefault(who.key, Seen(service, who, at_ms)).at(who, at_ms)
    identities.save(tx, people.values())
    found = [
        add(tx, replace(survey, contact_id=people[who.key].contact_id), made, name)
        for who, survey, name in given
    ]
    return sum(map(bool, found))


def remove(tx: Tx, id: int) -> Step:
    return steps.delete(tx, "surveys", "id = ?", [id])


def of(db: sqlite3.Connection, contact_id: int) -> list[Survey]:
    """Newest first."""
    rows = db.execute(
        f"select {_COLUMNS} where contact_id = ? order by at_ms desc, id desc", [contact_id]
    )
    return [of_row(row) for row in rows]


def of_row(row: tuple[Any, ...]) -> Survey:
    id, contact_id, kind, question, score, low, high, text, source, at_ms = row
    return Survey(id, contact_id, kind, from_ms(at_ms), score, low, high, question, text, source)
