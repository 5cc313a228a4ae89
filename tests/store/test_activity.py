"""Messages by month, counted in an index alone."""

import sqlite3
from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cm_desk.domain import months
from cm_desk.store import activity, merges, migrations
from cm_desk.store.activity import Active
from cm_desk.store.tx import Tx
from tests.store.rows import START, TOMAS, account, message, save

DAYS = 60 * 24


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-900, 900), st.integers(0, 1), st.booleans()), max_size=40))
def test_every_message_counts_once_in_its_month_at_its_account(
    said: list[tuple[int, int, bool]],
) -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.apply(db)
    us = [account(db).id, account(db, "@help@social.example").id]
    expected: Counter[tuple[tuple[int, int], int, bool]] = Counter()
    for number, (day, at, outgoing) in enumerate(said):
        item = message(str(number), day * DAYS, outgoing=outgoing)
        save(db, us[at], item)
        expected[months.of(item.sent_at), us[at], outgoing] += 1
    found = activity.by_month(db, 1)
    told = {
        ((each.year, each.month), each.account_id, outgoing): count
        for each in found
        for outgoing, count in ((False, each.theirs), (True, each.ours))
        if count
    }
    assert told == expected
    assert list(found) == sorted(found)
    db.close()


def test_everybody_who_was_joined_counts(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("1"), message("2", who=TOMAS, outgoing=True))
    save(db, id, message("3", 40 * DAYS))
    merges.merge(Tx(db), 1, 2, "", START)
    assert activity.by_month(db, 1) == (Active(2026, 3, id, 1, 1), Active(2026, 4, id, 1, 0))
    assert activity.by_month(db, 99) == ()


def test_a_month_begins_where_this_computer_has_it() -> None:
    for month in ((1970, 2), (1999, 12), (2026, 3), (2026, 10)):
        begin = months.start(month)
        assert months.of(begin) == month
        after = months.start(months.after(month))
        assert months.of(after - timedelta(milliseconds=1)) == month
        assert months.of(after) == months.after(month)
    assert months.after((2026, 1), -2) == (2025, 11)
    assert months.between((2025, 12), (2026, 2)) == [(2025, 12), (2026, 1), (2026, 2)]
