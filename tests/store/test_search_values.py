"""What completion offers for the value of a filter."""

import sqlite3

import pytest

from cm_desk.domain.completion import Asked
from cm_desk.domain.model import Author
from cm_desk.store import gestures, labels
from cm_desk.store.gestures import Gesture
from cm_desk.store.search import values as module
from cm_desk.store.search.values import people, values
from cm_desk.store.tx import Tx
from tests.store.rows import START, account, message, save

PEOPLE = (
    Author("1", "@mira@makers.example", "Mira Ström", avatar_url="face"),
    Author("2", "@priya@wind.example", "Priya"),
    Author("3", "@mirko@wind.example", ""),
    Author("4", "@taro@wind.example", "田中太郎"),
)


@pytest.fixture
def desk(db: sqlite3.Connection) -> sqlite3.Connection:
    id = account(db).id
    account(db, "@help@social.example")
    save(db, id, *(message(who.key, n, who=who, thread=who.key) for n, who in enumerate(PEOPLE)))
    for name in ("bug", "Büro", "gift idea"):
        labels.ensure(Tx(db), name)
    gestures.add(Tx(db), Gesture(0, 1, "gift", START))
    return db


@pytest.mark.parametrize(
    ("name", "typed", "offered"),
    [
        ("from", "mir", ["@mirko@wind.example", "Mira Ström"]),
        ("from", "STROM mira", ["Mira Ström"]),
        ("to", "m", ["me", "@mirko@wind.example", "Mira Ström"]),
        ("from", "太", ["田中太郎"]),
        ("from", "zoe", []),
        ("from", "", ["me", "田中太郎", "@mirko@wind.example", "Priya", "Mira Ström"]),
        ("on", "", ["mastodon"]),
        ("on", "x", []),
        ("account", "help", ["@help@social.example"]),
        ("label", "bu", ["bug", "Büro"]),
        ("gesture", "", ["gift", "any"]),
        ("before", "2", []),
    ],
)
def test_values_begin_with_what_was_typed(
    desk: sqlite3.Connection, name: str, typed: str, offered: list[str]
) -> None:
    assert [each.value for each in values(desk, Asked(name, typed, 0, 0))] == offered


def test_a_person_comes_with_a_face_and_is_meant_word_for_word(desk: sqlite3.Connection) -> None:
    [one] = people(desk, "ström")
    assert (one.hint, one.face, one.quoted) == ("@mira@makers.example", "face", True)


def test_a_name_that_very_many_have_is_looked_for_among_the_newest(
    desk: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MANY", 1)
    assert [each.value for each in people(desk, "mir")] == ["@mirko@wind.example", "Mira Ström"]
