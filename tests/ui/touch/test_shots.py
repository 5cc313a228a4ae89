"""Pictures of staying in touch: kept as files when SHOTS names a folder."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from cm_desk.actions import touch
from cm_desk.desk import Desk
from cm_desk.domain.model import Page
from cm_desk.store import messages
from cm_desk.store.tx import Tx
from cm_desk.ui import theme
from cm_desk.ui.gestures.page import GesturesPage
from cm_desk.ui.news import News
from cm_desk.ui.touch.ask import how_often, we_spoke
from tests.conftest import Run, until
from tests.ui.inbox.sample import LONG, MINSEO, OMAR
from tests.ui.people import said, settle_in
from tests.ui.stage import Going, cut_words, dialog_of, shoot

LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 788, 580), ("light", 2.0, 1200, 740)]
AGO = {MINSEO: 30, OMAR: 400, LONG: 70}  # days since they wrote and were answered


def _talk(tx: Tx) -> list[int]:
    page = []
    for n, (who, days) in enumerate(AGO.items()):
        page.append(said(who, f"t{n}", days, "Hello", thread=f"t{n}"))
        page.append(said(who, f"u{n}", days, "Hello too", thread=f"t{n}", outgoing=True))
    messages.save(tx, 1, Page(tuple(page)), "new")
    rows = tx.db.execute("select contact_id from identities where author_key in ('minseo', 'omar',"
                         " 'long') order by id")  # fmt: skip
    return [id for (id,) in rows]


async def everybody(desk: Desk) -> int:
    priya = await settle_in(desk)
    for who, wish in zip(
        await desk.store.write(_talk), ("monthly", "yearly", "weekly"), strict=True
    ):
        await touch.wish(desk, who, wish)
    await touch.wish(desk, priya, "every 2 months")
    return priya


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_the_list_paints(
    run: Run[Any],
    desk: Desk,
    news: News,
    qapp: QApplication,
    tmp_path: Path,
    name: str,
    scale: float,
    width: int,
    height: int,
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, scale)
        await everybody(desk)
        page = GesturesPage(desk, news, lambda err: None, lambda undo: None, Going())
        page.resize(width, height)
        page.show()
        tab = page.open_tab("touch")
        await until(lambda: len(tab.model.rows) == 2)
        assert shoot(page, f"touch-{name}-{scale:.0f}", tmp_path) > 20
        tab.tabs.setCurrentIndex(1)
        assert shoot(page, f"touch-all-{name}-{scale:.0f}", tmp_path) > 20
        assert cut_words(page) == []

    run(scenario())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_questions_paint(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name)
        priya, window = await everybody(desk), QWidget()
        for ask in (how_often, we_spoke):
            async with dialog_of(QDialog, ask(desk, window, priya)) as dialog:
                assert shoot(dialog, f"{ask.__name__}-{name}", tmp_path) > 10
                dialog.reject()

    run(scenario())
