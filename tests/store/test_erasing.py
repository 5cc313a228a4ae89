"""Erasing knows every table: what is about somebody goes, what points to them lets go."""

import sqlite3
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.store import erasing, fulltext, holdings
from cm_desk.store.tx import Tx
from cm_desk.text.blackout import ERASED, Blackout, forms
from tests.store.filling import fill, point

NOW = datetime(2026, 3, 5, tzinfo=UTC)


def test_nothing_of_any_table_is_left(db: sqlite3.Connection) -> None:
    fill(db, 1, 2)
    point(db, 1, 2)
    fulltext.learn(db, "messages", "id = 1")
    db.execute("begin")
    erasing.erase(Tx(db), 1, NOW, {})
    db.execute("commit")
    assert holdings.count(db, 1) == {}
    lost = {into for _, _, into, _ in db.execute("pragma foreign_key_check")}
    assert not lost & {"contacts", "identities", "messages", "conversations"}
    for each in holdings.pointers(db):
        gone = f"select count(*) from {each.table} where {each.column} = 1"  # noqa: S608
        assert db.execute(gone).fetchone() == (0,), each


MARKS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=3).filter(
    lambda mark: len(mark.strip("@ ")) > 2 and mark.casefold().strip("@ ()") not in ERASED
)


@given(MARKS)
def test_a_mark_is_left_in_no_form(mark: str) -> None:
    black = Blackout([mark])
    for form in forms(mark.lstrip("@")):
        assert form not in black.clean(f"· {form} ·")


@given(st.text(), st.text())
def test_a_text_without_a_mark_is_left_as_it_is(text: str, other: str) -> None:
    black = Blackout(
        ["nobody@nowhere.example"], ["Nobody Nowhere"], ["a line that nobody ever said"]
    )
    assert black.clean(text) == text
    assert black.clean(ERASED) == ERASED
