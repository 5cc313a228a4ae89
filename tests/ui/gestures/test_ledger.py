from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cm_desk.desk import Desk
from cm_desk.domain.model import Incoming, Page
from cm_desk.store import gestures, messages
from cm_desk.store.ledger import Sift
from cm_desk.ui.gestures.back import BackDialog
from cm_desk.ui.gestures.filters import Filters
from cm_desk.ui.gestures.give import GiveDialog
from cm_desk.ui.gestures.ledger import Ledger
from cm_desk.ui.gestures.model import BACK
from cm_desk.ui.gestures.promise_row import PromiseRow
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from cm_desk.ui.widgets.cards import IconRow
from tests.conftest import NOW, Run, until
from tests.ui.people import PRIYA, settle_in
from tests.ui.stage import Going, Undos, open_dialog

KEY = Qt.Key


def raising(err: Exception) -> None:
    raise err


def page_on(desk: Desk, news: News, undos: Undos, going: Going) -> Ledger:
    page = Ledger(desk, news, raising, undos, going)
    Keys(page, lambda do: do in page.commands and page.commands[do]() is not False)
    page.resize(1068, 740)
    page.show()
    page.activateWindow()
    return page


def test_the_ledger_leads_to_the_person_by_key(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        going = Going()
        page = page_on(desk, news, Undos(), going)
        await until(lambda: page.filters.found.words.startswith("2 gestures"))
        QTest.keyClick(page.table, KEY.Key_Return)
        QTest.keyClick(page.table, KEY.Key_N)
        assert going.went == [("person", priya), ("give", priya, None)]

    run(scenario())


def test_menus_and_a_name_sift_the_ledger(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        page = page_on(desk, news, Undos(), Going())
        await until(lambda: page.model.rowCount() == 2)
        await until(lambda: bool(page.filters.picks["kind"].choices))
        menu = page.filters.picks["kind"].menu_()
        thanks = next(each for each in menu.actions() if each.text().startswith("Thank-yous (1)"))
        thanks.trigger()
        await until(lambda: page.model.rowCount() == 1)
        assert page.model.row(0).gesture.kind == "thank-you"
        assert page.filters.picks["kind"].accessibleName() == "Kind: Thank-yous (1)"
        page.filters.picks["kind"].choose("apology")
        await until(lambda: page.stack.currentWidget() is page.no_match)
        page.filters.clear.click()
        await until(lambda: page.model.rowCount() == 2)
        QTest.keyClicks(page.filters.name.edit, "nobody")
        await until(lambda: page.stack.currentWidget() is page.no_match)
        page.filters.reset()
        await until(lambda: page.model.rowCount() == 2)

    run(scenario())


@pytest.mark.parametrize("sift", [Sift(public=True), Sift(cost="money"), Sift(month=(2025, 10))])
def test_what_is_asked_of_the_ledger_stands_in_its_menus(sift: Sift) -> None:
    filters = Filters()
    filters.ask(sift)
    assert filters.sift == sift
    assert not filters.clear.isHidden()


def test_delete_removes_a_gesture_and_undo_brings_it_back(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        undos = Undos()
        page = page_on(desk, news, undos, Going())
        await until(lambda: page.model.rowCount() == 2)
        QTest.keyClick(page.table, KEY.Key_Delete)
        await until(lambda: page.model.rowCount() == 1)
        await undos[0].back()
        await until(lambda: page.model.rowCount() == 2)
        assert len(await desk.store.read(gestures.of, priya)) == 2

    run(scenario())


def test_late_promises_are_counted_and_kept_from_the_side(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya, going = await settle_in(desk), Going()
        page = page_on(desk, news, Undos(), going)
        await until(lambda: page.due.late.words == "1 late")
        [row] = page.due.findChildren(PromiseRow)
        assert row.accessibleName() == "Promise: Send a new lid. 1 day late"
        row.person.click()
        assert going.went == [("person", priya)]
        row.kept.click()
        await until(lambda: page.due.late.isHidden())

    run(scenario())


def test_the_side_tells_all_of_a_gesture_and_what_came_back(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya, undos, going = await settle_in(desk), Undos(), Going()
        later = Incoming("99", "4", PRIYA, "He cried. Thank you.", NOW - timedelta(days=20))
        await desk.store.write(lambda tx: messages.save(tx, 1, Page((later,)), "new"))
        page = page_on(desk, news, undos, going)
        await until(lambda: page.detail.title.words.startswith("Surprise: Birthday card"))
        told = [each.accessibleName() for each in page.detail.findChildren(IconRow)]
        assert "From Ines Carvalho, founder" in told
        assert "€4 · 20 min" in told
        assert "Nothing came back yet, and that is fine" in told
        QTest.keyClick(page.table, KEY.Key_B)
        await until(lambda: open_dialog(BackDialog))
        dialog = open_dialog(BackDialog)
        assert dialog is not None
        assert "He cried" in dialog.said.currentText()
        dialog.ok.click()
        await until(lambda: "came back" in page.filters.found.words)
        assert page.model.index(0, BACK).data() == "He cried. Thank you."
        assert page.model.index(1, BACK).data() == "Nothing yet"
        kept = [g for g in await desk.store.read(gestures.of, priya) if g.kind == "surprise"]
        assert kept[0].back == "He cried. Thank you."
        await undos[0].back()
        await until(lambda: "came back" not in page.filters.found.words)

    run(scenario())


def test_e_changes_what_stands_in_the_ledger(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya, undos = await settle_in(desk), Undos()
        page = page_on(desk, news, undos, Going())
        await until(lambda: page.model.rowCount() == 2)
        QTest.keyClick(page.table, KEY.Key_E)
        await until(lambda: open_dialog(GiveDialog))
        dialog = open_dialog(GiveDialog)
        assert dialog is not None
        assert (dialog.kind.kind.key, dialog.cost.text(), dialog.voice.text()) == (
            *("surprise", "4"),
            "Ines Carvalho, founder",
        )
        dialog.cost.setText("6.50")
        dialog.ok.click()
        await until(lambda: bool(undos))
        [now] = [g for g in await desk.store.read(gestures.of, priya) if g.kind == "surprise"]
        assert (now.cost_cents, now.why, now.minutes) == (650, "for my dad’s 70th", 20)
        await undos[0].back()
        [now] = [g for g in await desk.store.read(gestures.of, priya) if g.kind == "surprise"]
        assert now.cost_cents == 400

    run(scenario())


def test_an_empty_ledger_suggests_a_first_one(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        page = page_on(desk, news, Undos(), Going())
        await until(lambda: page.stack.currentWidget() is page.nothing)
        assert page.nothing.accessibleName().startswith("No gestures yet.")

    run(scenario())
