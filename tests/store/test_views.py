import sqlite3
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.store import views
from cm_desk.store.tx import Tx
from cm_desk.store.views import SavedView
from tests.store.test_saving_properties import fresh

BURRS = SavedView(0, "messages", "Burrs", "burr is:unanswered")
QUIET = SavedView(0, "people", "Quiet", "silent:6m", "name")


def names(db: sqlite3.Connection) -> list[str]:
    return [view.name for view in views.all(db)]


def test_a_view_is_kept_as_it_was_typed_and_listed_by_kind(db: sqlite3.Connection) -> None:
    ids = [views.add(Tx(db), view) for view in (BURRS, QUIET)]
    assert views.all(db) == [replace(BURRS, id=ids[0]), replace(QUIET, id=ids[1])]
    assert views.all(db, "people") == [views.get(db, ids[1])]


def test_a_view_is_named_changed_and_moved(db: sqlite3.Connection) -> None:
    tx = Tx(db)
    first, _, third = (views.add(tx, replace(BURRS, name=name)) for name in "abc")
    tx.changes.clear()
    assert views.change(tx, first, name="z") == replace(BURRS, id=first, name="a")
    views.change(tx, first, query="lid", sort="best")
    assert views.get(db, first) == SavedView(first, "messages", "z", "lid", "best")
    assert views.move(tx, third, 0) == 2
    assert names(db) == ["c", "z", "b"]
    told = len(tx.changes)
    assert views.change(tx, first, name="z")
    assert views.move(tx, third, -5) == 0
    assert (views.move(tx, 99, 0), views.change(tx, 99, "x"), views.remove(tx, 99)) == (None,) * 3
    assert len(tx.changes) == told


def test_what_was_removed_comes_back_as_itself(db: sqlite3.Connection) -> None:
    tx = Tx(db)
    ids = [views.add(tx, replace(BURRS, name=name)) for name in "abc"]
    removed = views.remove(tx, ids[1])
    assert removed == (replace(BURRS, id=ids[1], name="b"), 1)
    assert names(db) == ["a", "c"]
    assert views.add(tx, *removed) == ids[1]
    assert names(db) == ["a", "b", "c"]
    assert views.add(tx, *removed) not in ids


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 6)), max_size=12))
def test_the_order_is_that_of_a_list(moves: list[tuple[int, int]]) -> None:
    with fresh() as db:
        ids = [views.add(Tx(db), replace(BURRS, name=name)) for name in "abcd"]
        wanted = list("abcd")
        for number, place in moves:
            name = "abcd"[number]
            assert views.move(Tx(db), ids[number], place) == wanted.index(name)
            wanted.remove(name)
            wanted.insert(max(0, place), name)
        assert names(db) == wanted
