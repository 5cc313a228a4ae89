"""What holds for all messages: once is enough, order does not matter, nothing hostile breaks."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cm_desk.domain.model import Author, Incoming, Kind, Media, Page
from cm_desk.domain.times import from_ms
from cm_desk.domain.views import State, View
from cm_desk.store import accounts, conversations, messages, migrations, search, soundness
from cm_desk.store.store import commit
from cm_desk.store.tx import Tx
from tests.store.rows import account, asked, counters_are_right

HOSTILE = st.one_of(
    st.text(alphabet=st.characters(), max_size=40),  # half surrogates and NUL too
    st.sampled_from(["\0", "a\0b", "\ud800", "\udfff\ud800", "x" * 1_000_000, "‮rtl", "z̷̛" * 50]),
)
AUTHORS = st.sampled_from([None, Author("mira", "@mira", "Mira"), Author("tomas", "@t", "Tomas")])


@st.composite
def pages(draw: st.DrawFn, step_ms: int = 100) -> list[tuple[str, Page]]:
    """Messages that are the same wherever they come up, cut into pages of two streams."""
    moments = draw(st.permutations(range(12)))
    made = {
        str(id): Incoming(
            str(id),
            f"t{draw(st.integers(0, 3))}",
            draw(AUTHORS),
            draw(st.sampled_from(["hello there", "the parcel", ""])),
            from_ms((moments[id] + 9) * step_ms),
            draw(st.sampled_from([Kind.MENTION, Kind.REPLY])),
            outgoing=draw(st.booleans()),
            unread=draw(st.booleans()),
        )
        for id in range(draw(st.integers(1, 12)))
    }
    some = st.lists(st.sampled_from(sorted(made)), max_size=6, unique=True)
    cut = draw(st.lists(st.tuples(st.sampled_from(["new", "history"]), some), max_size=6))
    return [(stream, Page(tuple(made[id] for id in ids))) for stream, ids in cut]


EMPTY = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
migrations.apply(EMPTY)


@contextmanager
def fresh() -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(":memory:", isolation_level=None)
    EMPTY.backup(db)
    db.execute("pragma foreign_keys = on")
    account(db)
    yield db
    db.close()


def save(db: sqlite3.Connection, stream: str, page: Page) -> list[object]:
    tx = Tx(db)
    commit(tx, lambda tx: messages.save(tx, 1, page, stream))
    return [*tx.changes]


def seen(db: sqlite3.Connection) -> Any:
    """What a person can see, without ids: threads, rows, counts, people."""
    rows = conversations.page(db, View.ALL, limit=200).items
    threads = sorted(
        sorted((m.sent_at, m.remote_id, m.unread) for m in thread(db, row.id)) for row in rows
    )
    stand = sorted((len(thread(db, r.id)), r.state, r.unread, r.last_at) for r in rows)
    people = db.execute(
        "select author_key, received, sent, first_ms, last_ms from identities order by 1"
    ).fetchall()
    found = sorted(hit.remote_id for hit in search.search(db, asked("parc*"), limit=200).items)
    return threads, stand, conversations.counts(db).unread, people, found


def thread(db: sqlite3.Connection, id: int) -> tuple[messages.Message, ...]:
    return messages.thread(db, id, limit=200).items


def waiting(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Since when it is whose turn, by asking every message."""
    out: list[tuple[object, ...]] = []
    for row in conversations.page(db, View.ALL, limit=200).items:
        newest, *older = thread(db, row.id)
        since = newest
        for each in older:
            if each.outgoing is not newest.outgoing:
                break
            since = each
        out.append((row.id, row.waiting_since, since.sent_at, newest.outgoing is row.last_outgoing))
    return out


@settings(max_examples=80, deadline=None)
@given(pages())
def test_saving_twice_is_saving_once_and_counters_are_right(cut: list[tuple[str, Page]]) -> None:
    with fresh() as db:
        for stream, page in cut:
            save(db, stream, page)
            assert counters_are_right(db)
            before = db.total_changes
            assert save(db, stream, page) == []
            assert db.total_changes == before
        assert soundness.thorough(db)
        for _, kept, asked, newest in waiting(db):
            assert kept in (None, asked)
            assert newest


