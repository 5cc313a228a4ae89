"""An apology from the hurt to its end: said, put right with proof, told, closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import apologies as saying
from cm_desk.actions import evidence, export
from cm_desk.actions.outbox import post_due
from cm_desk.paths import PROOFS
from cm_desk.store import apologies, contacts, gestures, messages
from cm_desk.store.apologies import Step
from cm_desk.ui import theme
from cm_desk.ui.aio import end
from cm_desk.ui.apologies.sheets import ProofSheet, StepSheet, WriteSheet
from cm_desk.ui.apologies.tab import ApologiesTab
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.place import Place, conversation, settle
from tests.ui.look import problems, shoot
from tests.ui.stage import Going, Undos, shown

KEY = Qt.Key
HURT = "The lid cracked on day three and the box stood in the rain"
LONG = "Gwendolyn Bartholomäa-Nakagawa 田中 📦 عمر " * 12


def raising(err: Exception) -> None:
    raise err


async def hurt(place: Place, words: str = HURT) -> int:
    """Ada was let down; the apology's id."""
    place.village.write(words)
    talk = await conversation(place)
    [ada] = await place.desk.store.read(contacts.find, "ada")
    [said, *_] = (await place.desk.store.read(messages.thread, talk)).items
    id, _ = await saying.begin(place.desk, ada.id, said.text, said.id)
    return id


@asynccontextmanager
async def tab_on(
    folder: Path, news: News, undos: Undos, going: Going, words: str = HURT
) -> AsyncIterator[tuple[Place, int, ApologiesTab]]:
    place = await settle(folder, news.publish)
    id = await hurt(place, words)
    tab = ApologiesTab(place.desk, news, raising, undos, going)
    Keys(tab, lambda do: do in tab.commands and tab.commands[do]() is not False)
    tab.resize(1068, 820)
    tab.show()
    tab.activateWindow()
    await until(lambda: tab._stops() and tab.detail.row)
    tab._stops()[0].setFocus()
    yield place, id, tab
    await end(tab)
    await place.desk.close()


