"""The list of people in pages: every order, sifted or not, settled or not, without a gap."""

import sqlite3
from datetime import timedelta

import pytest

from cm_desk.domain.model import Author
from cm_desk.store import contacts, gestures, lines, people, promises
from cm_desk.store.gestures import Gesture
from cm_desk.store.people import EVERYBODY, ContactRow, Where
from cm_desk.store.tx import Tx
from tests.store.rows import START, account, message, save

NAMES = ("Ada", "ben", "Émile", "民子", "🌱 Zoë")


def whole(
    db: sqlite3.Connection, where: Where = EVERYBODY, sort: str = "name", down: bool = False
) -> list[ContactRow]:
    """All pages, two people each."""
    page = people.page(db, where, sort, down, limit=2)
    found = list(page.items)
    while page.cursor is not None:
        page = people.page(db, where, sort, down, page.cursor, 2)
        found += page.items
    return found


def names(rows: list[ContactRow]) -> list[str]:
    return [row.name for row in rows]


@pytest.fixture(params=["settled", "restless", "both"])
def db_of_five(db: sqlite3.Connection, request: pytest.FixtureRequest) -> sqlite3.Connection:
    """The first wrote once, the second twice and so on; every second word is answered."""
    id = account(db).id
    for n, name in enumerate(NAMES):
        who = Author(f"{n}@x.example", f"@{n}@x.example", name)
        for k in range(n + 1):
            save(db, id, message(f"{n}/{k}", 10 * n + 2 * k, who=who, thread=f"t{n}"))
            if k % 2:
                answer = message(
                    f"{n}/{k}!", 10 * n + 2 * k + 1, who=who, thread=f"t{n}", outgoing=True
                )
                save(db, id, answer)
    tx = Tx(db)
    gestures.add(tx, Gesture(0, 2, "thanks", START))
    promises.add(tx, 3, "tea", START, START)
    while request.param != "restless" and lines.settle(tx):
        pass
    if request.param == "both":
        save(
            db,
            id,
            message(
                "0/0", 0, who=Author("0@x.example", "@0@x.example", "Ada"), thread="t0", lang="pl"
            ),
        )
        contacts.rename(tx, 4, "Tamiko")
        contacts.rename(tx, 4, "民子")
    return db


def test_people_come_in_every_order_and_in_pages(db_of_five: sqlite3.Connection) -> None:
    db = db_of_five
    assert names(whole(db)) == ["Ada", "ben", "Émile", "🌱 Zoë", "民子"]
    assert names(whole(db, sort="received", down=True)) == [*reversed(NAMES)]
    assert names(whole(db, sort="first")) == [*NAMES]
    assert [row.turns for row in whole(db, sort="closeness", down=True)] == [4, 3, 2, 1, 0]
    assert names(whole(db, sort="gestures", down=True))[0] == "ben"
    assert names(whole(db, sort="promises", down=True))[0] == "Émile"
    for sort in people.SORTS:
        down, up = whole(db, sort=sort, down=True), whole(db, sort=sort)
        assert down == [*reversed(up)]
        assert len({row.id for row in up}) == len(NAMES)


def test_a_row_says_what_was_exchanged(db_of_five: sqlite3.Connection) -> None:
    [emile] = contacts.find(db_of_five, "emile")
    assert (emile.received, emile.sent, emile.turns, emile.open_promises) == (3, 1, 2, 1)
    assert emile.heard_at == START + timedelta(minutes=24)
    assert (emile.given_at, emile.signals, emile.waiting) == (None, 0, 1)
    [ben] = contacts.find(db_of_five, "BEN")
    assert (ben.given_at, ben.waiting) == (START, 0)


def test_accents_and_capitals_do_not_matter_to_find_somebody(
    db_of_five: sqlite3.Connection,
) -> None:
    assert names(whole(db_of_five, people.named("EMILE x.example"))) == ["Émile"]
    assert names(whole(db_of_five, people.named("zoe"))) == ["🌱 Zoë"]
    assert names(whole(db_of_five, people.named("民"))) == ["民子"]
    assert people.count(db_of_five, people.named("nobody")) == 0


def test_who_stands_far_down_is_found_all_the_same(
    db_of_five: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the lines that are walked, all are read: the same people in the same order."""
    db, few = db_of_five, Where(("p.received > ?",), (2,))
    walked = whole(db, few, "closeness", True)
    monkeypatch.setattr(people, "_PROBE", 1)
    assert whole(db, few, "closeness", True) == walked
    assert people.count(db, few) == len(walked) == 3
