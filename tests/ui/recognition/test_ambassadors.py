"""The ambassadors in the window: noted on their page, their yes in their words, then the kit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import ambassadors as speaking
from cm_desk.store.ambassadors import Ambassador
from cm_desk.ui import theme
from cm_desk.ui.aio import end
from cm_desk.ui.contact.ambassador import AmbassadorSheet, ambassador
from cm_desk.ui.contact.quoting import QuoteSheet
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from cm_desk.ui.recognition.ambassadors import Ambassadors
from tests.actions.test_ambassadors import YES, ada_speaks
from tests.conftest import Run, until
from tests.place import Place, settle
from tests.ui.look import problems, shoot
from tests.ui.stage import Going, Undos, dialog_of, shown

LONG = "Gwendolyn Bartholomäa-Nakagawa 田中 📦 عمر " * 12


def raising(err: Exception) -> None:
    raise err


@asynccontextmanager
async def tab_on(
    folder: Path, news: News, undos: Undos, going: Going
) -> AsyncIterator[tuple[Place, Ambassador, Ambassadors]]:
    place = await settle(folder, news.publish)
    ada, _ = await ada_speaks(place)
    tab = Ambassadors(place.desk, news, raising, undos, going)
    Keys(tab, lambda do: do in tab.commands and tab.commands[do]() is not False)
    tab.resize(1068, 500)
    tab.show()
    tab.activateWindow()
    await until(tab.stops)
    yield place, ada, tab
    await end(tab)
    await place.desk.close()


def test_their_yes_is_quoted_and_then_the_kit_is_offered(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos, going = Undos(), Going()
        async with tab_on(tmp_path, news, undos, going) as (place, ada, tab):
            tab.stops()[0].done.emit("agree")
            sheet = await shown(QuoteSheet)
            assert YES in sheet.words.toPlainText()
            sheet.ok.click()
            await until(lambda: tab.stops()[0].known.consent)
            assert "Agreed" in tab.stops()[0].accessibleName()
            assert (await speaking.kit(place.desk, ada))["For"] == "Ada Vogel"
            await undos[0].back()
            await until(lambda: tab.stops()[0].known.consent is None)
            tab.stops()[0].done.emit("person")
            assert going.went == [("person", ada.contact_id)]
            tab.stops()[0].done.emit("end")
            await until(lambda: "Ended" in tab.stops()[0].accessibleName())

    run(scenario())


def test_somebody_is_noted_from_their_page(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with tab_on(tmp_path, news, Undos(), Going()) as (place, ada, tab):
            work = ambassador(place.desk, None, ada.contact_id)
            async with dialog_of(AmbassadorSheet, work) as sheet:
                sheet.ok.click()
                assert sheet.problem.words == "Name the place where they speak."
                sheet.platform.setText("A channel")
                assert problems(sheet) == []
                sheet.ok.click()
            await until(lambda: len(tab.stops()) == 2)

    run(scenario())


@pytest.mark.parametrize(("width", "name"), [(1068, "light"), (1068, "dark"), (700, "light")])
def test_the_tab_is_whole_in_every_size(
    run: Run[Any], news: News, tmp_path: Path, qapp: QApplication, width: int, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, 1.0)
        async with tab_on(tmp_path, news, Undos(), Going()) as (place, ada, tab):
            long = Ambassador(0, ada.contact_id, "", LONG, "", LONG, place.clock())
            await speaking.save(place.desk, long)
            tab.resize(width, 500)
            await until(lambda: len(tab.stops()) == 2)
            assert problems(tab) == []
            assert shoot(tab, f"ambassadors-{name}-{width}", tmp_path) > 8
        theme.use(qapp, "light", 1.0)

    run(scenario())
