import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from cm_desk.domain.model import Author
from cm_desk.domain.query import Filter, Query
from cm_desk.store import accounts, contacts, labels, merges, search, soundness
from cm_desk.store.search import page
from cm_desk.store.tx import Tx
from tests.store.rows import START, account, asked, message, save


def found(db: sqlite3.Connection, text: str) -> list[str]:
    return [hit.remote_id for hit in search.search(db, asked(text)).items]


@pytest.fixture
def talk(db: sqlite3.Connection) -> sqlite3.Connection:
    texts = [
        "The parcel never arrived at the café",
        "Parcel arrived, thank you. Don't worry",
        "<b>parcels</b> & more",
        "Доставка ещё не пришла",
    ]
    id = account(db).id
    save(db, id, *(message(str(n), n, text) for n, text in enumerate(texts)))
    return db


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("parcel", ["1", "0"]),
        ("PARCEL arrived", ["1", "0"]),
        ('"never arrived"', ["0"]),
        ('"arrived never"', []),
        ("parc*", ["2", "1", "0"]),
        ("cafe", ["0"]),
        ("don't", ["1"]),
        ("доставка", ["3"]),
        ("", []),
        ("***", []),
        ("NEAR(a b) OR", []),
        ('"', []),
        ("parcel -- ; drop table words", []),
    ],
)
def test_what_people_type_is_answered(talk: sqlite3.Connection, text: str, hits: list[str]) -> None:
    assert found(talk, text) == hits


def test_an_edited_text_is_found_by_its_new_words_alone(talk: sqlite3.Connection) -> None:
    save(talk, 1, message("0", 0, "a zebra", edited_at=START))
    assert found(talk, "never") == []
    assert found(talk, "zebra") == ["0"]
    talk.execute("insert into words (words) values ('integrity-check')")


def test_pages_go_on_and_an_account_can_be_alone(db: sqlite3.Connection) -> None:
    id, other = account(db).id, account(db, "@help@social.example").id
    save(db, id, *(message(str(n), n, "hello") for n in range(9)))
    save(db, other, message("o", 4, "hello"))
    page = search.search(db, asked("hello"), limit=6)
    rest = search.search(db, asked("hello"), page.cursor, 6)
    assert len({hit.id for hit in (*page.items, *rest.items)}) == 10
    assert found(db, "hello account:help") == ["o"]
    assert found(db, "account:help@social") == ["o"]


def test_a_hit_shows_where_it_was_found_without_its_accents(talk: sqlite3.Connection) -> None:
    [hit] = search.search(talk, asked("cafe never")).items
    marked = [text for text, mark in hit.parts if mark]
    assert marked == ["never", "café"]
    assert "".join(text for text, _ in hit.parts) == hit.text
    [hit] = search.search(talk, asked("доста*")).items
    assert ("Доста", True) in hit.parts


def test_a_long_text_is_cut_around_the_first_word_found(db: sqlite3.Connection) -> None:
    save(db, account(db).id, message("1", text="x " * 500 + "needle" + " y" * 500))
    [hit] = search.search(db, asked("needle")).items
    assert hit.parts[0] == hit.parts[-1] == ("…", False)
    assert ("needle", True) in hit.parts
    assert sum(len(text) for text, _ in hit.parts) < 200