def test_it_goes_through_all_its_parts_by_keyboard_and_cannot_be_closed_before(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos = Undos()
        async with tab_on(tmp_path, news, undos, Going()) as (place, id, tab):
            read = place.desk.store.read
            assert not tab.detail.close_.isEnabled()
            assert "6 parts are missing" in tab.detail.close_.accessibleName()
            assert len(tab.detail.row.lacks if tab.detail.row else ()) == 6

            for number, said in enumerate(("The lid cracked", "We packed it badly", "No party")):
                line = tab.detail.lines[number]
                line.edit()
                line.field.setText(said)
                QTest.keyClick(line.field, KEY.Key_Return)
                await until(partial(has_words, tab, number, said))
            tab.detail.plain.click()
            await until(lambda: tab.detail.row and len(tab.detail.row.lacks) == 2)

            tab._stops()[0].setFocus()
            QTest.keyClick(tab._stops()[0], KEY.Key_S)
            sheet = await shown(WriteSheet)
            assert sheet.text.toPlainText().startswith("Ada,\n\nThe lid cracked We packed it badly")
            sheet.text.setPlainText("Ada, sorry if you were hurt")
            assert "“if you”" in sheet.hints.words
            assert problems(sheet) == []
            shoot(sheet, "apology-write", tmp_path)
            sheet.text.setPlainText("Ada, we packed it badly. I am sorry.")
            QTest.keyClick(sheet.text, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
            await until(lambda: tab.detail.row and tab.detail.row.apology.sorry_id)
            await post_due_later(place)
            await until(lambda: tab.detail.row and tab.detail.row.apology.sorry_at)

            tab._stops()[0].setFocus()
            QTest.keyClick(tab._stops()[0], KEY.Key_A)
            step = await shown(StepSheet)
            step.text.setText("Boxes with a lid")
            step.owner.setText("Jonas")
            step.ok.click()
            await until(lambda: tab.detail.steps)
            tab.detail.steps[0].next.click()
            proof = await shown(ProofSheet)
            proof.ok.click()
            assert proof.problem.words == "There is no proof yet."
            proof.link.setText("javascript:alert(1)")
            proof.ok.click()
            assert proof.problem.words.startswith("This is no address")
            proof.link.setText("https://tidewell.example/box")
            assert problems(proof) == []
            proof.ok.click()
            await until(lambda: tab.detail.steps and tab.detail.steps[0].step.proof)
            assert not tab.detail.steps[0].step.is_proven
            await saying.saw_proof(place.desk, (await read(apologies.steps, id))[0])
            await until(lambda: tab.detail.steps[0].next.text() == "Done, tell them")
            assert not tab.detail.close_.isEnabled()
            tab.detail.steps[0].next.click()
            told = await shown(WriteSheet)
            assert "https://tidewell.example/box" in told.text.toPlainText()
            told.ok.click()
            await until(lambda: tab.detail.steps[0].step.told_id)
            assert not tab.detail.close_.isEnabled()
            await post_due_later(place)
            await until(lambda: tab.detail.close_.isEnabled())
            shoot(tab, "apology-whole", tmp_path)
            tab._stops()[0].setFocus()
            QTest.keyClick(tab._stops()[0], KEY.Key_E)
            await until(lambda: tab.detail.row and tab.detail.row.apology.closed_at)
            assert await read(apologies.unclosed) == []
            assert len(place.village.posts) == 2
            assert [g.kind for g in await read(gestures.of, 1)] == ["apology", "apology"]
            await undos[-1].back()
            await until(lambda: tab.detail.row and not tab.detail.row.apology.closed_at)

    run(scenario())


def has_words(tab: ApologiesTab, number: int, words: str) -> bool:
    return tab.detail.lines[number].value == words


def all_lines_fit(tab: ApologiesTab) -> bool:
    lines = [each.line for each in tab.detail.lines]
    return all(each.height() >= each.heightForWidth(each.width()) for each in lines)


async def post_due_later(place: Place) -> None:
    """The time to take it back is over."""
    place.clock.now += timedelta(seconds=11)
    await post_due(place.desk, place.account)


def test_what_was_taken_back_in_time_was_never_said(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos = Undos()
        async with tab_on(tmp_path, news, undos, Going()) as (place, _id, tab):
            tab.detail.say.click()
            sheet = await shown(WriteSheet)
            assert HURT in sheet.text.toPlainText()
            sheet.ok.click()
            await until(lambda: undos)
            await until(lambda: tab.detail.row and tab.detail.row.apology.sorry_id)
            await undos[0].back()
            await until(lambda: tab.detail.row and tab.detail.row.apology.sorry_id is None)
            assert place.village.posts == []

    run(scenario())


def test_overdue_ones_come_first_and_their_own_word_closes_one(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with tab_on(tmp_path, news, Undos(), Going()) as (place, first, tab):
            second = await saying.begin(place.desk, 1, "And it came late")
            late = Step(0, second[0], "Refund", due=place.clock() - timedelta(days=2))
            await saying.keep_step(place.desk, late)
            await until(lambda: len(tab._stops()) == 2)
            assert [each.row.apology.id for each in tab._stops()] == [second[0], first]
            assert "2 days late" in tab._stops()[0].accessibleName()
            closed = await place.desk.store.read(apologies.get, second[0])
            assert closed
            await saying.close(place.desk, closed, "It’s fine, really")
            await until(lambda: [e.row.apology.id for e in tab._stops()] == [first])

    run(scenario())


def test_a_file_is_kept_beside_the_store_until_nothing_names_it(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with tab_on(tmp_path / "desk", news, Undos(), Going()) as (place, id, _tab):
            picture = tmp_path / "the box.png"
            picture.write_bytes(b"png")
            name = await evidence.keep(place.desk, picture)
            assert evidence.path(place.desk, name).read_bytes() == b"png"
            step = Step(0, id, "Boxes", done_at=place.clock(), proof_kind="file", proof=name)
            await saying.keep_step(place.desk, step)
            assert await evidence.sweep(place.desk) == 0
            done = await export.export(place.desk, tmp_path)
            assert [each.name for each in (done.folder / PROOFS).glob("*")] == [name]
            [kept] = await place.desk.store.read(apologies.steps, id)
            await saying.remove_step(place.desk, kept)
            assert await evidence.sweep(place.desk) == 1

    run(scenario())


@pytest.mark.parametrize(
    ("width", "high", "name"), [(1068, 900, "light"), (1068, 900, "dark"), (700, 640, "light")]
)
def test_the_tab_is_whole_in_every_size_with_words_of_any_length(
    run: Run[Any], news: News, tmp_path: Path, qapp: QApplication, width: int, high: int, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, 1.0)
        async with tab_on(tmp_path, news, Undos(), Going(), LONG) as (place, id, tab):
            apology = await place.desk.store.read(apologies.get, id)
            assert apology
            words = replace(apology, happened=LONG, ours=LONG, meant="If you felt it, but no")
            await saying.word(place.desk, words)
            await saying.keep_step(place.desk, Step(0, id, LONG, LONG, place.clock()))
            tab.resize(width, high)
            await until(lambda: tab.detail.steps and tab.detail.lines[0].value)
            if width < 820:
                tab._enter()
            await until(partial(all_lines_fit, tab))
            assert problems(tab) == []
            assert shoot(tab, f"apologies-{name}-{width}", tmp_path) > 8
        theme.use(qapp, "light", 1.0)

    run(scenario())
