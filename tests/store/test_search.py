import sqlite3

import pytest

from cm_desk.store import search
from tests.store.rows import START, account, message, save


def found(db: sqlite3.Connection, text: str) -> list[str]:
    return [hit.remote_id for hit in search.search(db, text).items]


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
    page = search.search(db, "hello", limit=6)
    rest = search.search(db, "hello", page.cursor, 6)
    assert len({hit.id for hit in (*page.items, *rest.items)}) == 10
    assert [hit.remote_id for hit in search.search(db, "hello", account_id=other).items] == ["o"]


def test_a_hit_shows_where_it_was_found_without_its_accents(talk: sqlite3.Connection) -> None:
    [hit] = search.search(talk, "cafe never").items
    marked = [text for text, mark in hit.parts if mark]
    assert marked == ["never", "café"]
    assert "".join(text for text, _ in hit.parts) == hit.text
    [hit] = search.search(talk, "DOSTAVKA* доста*").items or [
        search.search(talk, "доста*").items[0]
    ]
    assert ("Доста", True) in hit.parts


def test_a_long_text_is_cut_around_the_first_word_found(db: sqlite3.Connection) -> None:
    save(db, account(db).id, message("1", text="x " * 500 + "needle" + " y" * 500))
    [hit] = search.search(db, "needle").items
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
    [hit] = search.search(db, "届き").items
    assert ("届き", True) in hit.parts
    monkeypatch.setattr(search, "WINDOW", 4)
    page, read = search.search(db, "昨日"), 1
    while page.cursor is not None and not page.items:
        page, read = search.search(db, "昨日", page.cursor), read + 1
    assert ([hit.remote_id for hit in page.items], read) == (["1"], 3)
