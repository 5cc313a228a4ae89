"""The list of people: sifted, sorted, marked, saved; and it holds still."""

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cm_desk.desk import Desk
from cm_desk.domain.model import Author, Page, Profile
from cm_desk.store import accounts, contacts, gestures, labels, messages, settings, views
from cm_desk.store.gestures import Gesture
from cm_desk.store.tx import Tx
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.everybody import columns
from cm_desk.ui.everybody.chips import FilterChip
from cm_desk.ui.everybody.chooser import Chooser
from cm_desk.ui.everybody.columns import COLUMNS, NUMBER
from cm_desk.ui.everybody.listing import SHOWN, PeopleList
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from cm_desk.ui.shelf.saving import Naming
from cm_desk.ui.widgets.labelling import Labelling
from tests.conftest import NOW, Run, until
from tests.ui.look import problems
from tests.ui.people import said, settle_in
from tests.ui.stage import Going, Undos, open_dialog

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def page_on(desk: Desk, news: News) -> tuple[PeoplePage, Undos]:
    undos = Undos()
    page = PeoplePage(desk, news, raising, undos, Going())
    Keys(page, lambda action: action in page.commands and page.commands[action]() is not False)
    page.resize(1068, 740)
    page.show()
    page.activateWindow()
    return page, undos


async def list_of(desk: Desk, news: News, people: int) -> tuple[PeopleList, Undos]:
    page, undos = page_on(desk, news)
    await until(lambda: page.people.model.rowCount() >= min(people, 50))
    await until(lambda: page.people.found.words.endswith(f"{people:,} people"))
    return page.people, undos


def raising(err: Exception) -> None:
    raise err


def crowd(tx: Tx, number: int) -> None:
    """The later in the alphabet, the longer quiet; every tenth wrote twice and was answered."""
    account = accounts.add(tx, "mastodon", Profile("@us@x.example", "1"), "https://x.example")
    people = [Author(f"{n}@x.example", f"@{n}@x.example", f"Person {n:04}") for n in range(number)]
    written = [said(who, str(n), 0.1 + n / 10, "Hello") for n, who in enumerate(people)]
    for n in range(0, number, 10):
        written.append(said(people[n], f"{n}b", 0.09 + n / 10, "Hello", True, str(n)))
        written.append(said(people[n], f"{n}c", 0.08 + n / 10, "Hello again", False, str(n)))
    messages.save(tx, account.id, Page(tuple(written)), "new")


def names(people: PeopleList) -> list[str]:
    return [people.model.row(n).name for n in range(people.model.rowCount())]


def shown(people: PeopleList) -> list[str]:
    return [c.id for n, c in enumerate(COLUMNS) if not people.table.isColumnHidden(n)]


def chips(people: PeopleList) -> dict[str, FilterChip]:
    found = people.chips.findChildren(FilterChip)
    return {chip.text(): chip for chip in found if chip.isVisible()}


def click_head(people: PeopleList, id: str) -> None:
    head = people.table.head
    x = head.sectionViewportPosition(NUMBER[id]) + 20
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, head.height() // 2))


