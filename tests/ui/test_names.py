from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from cm_desk.actions import demo
from cm_desk.desk import Desk
from cm_desk.store import contacts
from cm_desk.ui import pages
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.stage import Going, Undos

OURS = ("people", "gestures", "accounts", "settings", "welcome")


def nameless(page: QWidget) -> list[str]:
    """What the keyboard can reach and a screen reader could not name."""
    found = []
    for each in page.findChildren(QWidget):
        reached = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(page)
        inner = isinstance(each.parentWidget(), QAbstractScrollArea) or each.focusProxy()
        if reached and not inner and not each.accessibleName().strip():
            found.append(f"{type(each).__name__} in {type(each.parentWidget()).__name__}")
    return found


@pytest.mark.parametrize("place", OURS)
def test_everything_the_keyboard_reaches_has_a_name(
    run: Run[Any], desk: Desk, news: News, place: str
) -> None:
    async def scenario() -> None:
        await demo.fill(desk)
        page = pages.build(place, desk, news, lambda err: None, Undos(), Going())
        page.resize(1068, 740)
        page.show()
        if isinstance(page, PeoplePage):
            [priya] = await desk.store.read(contacts.find, "priya raman")
            page.open_person(priya.id)
            await until(lambda: page.person.side.gestures.count() == 2)
        assert nameless(page) == []

    run(scenario())
