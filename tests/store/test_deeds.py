"""Said and done: every count has its records."""

import sqlite3
from collections import Counter
from datetime import datetime, timedelta

from cm_desk.domain import months
from cm_desk.domain.model import Kind, Page, Signal, SignalKind
from cm_desk.store import acts, deeds, habits, merges, messages, surveys
from cm_desk.store.acts import CONFIRMED, PROPOSED, Act
from cm_desk.store.surveys import Survey
from cm_desk.store.tx import Tx
from tests.store.rows import MIRA, START, TOMAS, account, message, save

MONTH = timedelta(days=31)
SPAN = (START - 12 * MONTH, START + 12 * MONTH)


def busy(db: sqlite3.Connection) -> None:
    """Tomas asks, Mira answers him and us; she likes one of ours, and answers a survey."""
    id, tx = account(db).id, Tx(db)
    save(
        db,
        id,
        message("q", 1, "How does it open?", who=TOMAS),
        message("a", 2, "Turn it left", reply_to="q"),
        message("o", 3, "Thank you both", outgoing=True),
        message("b", 4, "Gladly", kind=Kind.REPLY, reply_to="o"),
        message("later", 60 * 24 * 40, "Again"),
    )
    like = Signal("s", SignalKind.LIKE, MIRA, START + timedelta(minutes=9), "o")
    messages.save(tx, id, Page(signals=(like,)), "new")
    surveys.add(tx, Survey(0, 2, "nps", START, 9, question="Well?", text="Yes"), START)
    for kind, state in (("recommends", CONFIRMED), ("reports", PROPOSED)):
        acts.add(tx, Act(0, 2, kind, "", None, "told my sister", START, state))


def span(year: int, month: int) -> tuple[datetime, datetime]:
    return months.start((year, month)), months.start(months.after((year, month)))


def told(db: sqlite3.Connection, contact_id: int, start: datetime = SPAN[0]) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in deeds.counts(db, contact_id, start, SPAN[1]):
        found[each.kind] += each.n
    return found


def test_what_was_said_and_done_is_counted_apart(db: sqlite3.Connection) -> None:
    busy(db)
    assert told(db, 1) == {"message": 1}  # Tomas asked
    assert told(db, 2) == {"message": 3, "survey": 1, "like": 1, "answer": 1, "recommends": 1}
    later = months.of(START + timedelta(days=40))
    assert [(c.year, c.month) for c in deeds.counts(db, 2, START + MONTH, SPAN[1])] == [later]


def test_every_count_opens_as_many_records(db: sqlite3.Connection) -> None:
    busy(db)
    for contact_id in (1, 2):
        for count in deeds.counts(db, contact_id, *SPAN):
            found = deeds.records(db, contact_id, *span(count.year, count.month))
            assert sum(each.kind == count.kind for each in found) == count.n
    [answer] = [
        each for each in deeds.records(db, 2, *span(*months.of(START))) if each.kind == deeds.ANSWER
    ]
    assert answer.what == "Turn it left"
    [liked] = [
        each for each in deeds.records(db, 2, *span(*months.of(START))) if each.kind == "like"
    ]
    assert liked.what == "Thank you both"
    assert [each.what for each in deeds.records(db, 2, *span(2026, 12))] == []


def test_who_answers_themselves_answers_nobody_else(db: sqlite3.Connection) -> None:
    busy(db)
    merges.merge(Tx(db), 2, 1, "", START)
    assert told(db, 1) == told(db, 2)
    assert told(db, 2)["answer"] == 0


def test_habits_are_read_from_what_they_wrote_alone(db: sqlite3.Connection) -> None:
    busy(db)
    found = habits.heard(db, 2)
    assert [each.text for each in found] == ["Again", "Gladly", "Turn it left"]
    assert {each.service for each in found} == {"mastodon"}
    assert [each.at for each in habits.heard(db, 2, limit=1)] == [START + 40 * timedelta(days=1)]
