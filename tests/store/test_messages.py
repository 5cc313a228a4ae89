import sqlite3
from dataclasses import replace
from datetime import timedelta

from cm_desk.domain.model import Media, Page, Poll, PollOption
from cm_desk.store import accounts, messages
from cm_desk.store.messages import Saved
from cm_desk.store.tx import Tx
from tests.store.rows import START, account, counters_are_right, message, save


def test_saving_twice_writes_and_says_nothing(db: sqlite3.Connection) -> None:
    id = account(db).id
    page = Page((message("1", unread=True), message("2", 5)), cursor="2")
    assert messages.save(Tx(db), id, page, "new") == Saved(inserted=2)
    tx, before = Tx(db), db.total_changes
    assert messages.save(tx, id, page, "new") == Saved(unchanged=2)
    assert (tx.changes, db.total_changes) == ([], before)
    assert accounts.cursor(db, id, "new") == "2"


def test_a_thread_is_newest_first_whatever_came_first(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("3", 3), message("1", 1))
    save(db, id, message("2", 2))
    assert [m.remote_id for m in messages.thread(db, 1).items] == ["3", "2", "1"]
    assert counters_are_right(db)


def test_everything_a_message_has_is_kept(db: sqlite3.Connection) -> None:
    id = account(db).id
    rich = message(
        "1",
        subject="s",
        lang="de",
        warning="food",
        url="https://x.example/1",
        visibility="direct",
        media=(Media("image", "https://x.example/1.png", "a cat"),),
        poll=Poll((PollOption("yes", 3), PollOption("no")), START, True),
        edited_at=START,
    )
    save(db, id, rich)
    found = messages.by_remote(db, id, "1")
    assert found is not None
    for name in ("subject", "lang", "warning", "url", "visibility", "media", "poll", "edited_at"):
        assert getattr(found, name) == getattr(rich, name)
    assert found == messages.get(db, found.id)


def test_an_edit_replaces_the_text_in_place(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("1", text="first words"))
    assert save(db, id, message("1", text="other words", edited_at=START)) == Saved(updated=1)
    [kept] = messages.thread(db, 1).items
    assert (kept.text, kept.edited_at) == ("other words", START)
    late = replace(message("1", text="first words"))
    assert save(db, id, late) == Saved(unchanged=1), "an older version does not come back"


def test_an_archive_changes_only_what_it_says_was_edited_later(db: sqlite3.Connection) -> None:
    """What the network said stays, and the same archive again writes nothing."""
    id, later = account(db).id, START + timedelta(hours=1)
    save(db, id, message("1", text="from the network"))
    for edited_at, text, updated in (
        (None, "from an archive", 0),
        (START, "edited, from an archive", 1),
        (START, "the same edit in other words", 0),
        (later, "edited later", 1),
        (START, "an older archive", 0),
    ):
        page = Page((message("1", text=text, edited_at=edited_at),))
        assert messages.save(Tx(db), id, page, "import").updated == updated
    assert messages.thread(db, 1).items[0].text == "edited later"


def test_a_deleted_message_keeps_its_text_and_says_so(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("1"))
    messages.save(Tx(db), id, Page(deleted=("1", "unknown")), "new")
    [kept] = messages.thread(db, 1).items
    assert (kept.text, kept.deleted) == ("hello", True)


def test_messages_of_one_moment_keep_apart(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, *(message(str(n)) for n in range(300)))
    save(db, id, *(message(str(n)) for n in range(300, 600)))
    first = messages.thread(db, 1, limit=500)
    assert len(first.items) == 200
    assert first.cursor is not None
    rest = messages.thread(db, 1, first.cursor, 200)
    assert len({m.id for m in (*first.items, *rest.items)}) == 400
