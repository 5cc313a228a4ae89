from datetime import UTC, date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from cm_desk.desk import Desk
from cm_desk.store import promises
from cm_desk.ui.gestures.promise import PromiseDialog, choices, promise_to
from cm_desk.ui.gestures.settle import settle
from cm_desk.ui.gestures.words import due
from tests.conftest import NOW, Run
from tests.ui.people import settle_in
from tests.ui.stage import dialog_of


def test_the_natural_days_come_in_order_and_none_twice() -> None:
    for day in range(14):
        today = date(2026, 3, 2) + timedelta(days=day)
        found = [each for _, each in choices(today)]
        assert found == sorted(set(found))
        assert found[0] == today + timedelta(days=1)
    assert choices(date(2026, 3, 3))[1] == ("Friday", date(2026, 3, 6))


def test_a_promise_is_due_in_words() -> None:
    assert due(NOW - timedelta(days=2), NOW) == ("2 days late", "risk")
    assert due(NOW, NOW) == ("Due today", "wait")
    assert due(NOW + timedelta(days=1), NOW) == ("Due tomorrow", "wait")
    assert due(NOW + timedelta(days=3), NOW) == ("Due Sunday", "wait")
    assert due(datetime(2027, 1, 2, 12, tzinfo=UTC), NOW) == ("Due 2 Jan 2027", "calm")


def test_a_promise_for_another_day_is_kept_with_that_day(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        async with dialog_of(PromiseDialog, promise_to(desk, None, priya, 1)) as dialog:
            QTest.keyClick(dialog.text, Qt.Key.Key_Return)
            assert dialog.isVisible()  # a promise needs words
            QTest.keyClicks(dialog.text, "Write about the courier")
            dialog.day.setDate(QDate(2026, 4, 1))
            QTest.keyClick(dialog.text, Qt.Key.Key_Return)
        made = next(p for p in await desk.store.read(promises.of, priya) if p.message_id == 1)
        assert (made.text, made.due.astimezone().date()) == (
            "Write about the courier",
            date(2026, 4, 1),
        )

    run(scenario())


def test_a_promise_moves_and_moves_back(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        [late] = await desk.store.read(promises.due, NOW)
        undo = await settle(desk, None, late, "week")
        assert undo is not None
        moved = next(p for p in await desk.store.read(promises.of, priya) if p.id == late.id)
        assert moved.due.astimezone().date() == NOW.date() + timedelta(days=7)
        await undo.back()
        assert await desk.store.read(promises.due, NOW) == [late]

    run(scenario())