def test_keys_find_and_open_a_person(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        page, _ = page_on(desk, news)
        await until(lambda: page.people.model.rowCount() == 6 and page.people.table.hasFocus())
        QTest.keyClick(page.people.table, KEY.Key_J)
        assert page.people.current() == page.people.model.row(1)
        QTest.keyClick(page.people.table, KEY.Key_F, CTRL)
        page.people.field.edit.insert("田中")
        await until(lambda: page.people.model.rowCount() == 1)
        QTest.keyClick(page.people.field.edit, KEY.Key_Return)
        await until(lambda: page.person.head.name.words == "田中 由紀 ☕️")
        QTest.keyClick(page.person.river, KEY.Key_U)
        assert page.currentWidget() is page.people

    run(scenario())


def test_many_people_come_in_pages(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 130)
        people, _ = await list_of(desk, news, 130)
        assert people.model.rowCount() == 50
        while people.model.rowCount() < 130:
            known = people.model.rowCount()
            people.table.scrollToBottom()
            await until(lambda known=known: people.model.rowCount() > known)  # type: ignore[misc]
        assert len({*names(people)}) == 130

    run(scenario())


def test_who_talks_with_us_comes_first_and_every_head_sorts_both_ways(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 30)
        people, _ = await list_of(desk, news, 30)
        assert {people.model.row(n).turns for n in range(3)} == {2}
        click_head(people, "last")
        await until(lambda: names(people)[0] == "Person 0000")
        click_head(people, "last")
        await until(lambda: names(people)[0] == "Person 0029")
        click_head(people, "person")
        await until(lambda: names(people) == sorted(names(people)))
        click_head(people, "labels")  # is no order
        role = Qt.ItemDataRole.AccessibleTextRole
        across = Qt.Orientation.Horizontal
        assert people.model.headerData(0, across, role) == "Person, sorted from low to high"
        assert people.model.headerData(NUMBER["last"], across, role) == "Last contact"

    run(scenario())


def test_heads_are_reached_and_sorted_by_keys(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 30)
        people, _ = await list_of(desk, news, 30)
        for _ in range(shown(people).index("last")):
            QTest.keyClick(people.table, KEY.Key_Right)
        QTest.keyClick(people.table, KEY.Key_S, SHIFT)
        await until(lambda: names(people)[0] == "Person 0000")
        QTest.keyClick(people.table, KEY.Key_S, SHIFT)
        await until(lambda: names(people)[0] == "Person 0029")
        assert people.table.currentIndex().column() == NUMBER["last"]

    run(scenario())


def test_filters_stand_as_chips_that_go_one_by_one(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 40)
        people, _ = await list_of(desk, news, 40)
        assert "Quiet for 3 months" in chips(people)
        people.field.edit.setText("gesture:any on:mastodon -is:quiet")
        await until(lambda: people.found.words == "0 of 40 people")
        assert [*chips(people)] == ["Any gesture", "On Mastodon", "Not left alone"]
        chips(people)["Any gesture"].click()
        await until(lambda: people.found.words == "40 of 40 people")
        assert people.field.text == "on:mastodon -is:quiet"
        chips(people)["Not left alone"].click()
        chips(people)["On Mastodon"].click()
        await until(lambda: people.found.words == "40 people")
        chips(people)["Waiting for us"].click()
        assert people.field.text == "is:unanswered"

    run(scenario())


def test_what_cannot_be_meant_is_hinted_and_nobody_found_says_the_way_out(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 5)
        people, _ = await list_of(desk, news, 5)
        people.field.edit.setText("on:mastodn")
        await until(lambda: people.stack.currentWidget() is people.no_match)
        assert "Did you mean on:mastodon?" in people.field.hints.words.words
        assert "on:mastodn" in people.no_match.title.words
        people.field.edit.setFocus()
        QTest.keyClick(people.field.edit, KEY.Key_Period, CTRL)
        await until(lambda: people.found.words == "5 of 5 people")
        people.field.edit.setText("nobody at all")
        await until(lambda: people.stack.currentWidget() is people.no_match)
        QTest.keyClick(people.field.edit, KEY.Key_Escape)
        people.ask("")
        await until(lambda: people.found.words == "5 people")

    run(scenario())


def test_an_empty_desk_says_how_people_appear(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        page, _ = page_on(desk, news)
        await until(lambda: page.people.stack.currentWidget() is page.people.nobody)
        assert "first message" in page.people.nobody.text.words
        assert chips(page.people) == {}

    run(scenario())


def test_several_are_labelled_at_once_and_one_undo_takes_it_back(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 130)
        people, undos = await list_of(desk, news, 130)
        QTest.keyClick(people.table, KEY.Key_X)
        QTest.keyClick(people.table, KEY.Key_J)
        QTest.keyClick(people.table, KEY.Key_J, SHIFT)
        assert people.bulk.told.words == "3 people selected"
        QTest.keyClick(people.table, KEY.Key_A, CTRL)
        await until(lambda: people.bulk.told.words == "130 people selected")
        QTest.keyClick(people.table, KEY.Key_L)
        await until(lambda: open_dialog(Labelling))
        dialog = open_dialog(Labelling)
        assert dialog
        dialog.field.setText("Summer fair")
        dialog.take.click()
        await until(lambda: undos)
        assert undos[0].what == "Labelled 130 people Summer fair."
        await until(lambda: people.model.row(0).labels)
        assert not people.model.marked
        people.ask('label:"summer fair"')
        await until(lambda: people.found.words == "130 of 130 people")
        await undos[0].back()
        await until(lambda: people.found.words == "0 of 130 people")

    run(scenario())


def test_a_label_that_all_have_is_taken_off_together(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 3)
        made = await desk.store.write(labels.ensure, "Bench")
        for id in (1, 2):
            await desk.store.write(labels.put_on, id, made.id, NOW)
        people, undos = await list_of(desk, news, 3)
        people.model.mark([1, 2], True)
        people.bulk.label.click()
        await until(lambda: open_dialog(Labelling))
        dialog = open_dialog(Labelling)
        assert dialog
        assert dialog.rows[0].choice.hint == "take off"
        dialog.rows[0].click()
        await until(lambda: undos)
        assert await desk.store.read(labels.of_people, [1, 2]) == {}
        await undos[0].back()
        assert set(await desk.store.read(labels.of_people, [1, 2])) == {1, 2}

    run(scenario())


def test_nothing_that_speaks_to_people_is_offered_for_many(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 3)
        people, _ = await list_of(desk, news, 3)
        people.model.mark([1, 2, 3], True)
        offered = {*people.commands, *(b.text() for b in (people.bulk.label, people.bulk.none))}
        words = ("gesture", "thank", "write", "reply", "send")
        assert [each for each in offered if any(word in each.lower() for word in words)] == []
        for key in (KEY.Key_T, KEY.Key_R):
            QTest.keyClick(people.table, key)
        assert people.model.marked == {1, 2, 3}

    run(scenario())


def test_the_mouse_marks_with_ctrl_and_shift(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 9)
        people, _ = await list_of(desk, news, 9)
        view, left = people.table.viewport(), Qt.MouseButton.LeftButton

        def click(number: int, mods: Qt.KeyboardModifier) -> None:
            spot = people.table.visualRect(people.model.index(number, 0)).center()
            QTest.mouseClick(view, left, mods, spot)

        click(1, CTRL)
        click(3, SHIFT)
        assert people.model.among(people.model.marked) == [
            people.model.row(n).id for n in (1, 2, 3)
        ]
        click(2, CTRL)
        assert len(people.model.marked) == 2
        click(5, Qt.KeyboardModifier.NoModifier)
        assert people.current() == people.model.row(5)
        assert len(people.model.marked) == 2
        QTest.keyClick(people.table, KEY.Key_Escape)
        assert not people.model.marked

    run(scenario())


def test_news_moves_neither_the_cursor_nor_what_is_in_sight(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 130)
        people, _ = await list_of(desk, news, 130)
        click_head(people, "last")
        await until(lambda: people.model.order == ("last", True))
        people.table.choose(30)
        people.table.scrollTo(people.model.index(30, 0))
        row = people.current()
        assert row
        before = people.table.rowViewportPosition(30)
        hello = (said(Author("new@x.example", "@new", "New"), "n", 0, "Hello"),)
        await desk.store.write(messages.save, 1, Page(hello), "new")
        await until(lambda: names(people)[0] == "New")
        assert people.current() == row
        assert people.table.currentIndex().row() == 31
        assert people.table.rowViewportPosition(31) == before

    run(scenario())


def test_a_long_list_stays_in_order_and_shows_what_changed(
    run: Run[Any], desk: Desk, news: News, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        monkeypatch.setattr("cm_desk.ui.everybody.listing.MOST_AGAIN", 10)
        await desk.store.write(crowd, 30)
        people, _ = await list_of(desk, news, 30)
        before = names(people)
        last = people.model.row(29)
        await desk.store.write(gestures.add, Gesture(0, last.id, "thank-you", NOW))
        await desk.store.write(contacts.rename, last.id, "Aaron")
        await until(lambda: people.model.row(29).gestures == 1)
        await until(lambda: names(people) == [*before[:29], "Aaron"])

    run(scenario())


def test_columns_are_chosen_and_remembered(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 3)
        people, _ = await list_of(desk, news, 3)
        assert shown(people) == [*columns.USUAL]
        QTest.keyClick(people.table, KEY.Key_C, SHIFT)
        await until(lambda: open_dialog(Chooser))
        dialog = open_dialog(Chooser)
        assert dialog
        for id in ("labels", "channels"):
            dialog.checks[id].click()
        dialog.checks["given"].click()
        dialog.ok.click()
        await until(lambda: "given" in shown(people))
        assert "labels" not in shown(people)
        wanted = " ".join(shown(people))
        async with asyncio.timeout(30):
            while await desk.store.read(settings.get, SHOWN, "") != wanted:
                pass
        again, _ = await list_of(desk, news, 3)
        await until(lambda: shown(again) == wanted.split())

    run(scenario())


def test_a_list_is_saved_as_a_view_and_opened_again(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(crowd, 40)
        page, undos = page_on(desk, news)
        people = page.people
        await until(lambda: people.found.words == "40 people")
        assert not people.save()
        people.ask("silent:2d")
        people.sort_by("name")
        people.sort_by("name")
        await until(lambda: names(people)[0] == "Person 0039")
        QTest.keyClick(people.table, KEY.Key_S, CTRL)
        await until(lambda: open_dialog(Naming))
        dialog = open_dialog(Naming)
        assert dialog
        dialog.name.setText("Gone quiet")
        dialog.accept()
        await until(lambda: undos)
        [kept] = await desk.store.read(views.all, "people")
        assert (kept.name, kept.query, kept.sort) == ("Gone quiet", "silent:2d", "name down")
        assert people.head.title.words == "Gone quiet"
        page.open_everybody()
        await until(lambda: people.found.words == "40 people")
        assert people.head.title.words == "People"
        people.sort_by("closeness")
        page.open_saved(kept)
        await until(lambda: names(people)[0] == "Person 0039" and len(names(people)) < 40)
        assert people.head.title.words == "Gone quiet"

    run(scenario())


def test_a_row_is_read_as_one_sentence(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        people, _ = await list_of(desk, news, 6)
        first = people.model.index(0, 0)
        assert people.model.data(first, Qt.ItemDataRole.AccessibleTextRole) == (
            "Priya Raman, on Mastodon, 4 turns back and forth, 5 messages from them, 2 from us,"
            " last contact 4 h ago, 3 conversations wait, 2 gestures, 1 open promise"
        )
        people.model.mark([people.model.row(0).id], True)
        spoken = people.model.data(first, Qt.ItemDataRole.AccessibleTextRole)
        assert spoken.startswith("selected, Priya")

    run(scenario())


@pytest.mark.parametrize("width", [560, 940, 1068, 1600])
def test_nothing_is_clipped_or_without_a_name_at_any_width(
    run: Run[Any], desk: Desk, news: News, width: int
) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        people, _ = await list_of(desk, news, 6)
        window = people.window()
        window.resize(width, 640)
        people.ask("-is:quiet silent:1d on:mastodon")
        await until(lambda: people.found.words.endswith("of 6 people"))
        await until(lambda: problems(people) == [])  # once it is laid out
        people.model.mark([1, 2], True)
        await until(lambda: problems(people) == [])

    run(scenario())


@pytest.mark.parametrize("width", [300, 500, 800, 1000, 3000])
def test_the_column_that_is_sorted_by_is_in_sight_however_narrow(width: int) -> None:
    for column in COLUMNS:
        if column.sort:
            chosen = columns.fitting(("person",), column.sort, width)
            assert column.id in chosen
    every = [column.id for column in COLUMNS]
    fits = columns.fitting(every, "name", width)
    assert sum(COLUMNS[NUMBER[id]].width for id in fits) <= max(0, width - columns.PERSON_LEAST)
    assert columns.fitting(every, "name", 3000) == {*every}
    assert columns.read(columns.written(("person", "sent"))) == ("person", "sent")
    assert columns.read("") == columns.USUAL
