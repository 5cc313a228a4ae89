import sqlite3
from datetime import timedelta

from cm_desk.domain.model import Kind
from cm_desk.domain.views import State, View
from cm_desk.store import conversations, labels
from cm_desk.store.conversations import InboxRow
from cm_desk.store.tx import Tx
from tests.store.rows import START, TOMAS, account, counters_are_right, message, save


def in_view(db: sqlite3.Connection, view: View) -> list[str]:
    counted = conversations.counts(db).views[view]
    found = [row.last_remote_id for row in conversations.page(db, view).items]
    assert len(found) == counted
    assert counters_are_right(db)
    return found


def only(db: sqlite3.Connection) -> InboxRow:
    [row] = conversations.page(db, View.ALL).items
    return row


def test_a_mention_needs_a_reply_until_we_answer(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("1", kind=Kind.MENTION, unread=True))
    assert in_view(db, View.NEEDS_REPLY) == in_view(db, View.MENTIONS) == ["1"]
    save(db, id, message("2", 5, outgoing=True))
    assert in_view(db, View.NEEDS_REPLY) == in_view(db, View.MENTIONS) == []
    assert in_view(db, View.WAITING) == ["2"]
    assert only(db).waiting_since == START + timedelta(minutes=5)


def test_our_own_post_is_in_all_only_until_somebody_answers(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("1", outgoing=True, who=None, kind=Kind.POST))
    assert in_view(db, View.ALL) == ["1"]
    assert all(in_view(db, view) == [] for view in View if view is not View.ALL)
    save(db, id, message("2", 5, kind=Kind.REPLY))
    assert in_view(db, View.NEEDS_REPLY) == ["2"]
    assert in_view(db, View.MENTIONS) == []


def test_history_asks_for_no_answer_and_new_messages_do(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("1"), stream="history")
    assert in_view(db, View.DONE) == ["1"]
    save(db, id, message("1", unread=True), stream="new")
    assert in_view(db, View.NEEDS_REPLY) == in_view(db, View.UNREAD) == ["1"]


def test_a_new_message_opens_what_was_done_or_snoozed(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("1"))
    befores = conversations.set_state(Tx(db), [1], State.DONE)
    assert in_view(db, View.DONE) == ["1"]
    save(db, id, message("2", 5))
    assert in_view(db, View.NEEDS_REPLY) == ["2"]
    conversations.set_state(Tx(db), [1], State.SNOOZED, START)
    assert only(db).snoozed_until == START
    save(db, id, message("3", 6))
    assert only(db).state is State.OPEN
    conversations.set_state(Tx(db), [1], State.DONE)
    conversations.restore(Tx(db), befores)
    assert in_view(db, View.NEEDS_REPLY) == ["3"]


def test_snoozed_ones_wake_when_they_are_due(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("1"), message("2", 1, thread="t2"))
    later = START + timedelta(hours=1)
    conversations.set_state(Tx(db), [1], State.SNOOZED, START)
    conversations.set_state(Tx(db), [2], State.SNOOZED, later)
    assert conversations.next_wake(db) == START
    assert conversations.wake(Tx(db), START) == (1,)
    assert in_view(db, View.NEEDS_REPLY) == ["1"]
    assert conversations.next_wake(db) == later


def test_seen_and_unread_are_exact_and_tell_once(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("1", unread=True), message("2", 1, unread=True))
    assert (only(db).unread, conversations.counts(db).unread) == (2, 2)
    tx = Tx(db)
    conversations.mark_seen(tx, 1)
    conversations.mark_seen(tx, 1)
    assert len(tx.changes) == 1
    assert in_view(db, View.UNREAD) == []
    conversations.mark_unread(tx, 1)
    conversations.mark_unread(tx, 1)
    assert len(tx.changes) == 2
    assert in_view(db, View.UNREAD) == ["2"]
    assert only(db).unread == 1


def test_waiting_since_is_the_first_unanswered_word_in_any_order(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("4", 4), message("5", 5))
    save(db, id, message("1", 1), message("2", 2, outgoing=True))
    assert only(db).waiting_since == START + timedelta(minutes=4)
    save(db, id, message("3", 3))
    assert only(db).waiting_since == START + timedelta(minutes=3)


def test_pages_meet_and_hold_every_conversation_once(db: sqlite3.Connection) -> None:
    id, other = account(db).id, account(db, "@help@social.example").id
    kinds = (Kind.MENTION, Kind.REPLY)
    for n in range(30):
        owner = other if n % 3 == 0 else id
        save(db, owner, message(str(n), n, thread=str(n), kind=kinds[n % 2]))
    for view in (View.NEEDS_REPLY, View.ALL):
        seen: list[str] = []
        page = conversations.page(db, view, limit=7)
        while page.cursor is not None:
            seen += [row.last_remote_id for row in page.items]
            page = conversations.page(db, view, cursor=page.cursor, limit=7)
        seen += [row.last_remote_id for row in page.items]
        assert seen == [str(n) for n in reversed(range(30))]
    mine = conversations.page(db, View.NEEDS_REPLY, account_id=other, limit=200).items
    assert [row.last_remote_id for row in mine] == [str(n) for n in range(27, -1, -3)]
    assert conversations.counts(db).accounts == {id: 20, other: 10}


def test_labels_are_on_the_row_and_make_a_view(db: sqlite3.Connection) -> None:
    id, tx = account(db).id, Tx(db)
    save(db, id, message("1"), message("2", 1, thread="t2", who=TOMAS))
    bug, vip = labels.ensure(tx, "bug", "red"), labels.ensure(tx, "VIP")
    assert labels.ensure(tx, "vip") == vip
    assert labels.assign(tx, 1, bug.id)
    assert not labels.assign(tx, 1, bug.id)
    labels.assign(tx, 1, vip.id)
    [row] = conversations.page(db, View.ALL, label_id=bug.id).items
    assert row.labels == (bug, vip)
    assert labels.unassign(tx, 1, bug.id)
    assert not labels.unassign(tx, 1, bug.id)
    assert conversations.page(db, View.ALL, label_id=bug.id).items == ()
    assert labels.all(db) == [bug, vip]
