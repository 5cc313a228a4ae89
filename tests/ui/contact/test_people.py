from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cm_desk.desk import Desk
from cm_desk.domain.model import Author, Page, Profile
from cm_desk.store import accounts, messages
from cm_desk.store.tx import Tx
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.people import said, settle_in
from tests.ui.stage import Going, Undos


def page_on(desk: Desk, news: News) -> PeoplePage:
    page = PeoplePage(desk, news, raising, Undos(), Going())
    Keys(page, lambda action: action in page.commands and page.commands[action]() is not False)
    page.resize(1068, 740)
    page.show()
    page.activateWindow()
    return page


def raising(err: Exception) -> None:
    raise err


def crowd(tx: Tx, number: int) -> None:
    account = accounts.add(tx, "mastodon", Profile("@us@x.example", "1"), "https://x.example")
    people = [Author(f"{n}@x.example", f"@{n}@x.example", f"Person {n:04}") for n in range(number)]
    written = tuple(said(who, str(n), n / 10, "Hello") for n, who in enumerate(people))
    messages.save(tx, account.id, Page(written), "new")


def test_keys_find_and_open_a_person(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        page = page_on(desk, news)
        await until(lambda: page.people.model.rowCount() == 6 and page.people.table.hasFocus())
        QTest.keyClick(page.people.table, Qt.Key.Key_J)
        assert page.people.current() == page.people.model.row(1)
        QTest.keyClick(page.people.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        page.people.filter.edit.insert("田中")
        await until(lambda: page.people.model.rowCount() == 1)
        QTest.keyClick(page.people.filter.edit, Qt.Key.Key_Return)
        await until(lambda: page.person.head.name.words == "田中 由紀 ☕️")
        QTest.keyClick(page.person.river, Qt.Key.Key_U)
        assert page.currentWidget() is page.people

    run(scenario())


def test_many_people_come_in_pages(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 130)
        page = page_on(desk, news)
        model = page.people.model
        await until(lambda: model.rowCount() >= 50)
        first = model.rowCount()
        while model.rowCount() < 130:
            known = model.rowCount()
            page.people.table.scrollToBottom()
            await until(lambda known=known: model.rowCount() > known)  # type: ignore[misc]
        assert first < 130
        assert len({model.row(n).id for n in range(130)}) == 130

    run(scenario())


def test_sorting_by_silence_starts_with_who_was_quiet_longest(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 20)
        page = page_on(desk, news)
        await until(lambda: page.people.model.rowCount() == 20)
        page.people.sort.choose(3)
        page.people.reload()
        await until(lambda: page.people.model.row(0).name == "Person 0019")

    run(scenario())


def test_an_empty_desk_says_how_people_appear(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        page = page_on(desk, news)
        await until(lambda: page.people.stack.currentWidget() is page.people.nobody)
        assert "first message" in page.people.nobody.text.words

    run(scenario())


def test_a_row_is_read_as_one_sentence(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        page = page_on(desk, news)
        model = page.people.model
        await until(lambda: model.rowCount() == 6)
        assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == (
            "Priya Raman, on Mastodon, 5 messages from them, 2 from us, last contact 4 h ago, "
            "1 open promise"
        )

    run(scenario())
