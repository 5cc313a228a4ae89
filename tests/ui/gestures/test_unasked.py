"""What may be given unasked: in the dialog and on the card, from what is left of the month."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import allowances, kinds
from cm_desk.actions import gestures as giving
from cm_desk.desk import Desk
from cm_desk.domain.kinds import first, named
from cm_desk.insight.allowance import Room, unasked
from cm_desk.store import gestures
from cm_desk.ui import theme
from cm_desk.ui.contact.card import PersonCard
from cm_desk.ui.gestures.give import GiveDialog, give_to
from cm_desk.ui.gestures.unasked import UnaskedLine, words
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.people import settle_in
from tests.ui.stage import Going, cut_words, dialog_of, shoot

MARA = "Mara Lindqvist"


async def allowed(desk: Desk, month: int = 20_000) -> int:
    """A month for Mara, a limit for gifts, and surprises that usually cost €4; Priya's contact."""
    priya = await settle_in(desk)
    await allowances.set_limit(desk, MARA, "", month)
    await allowances.set_limit(desk, MARA, "gift", 2500)
    await kinds.change(desk, replace(named("surprise", first()), cost_cents=400))
    return priya


def test_only_what_fits_the_month_is_offered(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        assert await allowances.unasked(desk, MARA) == ()
        priya = await allowed(desk, 3000)
        assert [words(each) for each in await allowances.unasked(desk, MARA)] == [
            *("Gift up to €25", "Surprise €4")
        ]
        old = (await desk.store.read(gestures.of, priya))[0]
        given = replace(old, id=0, giver=MARA, at=desk.now(), cost_cents=2000)
        undo = await giving.record(desk, given)
        assert [words(each) for each in await allowances.unasked(desk, MARA)] == [
            *("Gift up to €10", "Surprise €4")
        ]
        await giving.record(desk, replace(given, cost_cents=800))
        assert [words(each) for each in await allowances.unasked(desk, MARA)] == ["Gift up to €2"]
        await undo.back()

    run(scenario())


def test_an_allowance_of_nothing_offers_nothing() -> None:
    assert unasked(first(), lambda _: Room(0, 0, 2500), "EUR") == []
    assert unasked(first(), lambda _: Room(0, None, None), "EUR") == []


def test_choosing_one_books_it_to_the_person_and_the_month(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await allowed(desk)
        async with dialog_of(GiveDialog, give_to(desk, None, priya)) as dialog:
            dialog.unasked.buttons[1].click()
            assert (dialog.kind.kind.key, dialog.cost.text()) == ("surprise", "4")
            dialog.ok.click()
        newest = (await desk.store.read(gestures.of, priya))[0]
        assert (newest.kind, newest.cost_cents, newest.giver) == ("surprise", 400, MARA)
        assert (await allowances.room(desk, MARA, "surprise", "EUR")).spent == 400

    run(scenario())


def test_an_allowance_of_another_currency_is_booked_in_it(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        await allowances.set_limit(desk, MARA, "", 90_000, "SEK")
        await allowances.set_limit(desk, MARA, "gift", 30_000, "SEK")
        async with dialog_of(GiveDialog, give_to(desk, None, priya, kind="gift")) as dialog:
            assert dialog.cost.text() == "300 SEK"
            dialog.ok.click()
        newest = (await desk.store.read(gestures.of, priya))[0]
        assert (newest.cost_cents, newest.currency) == (30_000, "SEK")

    run(scenario())


def test_what_they_gave_us_is_of_no_allowance(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await allowed(desk)
        async with dialog_of(GiveDialog, give_to(desk, None, priya)) as dialog:
            assert dialog.unasked.isVisible()
            dialog.sides.choose(1)
            dialog._turned(1)
            assert not dialog.unasked.isVisible()
            dialog.reject()

    run(scenario())


async def card(desk: Desk, news: News, going: Going) -> PersonCard:
    priya = await allowed(desk)
    shown = PersonCard(desk, news, lambda err: None, lambda undo: None, going)
    shown.resize(280, 720)
    shown.show()
    shown.show_contact(priya)
    await until(lambda: shown.findChildren(UnaskedLine))
    return shown


def test_the_card_leads_to_the_dialog_with_kind_and_money(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        going = Going()
        shown = await card(desk, news, going)
        [line] = shown.findChildren(UnaskedLine)
        line.buttons[0].click()
        [(_, who, _, kind)] = going.went
        assert isinstance(who, int)
        async with dialog_of(GiveDialog, give_to(desk, None, who, kind=str(kind))) as dialog:
            assert (dialog.kind.kind.key, dialog.cost.text()) == ("gift", "25")
            dialog.reject()

    run(scenario())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_it_paints(
    run: Run[Any], desk: Desk, news: News, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name)
        shown = await card(desk, news, Going())
        assert shoot(shown, f"unasked-card-{name}", tmp_path) > 10
        assert shown._id is not None
        async with dialog_of(GiveDialog, give_to(desk, None, shown._id)) as dialog:
            assert shoot(dialog, f"unasked-{name}", tmp_path) > 10
            assert not cut_words(dialog)
            assert dialog.height() <= 640
            dialog.reject()

    run(scenario())