def test_words_inside_a_language_without_blanks_are_found(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = account(db).id
    save(db, id, message("1", 1, "昨日の注文が届きました。100%_"), message("2", 2, "注文 Box"))
    save(db, id, *(message(f"x{n}", 10 + n, "hello") for n in range(9)))
    assert found(db, "注文") == ["2", "1"]
    assert found(db, "注文 box") == ["2"]
    assert found(db, "文が届* %_") == ["1"]
    assert found(db, "返品") == []
    [hit] = search.search(db, asked("届き")).items
    assert ("届き", True) in hit.parts
    monkeypatch.setattr(page, "WINDOWS", (1, 3))
    found_, read = search.search(db, asked("昨日")), 1
    while found_.cursor is not None and not found_.items:
        found_, read = search.search(db, asked("昨日"), found_.cursor), read + 1
    assert ([hit.remote_id for hit in found_.items], read) == (["1"], 3)


def test_a_subject_is_found_with_the_message_that_begins_its_conversation(
    db: sqlite3.Connection,
) -> None:
    mails = (
        message("1", 1, "It leaks.", subject="My lid cracked"),
        message("2", 2, "Oh no", subject="Re: My lid cracked", outgoing=True),
        message("3", 3, "Another thing", subject="A new color"),
        message("4", 4, "New mugs are here", subject="New mugs", thread="t2"),
        message("5", 5, "It is late", subject="RE: Invoice 4711", thread="t3"),
    )
    save(db, account(db).id, *mails)
    assert found(db, "lid") == ["1"]
    assert found(db, "lid leaks") == ["1"]
    assert found(db, "color") == ["3"]
    assert found(db, "mugs") == ["4"]
    assert found(db, "4711") == ["5"]
    [hit] = search.search(db, asked("lid")).items
    assert ("lid", True) in hit.parts
    assert ("It leaks.", False) in hit.parts
    save(db, 1, message("1", 1, "It leaks.", subject="My pan cracked", edited_at=START))
    assert (found(db, "lid"), found(db, "pan")) == ([], ["1"])
    assert soundness.thorough(db)


def test_people_are_meant_by_the_beginnings_of_their_names(db: sqlite3.Connection) -> None:
    id = account(db).id
    people = {
        "m": Author("1", "@mira@makers.example", "Mira Ström"),
        "s": Author("2", "@strom@wind.example", "Strom"),
        "t": Author("3", "@t@wind.example", "田中太郎"),
    }
    save(db, id, *(message(name, 1, who=who, thread=name) for name, who in people.items()))
    save(db, id, message("o", 2, outgoing=True, who=people["m"], thread="m"))
    assert found(db, "from:mir") == found(db, "from:@mira@makers.example") == ["m"]
    assert found(db, "from:strom") == found(db, "from:STRÖM") == ["s", "m"]
    assert found(db, 'from:"mira str"') == []
    assert found(db, 'from:"strom mira"') == ["m"]
    assert found(db, "from:太郎") == ["t"]
    assert found(db, "to:mira") == found(db, "from:me") == ["o"]
    assert found(db, "to:me from:mira") == ["m"]
    assert found(db, "from:mira from:太郎") == ["t", "m"]
    assert found(db, "-from:mira -from:me") == ["t", "s"]
    contacts.rename(Tx(db), 2, "Lou")
    assert found(db, "from:lou") == ["s"]
    contact = {each.name: each.id for each in contacts.find(db, "")}
    merges.merge(Tx(db), contact["Mira Ström"], contact["田中太郎"], "", START)
    assert found(db, "from:mira") == ["t", "m"]


def test_what_names_nothing_is_a_hint_and_finds_nothing(talk: sqlite3.Connection) -> None:
    labels.ensure(Tx(talk), "bug")
    for text, better in [
        ("from:zoe", ""),
        ("on:mastadon", "on:mastodon"),
        ("account:shup", ""),
        ("label:bgu", "label:bug"),
        ("gesture:hug", ""),
    ]:
        answer = search.search(talk, asked(f"{text} parcel"))
        [hint] = answer.hints
        assert (hint.start, hint.end, hint.instead) == (0, len(text), better)
        assert answer.items == ()
        assert found(talk, f"-{text} parcel") == ["1", "0"]


def test_days_are_exact_where_ids_were_moved_up(db: sqlite3.Connection) -> None:
    """Forty messages of one moment have ids of later ones, and some of them are removed."""
    id, other = account(db).id, account(db, "@help@social.example").id
    save(db, other, *(message(f"o{n}", thread=f"o{n}") for n in range(20)))
    save(db, id, *(message(f"a{n:02}", thread=f"a{n}") for n in range(20)))
    save(db, id, replace(message("z"), sent_at=START + timedelta(milliseconds=500)))
    accounts.remove(Tx(db), other)
    day = START.date().isoformat()
    assert len(found(db, f"before:{day}")) == 0
    assert len(found(db, f"after:{day}")) == len(found(db, "before:2026-03-02")) == 21
    moment = Filter("before", "x", 0, 1, moment=START + timedelta(milliseconds=1))
    early = search.search(db, Query("x", filters=(moment,)))
    assert sorted(hit.remote_id for hit in early.items) == [f"a{n:02}" for n in range(20)]


def test_the_best_come_first_and_every_hit_comes(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "BEST", 7)
    texts = ["lid " + "and more words " * (n % 5) for n in range(20)]
    save(db, account(db).id, *(message(str(n), n, text) for n, text in enumerate(texts)))
    seen, cursor, pages = [], None, 0
    while pages == 0 or cursor is not None:
        answer = search.search(db, asked("lid"), cursor, 3, best=True)
        cursor, pages = answer.cursor, pages + 1
        seen += [int(hit.remote_id) for hit in answer.items]
        save(db, 1, message(f"new{pages}", 50 + pages, "lid"))
    assert sorted(seen) == list(range(20))
    assert seen[:7] == [15, 16, 17, 18, 13, 19, 14]
    assert search.search(db, asked("from:mira"), best=True).items[0].remote_id == f"new{pages}"


def test_hits_are_counted_up_to_a_thousand(
    talk: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert search.count(talk, asked("parcel")) == (2, False)
    assert search.count(talk, asked("")) == (0, False)
    assert search.count(talk, asked("from:nobody")) == (0, False)
    assert search.count(talk, asked("from:mira"), most=3) == (3, True)
    monkeypatch.setattr(page, "COUNTED", (1, 2))
    assert search.count(talk, asked("is:unanswered")) == (3, True)
