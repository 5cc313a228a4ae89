from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.store import drafts, promises
from cm_desk.ui.gestures.promise import PromiseDialog
from cm_desk.ui.gestures.proof import ProofDialog
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from cm_desk.ui.promises.page import OFFERED, SETTLED, THEIRS, VIEWS, PromisesTab
from cm_desk.ui.widgets.buttons import LinkLine
from tests.conftest import Run, until
from tests.ui.promises.sample import promised
from tests.ui.stage import Going, Undos, open_dialog

KEY, SHIFT, ALT = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def raising(err: Exception) -> None:
    raise err


async def tab_on(desk: Desk, news: News, undos: Undos, going: Going) -> PromisesTab:
    tab = PromisesTab(desk, news, raising, undos, going)
    Keys(tab, lambda do: do in tab.commands and tab.commands[do]() is not False)
    tab.resize(1068, 700)
    tab.show()
    tab.activateWindow()
    await until(lambda: tab.model.rows)
    tab.table.setFocus()
    return tab


def press(tab: PromisesTab, key: Qt.Key, mods: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(tab.table, key, mods or Qt.KeyboardModifier.NoModifier)


def choose(tab: PromisesTab, what: str) -> None:
    rows = [each.what for each in tab.model.rows]
    tab.table.selectRow(next(n for n, words in enumerate(rows) if words.startswith(what)))


def states(tab: PromisesTab) -> dict[str, str]:
    return {each.what[:12]: each.state for each in tab.model.rows}


def test_overdue_comes_first_and_the_day_that_counts_is_shown(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await promised(desk)
        tab = await tab_on(desk, news, Undos(), Going())
        assert list(states(tab).items())[:2] == [
            ("Send a new l", "1 day overdue"), ("Say when the", "Due soon"),
        ]  # fmt: skip
        choose(tab, "Say when the courier stops")
        row = tab.current()
        assert row is not None
        assert row.below.startswith("Asked for ")
        assert row.below.endswith(", counts once they agree")
        assert tab.tabs.counts == {"To keep": 3, "By them": 1, "Offered": 2, "Settled": 3}

    run(scenario())


def test_a_promise_is_kept_broken_and_opened_again_by_keys(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await promised(desk)
        undos = Undos()
        tab = await tab_on(desk, news, undos, Going())
        choose(tab, "Send a new lid")
        press(tab, KEY.Key_E)
        await until(lambda: "Send a new l" not in states(tab))
        await undos[0].back()
        await until(lambda: "Send a new l" in states(tab))
        choose(tab, "Send a new lid")
        press(tab, KEY.Key_B)
        await until(lambda: "Send a new l" not in states(tab))
        tab.tabs.setCurrentIndex(VIEWS.index(SETTLED))
        assert states(tab)["Send a new l"] == "Not kept"
        assert states(tab)["Ask the work"] == "Kept 2 days late"
        choose(tab, "Send a new lid")
        press(tab, KEY.Key_A)  # nobody asked for another day
        press(tab, KEY.Key_R, SHIFT)
        await until(lambda: "Send a new l" not in states(tab))
        assert len(undos) == 3

    run(scenario())


def test_a_new_day_is_asked_for_in_a_draft_and_counts_once_they_agree(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya, undos, going = await promised(desk), Undos(), Going()
        tab = await tab_on(desk, news, undos, going)
        choose(tab, "Say when the courier stops")
        press(tab, KEY.Key_H)
        await until(lambda: open_dialog(PromiseDialog))
        dialog = open_dialog(PromiseDialog)
        assert dialog is not None
        assert dialog.tells
        dialog.when.chosen.emit(1)
        dialog.accept()
        await until(lambda: undos)
        assert going.went == [("write", priya)]
        [draft] = await desk.store.read(drafts.page)
        assert draft.text.startswith("About “Say when the courier stops”: I said ")
        await until(lambda: tab.current() and states(tab)["Say when the"] == "Due soon")
        choose(tab, "Say when the courier stops")
        press(tab, KEY.Key_A)
        await until(lambda: len(undos) == 2)
        await undos[0].back()
        assert await desk.store.read(drafts.page) == []

    run(scenario())


def test_a_message_that_shows_it_is_kept_with_the_promise(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya, undos = await promised(desk), Undos()
        tab = await tab_on(desk, news, undos, Going())
        choose(tab, "Send a new lid")
        press(tab, KEY.Key_E, SHIFT)
        await until(lambda: open_dialog(ProofDialog))
        dialog = open_dialog(ProofDialog)
        assert dialog is not None
        assert dialog.message.outgoing  # our own words come first
        proof = dialog.message.id
        dialog.accept()
        await until(lambda: undos)
        kept = [p for p in await desk.store.read(promises.of, priya) if p.proof_id == proof]
        assert [(each.text, each.state) for each in kept] == [("Send a new lid", "kept")]

    run(scenario())


def test_every_number_of_a_month_opens_its_promises(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await promised(desk)
        tab = await tab_on(desk, news, Undos(), Going())
        links = tab.months.findChildren(LinkLine)
        assert links[0].accessibleName().startswith("All time: 1 of 4 = 25 % (5–70 %). 1 late")
        links[0].click()
        assert len(tab.model.rows) == 6
        assert tab.whole.text() == "All time: 1 of 4 = 25 % (5–70 %)"
        links[-1].click()
        assert sorted(states(tab)) == ["Ask the work", "Call on Mond"]
        press(tab, KEY.Key_Escape)
        assert len(tab.model.rows) == 3
        assert not tab.whole.isVisible()

    run(scenario())


def test_what_was_said_is_tracked_or_declined_by_a_key(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya, undos, going = await promised(desk), Undos(), Going()
        tab = await tab_on(desk, news, undos, going)
        before = len(await desk.store.read(promises.of, priya))
        tab.tabs.setCurrentIndex(VIEWS.index(OFFERED))
        assert [each.by for each in tab.model.rows] == ["Us", "Them"]
        press(tab, KEY.Key_P, ALT)
        await until(lambda: len(tab.model.rows) == 1)
        assert len(await desk.store.read(promises.of, priya)) == before + 1
        press(tab, KEY.Key_E)  # what is offered cannot be kept before it is tracked
        press(tab, KEY.Key_Return)
        assert going.went == [("story", priya, tab.model.rows[0].message_id)]
        press(tab, KEY.Key_Delete)
        await until(lambda: not tab.model.rows)
        assert tab.nothing.accessibleName().startswith("Nothing to track.")
        await undos[1].back()
        await until(lambda: tab.model.rows)
        tab.tabs.setCurrentIndex(VIEWS.index(THEIRS))
        assert list(states(tab)) == ["Bring the ol"]
        press(tab, KEY.Key_T)
        assert going.went[-1] == ("give", priya, None)

    run(scenario())


def test_a_row_is_read_as_one_sentence(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await promised(desk)
        tab = await tab_on(desk, news, Undos(), Going())
        told = tab.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert told.endswith("Priya Raman, Send a new lid, Us, 1 day overdue")
        lines = [label for label, _ in tab._menu_lines()]
        assert lines[:2] == ["Kept", "Kept, and here is the proof …"]
        assert QApplication.focusWidget() is tab.table

    run(scenario())
