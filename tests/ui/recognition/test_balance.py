from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.domain.model import Page
from cm_desk.store import messages
from cm_desk.store.tx import Tx
from cm_desk.ui import theme
from cm_desk.ui.news import News
from cm_desk.ui.recognition.balance import BalanceTab
from cm_desk.ui.widgets.cards import Quote
from tests.conftest import Run, until
from tests.ui.people import LONG, PRIYA, said
from tests.ui.recognition.people import helpers
from tests.ui.recognition.test_leaders import page_on
from tests.ui.stage import Going, Undos, shoot

LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 944, 580), ("light", 2.0, 1200, 740)]


def more(tx: Tx) -> None:
    promo = "Please review us, and use code LOVE10. " + "word " * 80
    given = (
        said(PRIYA, "b1", 0.1, promo, True, "6"),
        said(LONG, "b2", 29.9, "Thank you for all of this. 🎂", True, "9"),
    )
    messages.save(tx, 1, Page(given), "new")


async def opened(desk: Desk, news: News, going: Going) -> tuple[Any, BalanceTab]:
    await helpers(desk)
    await desk.store.write(more)
    page = page_on(desk, news, Undos(), going)
    tab = page.open_tab("balance")
    await until(lambda: tab.model.rowCount() > 1)
    return page, tab


def test_each_number_opens_to_what_is_behind_it(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        going = Going()
        _, tab = await opened(desk, news, going)
        number = next(n for n, row in enumerate(tab.model.rows) if row.sum.balance.asks)
        tab.table.selectRow(number)
        first = tab.evidence.findChildren(Quote)[0]
        assert first.source.text().startswith("“Please review”, “use code”")
        first.source.click()
        await until(lambda: going.went)
        assert going.went[0][0] == "conversation"
        told = str(tab.model.index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        assert "asked once" in told

    run(scenario())


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_the_balance_paints(
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
        page, tab = await opened(desk, news, Going())
        page.resize(width, height)
        await until(lambda: tab.evidence.title.words)
        assert shoot(page, f"balance-{name}-{scale:.0f}", tmp_path) > 20

    run(scenario())
