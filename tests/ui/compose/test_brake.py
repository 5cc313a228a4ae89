"""Before an ask the composer shows how giving and asking stand, and waits once."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from cm_desk.actions import balance
from cm_desk.store import asks, outbox
from cm_desk.ui.compose.brake import ReasonSheet
from cm_desk.ui.compose.composer import Composer
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.compose.test_composer import type_in, writing
from tests.ui.inbox.stage import Stage, perform, press_key
from tests.ui.stage import open_dialog, shoot

CONTROL = Qt.KeyboardModifier.ControlModifier
PROMO = "Please review us, and use code LOVE10."


async def asking(stage: Stage, text: str = PROMO, first: int = 100) -> Composer:
    """More gives are wanted than anybody got."""
    await balance.set_gives_first(stage.desk, first)
    _, composer = await writing(stage)
    type_in(composer, text)
    return composer


def test_send_waits_once_and_leaves_after_a_reason(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        composer = await asking(stage)
        brake = composer.brake
        await until(lambda: brake.holds)
        assert "more first: “Please review”, “use code”" in brake.title.words
        assert "since the last ask" in brake.words.words
        assert "Today this account" in brake.words.words
        assert shoot(composer, "brake", tmp_path) > 10
        press_key(Qt.Key.Key_Return, CONTROL)
        assert await stage.desk.store.read(outbox.page) == []
        assert brake.anyway.hasFocus()
        brake.anyway.click()
        await until(lambda: open_dialog(ReasonSheet))
        sheet = open_dialog(ReasonSheet)
        assert sheet is not None
        sheet.ok.click()
        assert "has a reason" in sheet.problem.words
        sheet.reason.setText("The fair ends on Sunday.")
        sheet.ok.click()
        await until(lambda: not brake.holds)
        assert brake.words.words == "Asked anyway: The fair ends on Sunday."
        assert composer.send()
        while not await stage.desk.store.read(outbox.page):
            pass

    run(perform(tmp_path, news, play))


def test_other_words_wait_again_and_what_asks_nothing_does_not(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        composer = await asking(stage, "Please share your order number.")
        brake = composer.brake
        await until(lambda: brake.holds)
        brake.nothing.click()
        await until(brake.isHidden)
        assert not brake.stops()
        type_in(composer, " And use code X.")
        await until(lambda: brake.holds)
        target = composer._target
        assert target is not None
        assert target.row.contact_id is not None
        [kept] = await stage.desk.store.read(asks.of, target.row.contact_id)
        assert kept.verdict == asks.NOTHING

    run(perform(tmp_path, news, play))


def test_an_ask_in_its_time_is_told_and_does_not_wait(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        composer = await asking(stage, first=0)
        await until(lambda: not composer.brake.isHidden())
        assert composer.brake.title.words.startswith("This asks something")
        assert not composer.brake.holds

    run(perform(tmp_path, news, play))


def test_a_plain_answer_shows_nothing(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        composer = await asking(stage, "It fits. The 58 mm one.")
        await stage.desk.store.read(lambda db: None)
        assert composer.brake.isHidden()

    run(perform(tmp_path, news, play))
