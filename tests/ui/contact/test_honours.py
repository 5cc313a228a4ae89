"""Badges and consents beside a story, by key, each with its way back."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import badges as awarding
from cm_desk.actions import consents
from cm_desk.desk import Desk
from cm_desk.store import acts, badges
from cm_desk.store.consents import NAMED
from cm_desk.ui import theme
from cm_desk.ui.contact.person import PersonView
from cm_desk.ui.contact.quoting import QuoteSheet
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.choices import Choices
from tests.conftest import Run, until
from tests.ui.people import PRIYA
from tests.ui.recognition.people import helpers
from tests.ui.stage import Going, Undos, open_dialog, shoot


def raising(err: Exception) -> None:
    raise err


async def opened(desk: Desk, news: News, undos: Undos) -> tuple[PersonView, int]:
    priya = (await helpers(desk))[PRIYA.key]
    view = PersonView(desk, news, raising, undos, Going())
    view.resize(1068, 740)
    view.show()
    view.open(priya)
    await until(lambda: view.side.honours.profile)
    return view, priya


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_badge_stands_beside_the_story_and_can_be_taken_away(
    run: Run[Any], desk: Desk, news: News, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name)
        undos = Undos()
        view, priya = await opened(desk, news, undos)
        card = view.side.honours
        assert card.isHidden()
        [act, *_] = await desk.store.read(acts.of, priya)
        await awarding.award(desk, priya, "first-answer", "You took the fear out of it.", act.id)
        await until(lambda: not card.isHidden())
        await until(lambda: any(e.badge for e in view.river.past.entries))
        assert shoot(view, f"honours-{name}", tmp_path) > 20
        away = [b for b in card.findChildren(Button) if b.accessibleName().startswith("Take")]
        away[0].click()
        await until(lambda: card.isHidden())
        await undos[0].back()
        await until(lambda: not card.isHidden())
        assert len((await desk.store.read(badges.of, [priya]))[priya]) == 1

    run(scenario())


def test_what_they_allowed_is_noted_with_their_words(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        undos = Undos()
        view, priya = await opened(desk, news, undos)
        view.commands["person.allowed"]()
        await until(lambda: open_dialog(Choices))
        choices = open_dialog(Choices)
        assert choices is not None
        choices.rows[0].click()
        await until(lambda: open_dialog(QuoteSheet))
        sheet = open_dialog(QuoteSheet)
        assert sheet is not None
        sheet.ok.click()
        await until(lambda: undos)
        [one] = await consents.of(desk, priya)
        assert (one.what, bool(one.words)) == (NAMED, True)
        await until(lambda: not view.side.honours.isHidden())
        back = [
            b for b in view.side.honours.findChildren(Button)
            if b.accessibleName().startswith("They took it back")
        ]  # fmt: skip
        back[0].click()
        await until(lambda: view.side.honours.isHidden())

    run(scenario())


def test_the_message_in_sight_is_noted_as_help(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        undos = Undos()
        view, priya = await opened(desk, news, undos)
        await until(lambda: view.river.current_message())
        before = len(await desk.store.read(acts.of, priya))
        view.commands["person.helped"]()
        await until(lambda: undos)
        assert len(await desk.store.read(acts.of, priya)) == before + 1
        await undos[0].back()
        assert len(await desk.store.read(acts.of, priya)) == before

    run(scenario())
