"""People are joined and part again in any order: nothing is lost, nothing doubled, all comes back.

CM_DESK_MERGES=20000 takes more walks.
"""

import os
import random
import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cm_desk.store import merges
from cm_desk.store.tx import Tx
from tests.store.merging import COUNTED, PEOPLE, Step, Walk, check, dump, in_sight, people_tables
from tests.store.rows import START

WALKS = int(os.environ.get("CM_DESK_MERGES", "120"))
people = st.integers(1, PEOPLE)
number = st.integers(0, 99)
merge = st.tuples(st.just("merge"), people, people)
step = st.one_of(
    merge,
    merge,
    st.tuples(st.just("write"), people, number),
    st.tuples(st.just("part"), number, number),
    st.tuples(st.just("undo"), number, number),
    st.tuples(st.just("write"), people, number),
    st.tuples(st.just("hear"), people, st.integers(0, 4)),
)
walks = st.lists(step, min_size=2, max_size=20)


@pytest.fixture(scope="module", autouse=True)
def _told() -> Iterator[None]:
    """`pytest -s` shows how much was tried."""
    yield
    print("\n" + ", ".join(f"{n:,} × {what}" for what, n in sorted(COUNTED.items())))  # noqa: T201


@settings(max_examples=WALKS, deadline=None)
@given(walks)
def test_undoing_every_merge_and_part_leaves_what_no_merge_would_have_left(
    todo: list[Step],
) -> None:
    walk = Walk()
    for each in todo:
        walk.do(*each)
        check(walk.db)
    walk.undo_all()
    assert dump(walk.db) == dump(walk.twin)
    walk.close()


@settings(max_examples=WALKS // 2, deadline=None)
@given(walks, st.randoms(use_true_random=False))
def test_parting_all_in_any_order_gives_everybody_what_is_theirs(
    todo: list[Step], chance: random.Random
) -> None:
    """The log of merges tells of it; every other table is as if nobody had been joined."""
    walk = Walk()
    for what, a, b in todo:
        if what in ("merge", "write", "hear"):
            walk.do(what, a, b)
    known = [each.id for n in in_sight(walk.db) for each in merges.of(walk.db, n)]
    chance.shuffle(known)
    for id in known:
        assert merges.part(Tx(walk.db), id, START)
        check(walk.db)
    assert dump(walk.db, "merges") == dump(walk.twin, "merges")
    walk.close()


def test_joining_and_taking_back_leaves_both_records_as_they_were() -> None:
    """Row 003-23 of the feature map, a thousand times and more, with what is written between."""
    dice = random.Random("join")  # noqa: S311
    for _ in range(WALKS // 4):
        walk = Walk()
        for _ in range(4):
            for a, b in (dice.sample(range(1, PEOPLE + 1), 2) for _ in range(dice.randint(1, 3))):
                walk.do("merge", a, b)
                walk.do("hear", dice.randint(1, PEOPLE), dice.randint(0, 4))
                walk.do("write", dice.randint(1, PEOPLE), dice.randrange(99))
            if dice.random() < 0.5:
                walk.do("part", dice.randrange(9), dice.randrange(99))
            walk.undo_all()
            assert dump(walk.db) == dump(walk.twin)
        walk.close()


def test_every_table_that_belongs_to_contacts_is_joined_and_parted(db: sqlite3.Connection) -> None:
    """A new one: a column `home`, an index on it where it is not null, and a line in BELONGS."""
    assert people_tables(db) == set(merges.OWNED)
    for table in merges.OWNED:
        columns = {name for (name,) in db.execute("select name from pragma_table_info(?)", [table])}
        assert {"id", "home", "contact_id"} <= columns, table
        indexes = db.execute(
            'select "unique", (select group_concat(name) from pragma_index_info(i.name))'
            " from pragma_index_list(?) i",
            [table],
        ).fetchall()
        assert (0, "home") in indexes, table
        both = [names for unique, names in indexes if unique and "contact_id" in names.split(",")]
        assert both == [], f"two people who are joined may both have that in {table}"


def test_the_walks_can_fail() -> None:
    """A row that a merge forgets is found."""
    walk = Walk()
    walk.do("merge", 1, 2)
    walk.db.execute("update notes set home = null where home is not null")
    walk.undo_all()
    assert dump(walk.db) != dump(walk.twin)
    check(walk.db)
    walk.db.execute("update contacts set joined = 1 where id = 2")
    with pytest.raises(AssertionError):
        check(walk.db)
    walk.close()
