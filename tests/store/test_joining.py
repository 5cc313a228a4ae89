"""A conversation that an archive and the network call by different names is one."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain.model import Incoming, Page
from cm_desk.domain.views import State, View
from cm_desk.store import conversations, drafts, joining, labels, messages, targets, triage
from cm_desk.store.drafts import Draft
from cm_desk.store.tx import Tx
from tests.store.rows import account, counters_are_right, message, save
from tests.store.test_saving_properties import fresh


def bring(db: sqlite3.Connection, id: int, *pages: tuple[Incoming, ...]) -> None:
    """As an import does: what it began itself is known by its id."""
    tx, newest = Tx(db), joining.newest(db)
    for page in pages:
        joining.adopt(tx, id, page, newest)
        messages.save(tx, id, Page(page), "import")


def ours(remote_id: str, minute: int, thread: str) -> Incoming:
    return message(remote_id, minute, thread=thread, outgoing=True)


def talks(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """(the name of each conversation, the ids in it)"""
    rows = db.execute(
        "select c.thread, m.remote_id from conversations c"
        " join messages m on m.conversation_id = c.id order by c.thread, m.id"
    )
    found: dict[str, list[str]] = {}
    for thread, id in rows:
        found.setdefault(thread, []).append(id)
    return [(thread, " ".join(ids)) for thread, ids in found.items()]


def network(db: sqlite3.Connection, id: int) -> None:
    """The question 1, our answer 2, their 3, our 4: one thread, named by its first message."""
    save(
        db,
        id,
        message("1", 1, thread="1"),
        ours("2", 2, "1"),
        message("3", 3, thread="1", reply_to="2"),
        ours("4", 4, "1"),
    )


def test_an_imported_answer_moves_under_the_name_of_the_network(db: sqlite3.Connection) -> None:
    id = account(db).id
    bring(db, id, (ours("2", 2, "https://far/1"), ours("4", 4, "https://far/3")))
    assert talks(db) == [("https://far/1", "2"), ("https://far/3", "4")]
    network(db, id)
    assert talks(db) == [("1", "1 2 3 4")]
    assert counters_are_right(db)
    for name in ("1", "https://far/1", "https://far/3"):
        found = targets.conversation(db, id, name)
        assert found == db.execute("select id from conversations").fetchone()[0]


def test_an_archive_adds_to_the_conversation_that_the_network_knows(
    db: sqlite3.Connection,
) -> None:
    """Also where it began one of its own first, a part earlier."""
    id = account(db).id
    network(db, id)
    bring(db, id, (ours("5", 5, "https://far/3"),), (ours("4", 4, "https://far/3"),))
    assert talks(db) == [("1", "1 2 3 4 5")]
    bring(db, id, (ours("6", 6, "https://far/3"),))
    assert talks(db) == [("1", "1 2 3 4 5 6")]
    assert counters_are_right(db)


def test_an_archive_moves_nothing_that_was_there_before(db: sqlite3.Connection) -> None:
    id = account(db).id
    bring(db, id, (ours("1", 1, "a"), ours("2", 2, "b")))
    bring(db, id, (ours("1", 1, "both"), ours("2", 2, "both"), ours("3", 3, "both")))
    assert talks(db) == [("a", "1 3"), ("b", "2")]


def test_drafts_labels_and_what_waits_move_along(db: sqlite3.Connection) -> None:
    id = account(db).id
    bring(db, id, (ours("2", 2, "https://far/1"),))
    save(db, id, message("1", 1, thread="1"), stream="history")
    [home] = db.execute("select id from conversations where thread = 'https://far/1'").fetchone()
    labels.assign(Tx(db), home, labels.ensure(Tx(db), "Repairs").id)
    drafts.save(Tx(db), Draft(0, home, id, "One moment"))
    triage.set_state(Tx(db), [home], State.OPEN)
    save(db, id, message("1", 1, thread="1"), ours("2", 2, "1"), stream="thread")
    [row] = conversations.page(db, View.ALL).items
    assert [each.name for each in row.labels] == ["Repairs"]
    assert (row.has_draft, row.state) == (True, State.OPEN)
    assert counters_are_right(db)


def test_what_an_answer_answers_is_learnt_from_the_network(db: sqlite3.Connection) -> None:
    id = account(db).id
    bring(db, id, (ours("2", 2, "https://far/1"),))
    known = message("2", 2, thread="1", outgoing=True, reply_to="1")
    save(db, id, known)
    found = messages.by_remote(db, id, "2")
    assert found
    assert found.reply_to == "1"
    before = db.total_changes
    save(db, id, known)
    assert db.total_changes == before


STEPS = st.lists(st.sampled_from(["network", "first", "second", "both"]), max_size=6)


@given(STEPS)
def test_in_whatever_order_they_come_the_end_is_the_same(steps: list[str]) -> None:
    first, second = ours("2", 2, "https://far/1"), ours("4", 4, "https://far/3")
    later = ours("5", 5, "https://far/3")
    with fresh() as db:
        id = 1
        for step in [*steps, "both", "network"]:
            if step == "network":
                network(db, id)
            pages = {"first": ((first,),), "second": ((later,), (second,))}
            bring(db, id, *pages.get(step, ()))
            if step == "both":
                bring(db, id, (first, second, later))
            assert counters_are_right(db)
        assert talks(db) == [("1", "1 2 3 4 5")]
        row = db.execute(
            "select messages, received, turn, last_id = (select max(id) from messages)"
            " from conversations"
        ).fetchone()
        assert row == (5, 2, 2, 1)