@settings(max_examples=80, deadline=None)
@given(pages(step_ms=256), st.randoms(use_true_random=False))
def test_any_order_of_pages_gives_the_same_store(cut: list[tuple[str, Page]], rng: Any) -> None:
    """What was sent within a quarter of a second stands in the order in which it came."""
    shuffled = list(cut)
    rng.shuffle(shuffled)
    with fresh() as db, fresh() as other:
        for stream, page in cut:
            save(db, stream, page)
        for stream, page in shuffled:
            save(other, stream, page)
        assert seen(db) == seen(other)


@settings(max_examples=60, deadline=None)
@given(pages(), st.data())
def test_counters_stay_right_whatever_a_person_does(
    cut: list[tuple[str, Page]], data: st.DataObject
) -> None:
    with fresh() as db:
        for stream, page in cut:
            save(db, stream, page)
            befores = conversations.set_state(
                Tx(db), data.draw(st.lists(st.integers(1, 4))), data.draw(st.sampled_from(State))
            )
            conversations.mark_seen(Tx(db), data.draw(st.integers(1, 4)))
            conversations.mark_unread(Tx(db), data.draw(st.integers(1, 4)))
            assert counters_are_right(db)
            if data.draw(st.booleans()):
                conversations.restore(Tx(db), befores)
                assert counters_are_right(db)
        accounts.remove(Tx(db), 1)
        assert counters_are_right(db)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.data_too_large])
@given(st.lists(HOSTILE, min_size=9, max_size=9))
def test_hostile_text_is_stored_or_cleaned(texts: list[str]) -> None:
    id, thread_, handle, name, text, subject, lang, url, alt = texts
    item = Incoming(
        id, thread_, Author(handle, handle, name, url, url, text), text, from_ms(0),
        subject=subject, lang=lang, url=url, warning=alt, media=(Media("image", url, alt),),
    )  # fmt: skip
    with fresh() as db:
        save(db, "new", Page((item,), cursor=id))
        assert save(db, "new", Page((item,), cursor=id)) == []
        [row] = conversations.page(db, View.ALL).items
        [kept] = thread(db, row.id)
        if "\0" not in text and text.isascii():
            assert kept.text == text
        search.search(db, asked(text))
        assert soundness.thorough(db)


TYPED = "the parcel NEAR AND OR NOT * \" ( ) : ^ - + {text} café доставка 注文 👋 -- ; ' \\ %"
WORDS = st.lists(st.sampled_from(TYPED.split()), max_size=8)


@pytest.fixture(scope="module")
def talk() -> Iterator[sqlite3.Connection]:
    with fresh() as db:
        items = (Incoming(str(n), "t", None, "the parcel", from_ms(n)) for n in range(9))
        save(db, "new", Page(tuple(items)))
        yield db


@settings(max_examples=500, deadline=None)
@given(query=st.one_of(WORDS.map(" ".join), WORDS.map("".join), HOSTILE))
def test_no_query_raises(talk: sqlite3.Connection, query: str) -> None:
    for hit in search.search(talk, asked(query)).items:
        assert "".join(text for text, _ in hit.parts)


def test_a_cursor_is_kept_or_lost_with_its_rows() -> None:
    with fresh() as db:
        page = Page((Incoming("1", "t", None, "x", from_ms(0)),), cursor="1")

        def dies(tx: Tx) -> None:
            messages.save(tx, 1, page, "new")
            raise RuntimeError

        with pytest.raises(RuntimeError):
            commit(Tx(db), dies)
        assert accounts.cursor(db, 1, "new") is None
        assert conversations.counts(db).total == 0
        save(db, "new", page)
        assert accounts.cursor(db, 1, "new") == "1"
