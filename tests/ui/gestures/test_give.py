from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import known
from cm_desk.desk import Desk
from cm_desk.domain.known import About, Moment
from cm_desk.store import dates as days
from cm_desk.store import gestures, messages, moments, river
from cm_desk.store.dates import Occasion
from cm_desk.store.messages import Message
from cm_desk.ui.gestures.amounts import cents, currency
from cm_desk.ui.gestures.give import GiveDialog, give_to
from cm_desk.ui.gestures.reach import NO_WAY
from cm_desk.ui.gestures.words import money
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.tabs import Segment
from tests.conftest import Run
from tests.ui.people import WORDS, settle_in
from tests.ui.stage import dialog_of

KEY = Qt.Key


def press(dialog: GiveDialog, key: Qt.Key) -> None:
    target = dialog.focusWidget() or dialog
    QTest.keyClick(target, key)


def test_a_thank_you_is_one_key_after_t(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        async with dialog_of(GiveDialog, give_to(desk, None, priya)) as dialog:
            press(dialog, KEY.Key_Return)
        newest = (await desk.store.read(gestures.of, priya))[0]
        assert (newest.kind, newest.why) == ("thank-you", WORDS)
        assert newest.message_id is not None
        assert not newest.public

    run(scenario())


def test_who_asked_for_quiet_or_privacy_is_told_before_giving(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        async with dialog_of(GiveDialog, give_to(desk, None, priya)) as dialog:
            assert not dialog.findChildren(IconRow)
            dialog.reject()
        await known.leave_alone(desk, priya, "Asked for quiet")
        await known.tell(desk, priya, About.PRIVATE)
        async with dialog_of(GiveDialog, give_to(desk, None, priya)) as dialog:
            told = [each.accessibleName() for each in dialog.findChildren(IconRow)]
            assert told == ["They are to be left alone.", "They prefer thanks in private."]
            assert dialog.ok.isEnabled()
            dialog.reject()

    run(scenario())


def test_it_says_when_the_moment_deserves_an_unexpected_voice(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        [said] = [m for m in await desk.store.read(hurtful, priya) if m.text == WORDS]
        await desk.store.write(moments.mark, said.id, Moment.HURT, desk.now())
        dates = Occasion(0, priya, "Dad's birthday", 3, 8, None, True, "", None)
        await desk.store.write(days.add, dates, desk.now())
        async with dialog_of(GiveDialog, give_to(desk, None, priya)) as dialog:
            told = [each.accessibleName() for each in dialog.findChildren(IconRow)]
            assert any("a day that mattered to them was spoilt" in each for each in told)
            dialog.reject()

    run(scenario())


def hurtful(db: Any, contact_id: int) -> list[Message]:
    page = river.page(db, contact_id, {"message"})
    return [each.message for each in page.items if each.message]


def test_everything_about_a_gift_is_kept_and_can_be_taken_back(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        before = await desk.store.read(gestures.of, priya)
        given: list[Any] = []

        async def give() -> None:
            given.append(await give_to(desk, None, priya))

        async with dialog_of(GiveDialog, give()) as dialog:
            press(dialog, KEY.Key_G)
            QTest.mouseClick(dialog.why.rows[0].remove, Qt.MouseButton.LeftButton)
            dialog.ok.click()
            assert "A gesture has a reason" in dialog.problem.words
            other = dialog.why.more.itemText(2)
            dialog.why.more.activated.emit(2)
            assert other[8:30] in dialog.why.rows[0].words.words
            dialog.why.more.activated.emit(1)
            dialog.voice.setText("Ines Carvalho, founder")
            dialog.cost.setText("€14,50")
            dialog.minutes.setText("20")
            dialog.note.setText("Burr set")
            dialog.ok.click()
        gift = (await desk.store.read(gestures.of, priya))[0]
        assert (gift.kind, gift.cost_cents, gift.currency, gift.minutes) == (
            "gift",
            1450,
            "EUR",
            20,
        )
        assert (gift.voice, gift.note, gift.giver) == (
            *("Ines Carvalho, founder", "Burr set"),
            "Mara Lindqvist",
        )
        assert gift.why.startswith("Spoilers")
        [more] = await desk.store.read(gestures.quotes, gift.id)
        assert more.message_id != gift.message_id
        await given[0].back()
        assert await desk.store.read(gestures.of, priya) == before

    run(scenario())


def test_who_has_no_conversation_to_write_in_is_told_of(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        await desk.store.write(
            lambda tx: tx.db.execute("update accounts set base_url = ''").rowcount  # signed out
        )
        went: list[int] = []
        asking = give_to(desk, None, priya, None, went.append, went.append)
        async with dialog_of(GiveDialog, asking) as dialog:
            told = [each.accessibleName() for each in dialog.findChildren(IconRow)]
            assert told == [NO_WAY]
            assert (dialog.ok.text(), dialog.record.isHidden()) == ("Record it", True)
            press(dialog, KEY.Key_Return)
        assert went == []
        assert (await desk.store.read(gestures.of, priya))[0].kind == "thank-you"

    run(scenario())


def test_what_they_gave_us_is_recorded_and_needs_no_reason(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya, went = await settle_in(desk), list[int]()
        asking = give_to(desk, None, priya, None, went.append, went.append)
        async with dialog_of(GiveDialog, asking) as dialog:
            assert dialog.ok.text() == "Write it"
            theirs = dialog.sides.findChildren(Segment)[1]
            QTest.mouseClick(theirs, Qt.MouseButton.LeftButton)
            assert dialog.ok.text() == "Record it"
            dialog.why.take(dialog.why.ids[0])
            dialog.kind.choose("G")
            dialog.note.setText("A mug from her kiln")
            dialog.ok.click()
        newest = (await desk.store.read(gestures.of, priya))[0]
        assert (newest.direction, newest.kind, newest.why) == ("received", "gift", "")
        assert went == []

    run(scenario())


def test_a_cost_that_is_no_number_keeps_the_dialog_open(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        before = await desk.store.read(gestures.of, priya)
        async with dialog_of(GiveDialog, give_to(desk, None, priya)) as dialog:
            dialog.cost.setText("a lot")
            dialog.ok.click()
            assert dialog.isVisible()
            assert "number" in dialog.problem.words
            assert QApplication.focusWidget() is dialog.cost or dialog.focusWidget() is dialog.cost
            press(dialog, KEY.Key_Escape)
        assert await desk.store.read(gestures.of, priya) == before

    run(scenario())


def test_it_opens_with_the_message_it_was_asked_about(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        old = await desk.store.read(messages.by_remote, 1, "1")
        assert old is not None
        async with dialog_of(GiveDialog, give_to(desk, None, priya, old.id)) as dialog:
            assert "moka" in dialog.why.rows[0].words.words
            dialog.reject()

    run(scenario())


@given(st.text(max_size=20))
def test_any_typed_amount_is_cents_or_nothing(typed: str) -> None:
    amount = cents(typed)
    assert amount is None or amount >= 0


@given(st.integers(0, 999_999_999), st.sampled_from(["EUR", "USD", "SEK"]))
def test_money_reads_back_as_it_was_typed(amount: int, code: str) -> None:
    said = money(amount, code).removesuffix(code).replace(",", "")
    assert cents(said) == amount


def test_currencies() -> None:
    assert currency("$4", "EUR") == "USD"
    assert currency("4", "SEK") == "SEK"
    assert [currency(each, "EUR") for each in ("4 SEK", "sek 4", "SEK", "4 €")] == [
        *("SEK", "SEK", "SEK", "EUR")
    ]
    assert [cents(each) for each in ("4 SEK", "SEK 4.50", "4 €", "SEK", "4 kr", "")] == [
        *(400, 450, 400, None, None, 0)
    ]
    assert money(400, "EUR") == "€4"
    assert money(0, "EUR") == ""
