import sqlite3
from datetime import timedelta
from pathlib import Path

from cm_desk.domain.model import Outgoing, Upload
from cm_desk.domain.views import View
from cm_desk.store import accounts, connect, conversations, messages, outbox
from cm_desk.store.store import commit
from cm_desk.store.tx import Tx
from tests.store.rows import MIRA, START, account, message, save

SOON = START + timedelta(seconds=10)
ANSWER = Outgoing(
    "key-1", "thank you", START, "t1", "1", (MIRA,), media=(Upload(Path("a.png"), "alt"),)
)


def queued(db: sqlite3.Connection) -> tuple[int, int]:
    """(account, outbox row) of an answer to a message that needs one."""
    account_id = account(db).id
    save(db, account_id, message("1"))
    return account_id, outbox.add(Tx(db), account_id, 1, ANSWER, SOON)


def test_an_answer_waits_its_time_and_can_be_taken_back(db: sqlite3.Connection) -> None:
    account_id, id = queued(db)
    assert outbox.add(Tx(db), account_id, 1, ANSWER, SOON) == id, "one key, one row"
    assert outbox.due(db, START, 1) == []
    assert outbox.next_due(db, 1) == SOON
    [item] = outbox.due(db, SOON, 1)
    assert (item.outgoing, item.state) == (ANSWER, "waiting")
    assert outbox.take_back(Tx(db), id) == ANSWER
    assert outbox.page(db) == []
    assert outbox.take_back(Tx(db), id) is None


def test_what_has_begun_cannot_be_taken_back_or_begun_again(db: sqlite3.Connection) -> None:
    _, id = queued(db)
    assert outbox.begin(Tx(db), id, SOON) is not None
    assert outbox.begin(Tx(db), id, SOON) is None
    assert outbox.take_back(Tx(db), id) is None
    assert outbox.due(db, SOON, 1) == []


def test_a_sent_answer_is_a_message_signed_and_no_longer_waiting(db: sqlite3.Connection) -> None:
    account_id, id = queued(db)
    accounts.change(Tx(db), account_id, signer="Ida")
    outbox.begin(Tx(db), id, SOON)
    sent = message("2", 1, "thank you", outgoing=True)
    outbox.sent(Tx(db), id, sent)
    outbox.sent(Tx(db), id, sent)
    assert outbox.page(db) == []
    newest = messages.thread(db, 1).items[0]
    assert (newest.text, newest.signer, newest.outgoing) == ("thank you", "Ida", True)
    [row] = conversations.page(db, View.WAITING).items
    assert row.last_outgoing


def test_a_process_that_died_while_sending_leaves_an_unknown_outcome(
    db: sqlite3.Connection,
) -> None:
    _, id = queued(db)
    outbox.begin(Tx(db), id, SOON)
    assert outbox.recover(Tx(db)) == (id,)
    assert outbox.due(db, SOON, 1) == [], "the service may still be busy with it"
    [item] = outbox.due(db, SOON + timedelta(milliseconds=outbox.SETTLE_MS), 1)
    assert (item.state, item.attempts) == ("unknown", 1)
    assert outbox.take_back(Tx(db), id) is None, "it may have arrived"


def test_what_is_being_sent_is_on_the_disk_before_the_network_is_touched(tmp_path: Path) -> None:
    """Read without the WAL: only what was synced into the database itself is there."""
    db = connect.writer(tmp_path / "desk.db")
    _, id = queued(db)
    commit(Tx(db), lambda tx: outbox.begin(tx, id, SOON))
    only = f"{(tmp_path / 'desk.db').as_uri()}?mode=ro&immutable=1"
    disk = sqlite3.connect(only, uri=True)
    assert disk.execute("select id, state from outbox").fetchall() == [(id, "sending")]
    disk.close()
    db.close()


def test_failures_wait_or_stay_for_the_person(db: sqlite3.Connection) -> None:
    _, id = queued(db)
    later = SOON + timedelta(minutes=5)
    outbox.begin(Tx(db), id, SOON)
    outbox.failed(Tx(db), id, "no answer", later, unknown=False)
    assert outbox.due(db, SOON, 1) == []
    assert [item.error for item in outbox.due(db, later, 1)] == ["no answer"]
    outbox.begin(Tx(db), id, later)
    outbox.failed(Tx(db), id, "too long", None, unknown=False)
    assert outbox.next_due(db, 1) is None
    outbox.again(Tx(db), id, later)
    assert outbox.next_due(db, 1) == later
    outbox.hold(Tx(db), id, "the address changed")
    assert outbox.due(db, later, 1) == []
    assert conversations.counts(db).outbox == 1
