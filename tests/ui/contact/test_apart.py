"""A merge in the story, and the way back from it."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import merge as merging
from cm_desk.actions import notes as noting
from cm_desk.desk import Desk
from cm_desk.store import contacts, merges, notes
from cm_desk.store.merges import Made
from cm_desk.ui import theme
from cm_desk.ui.contact import words
from cm_desk.ui.contact.apart import NOUNS, PartSheet
from cm_desk.ui.contact.delegate import GUTTER
from cm_desk.ui.contact.story import Happened
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.contact.test_person import KEY, Scene
from tests.ui.look import problems
from tests.ui.people import settle_in
from tests.ui.stage import open_dialog, shoot


async def joined(desk: Desk) -> tuple[int, int]:
    """Priya, and Omar who was made one with her just now."""
    priya = await settle_in(desk)
    [omar, *_] = await desk.store.read(contacts.find, "north.example")
    await merging.merge(desk, priya, omar.id, "Each names the other")
    return priya, omar.id


def test_all_that_is_made_since_a_merge_has_a_word_for_what_it_is() -> None:
    assert set(NOUNS) == {table for table, made in merges.BELONGS.items() if made}


async def go_to_merge(scene: Scene) -> None:
    def number() -> int | None:
        rows = [scene.river.story.row(n) for n in range(scene.river.story.rowCount())]
        found = (n for n, r in enumerate(rows) if isinstance(r, Happened) and r.entry.merge)
        return next(found, None)

    await until(lambda: number() is not None)
    scene.river.setCurrentIndex(scene.river.story.index(number()))


def test_the_merge_is_in_the_story_and_enter_undoes_it(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya, omar = await joined(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        await go_to_merge(scene)
        scene.press(KEY.Key_Return)
        await until(lambda: scene.undos)
        both = await desk.store.read(contacts.person, omar)
        assert both
        assert both.id == omar
        await scene.undos[-1].back()
        both = await desk.store.read(contacts.person, omar)
        assert both
        assert both.id == priya

    run(scenario())


def test_undo_merge_is_clicked_where_it_is_painted(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya, _ = await joined(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        await go_to_merge(scene)
        river = scene.river
        box = river.visualRect(river.currentIndex())
        t = theme.now()
        left, bottom = box.x() + t.px(GUTTER), box.bottom() - t.px(11)
        click = QTest.mouseClick
        click(river.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(left + 4, box.y() + 12))
        assert not scene.undos
        spot = QPoint(left + 4, bottom - t.line("small") // 2)
        click(river.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        await until(lambda: scene.undos)

    run(scenario())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_was_made_since_is_asked_about(
    run: Run[Any], desk: Desk, news: News, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, 1.0)
        priya, omar = await joined(desk)
        await noting.add(desk, priya, "for Omar")
        await noting.add(desk, priya, "for Priya")
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        await go_to_merge(scene)
        assert shoot(scene.page, f"merged-{name}", tmp_path) > 20
        scene.press(KEY.Key_Return)
        await until(lambda: open_dialog(PartSheet))
        sheet = open_dialog(PartSheet)
        assert sheet
        assert problems(sheet) == []
        assert shoot(sheet, f"part-{name}", tmp_path) > 5
        sheet.to_leaves.click()
        assert len(sheet.taken()) == 2
        sheet.to_stays.click()
        assert sheet.taken() == []
        [check] = [each for each in sheet.checks if "for Omar" in each.text()]
        check.setChecked(True)
        sheet.ok.click()
        await until(lambda: scene.undos)
        assert [each.text for each in await desk.store.read(notes.of, omar)] == ["for Omar"]

    run(scenario())


def test_a_merge_is_said_by_its_services_or_by_names(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya, omar = await joined(desk)
        said = [words.merge(each) for each in await desk.store.read(merges.of, priya)]
        assert said[0].startswith("Joined with عمر")
        assert all(each.gone == omar for each in await desk.store.read(merges.of, priya))

    run(scenario())


def test_the_page_of_who_is_gone_shows_the_whole_person(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya, omar = await joined(desk)
        scene = Scene(desk, news)
        scene.page.open_person(omar)
        await until(lambda: scene.page.person.contact_id == priya)
        await until(lambda: scene.page.person.head.name.words == "Priya Raman")

    run(scenario())


def test_what_quotes_them_is_ticked_and_a_long_list_goes_as_a_whole(
    run: Run[Any], desk: Desk
) -> None:
    async def scenario() -> None:
        priya, _ = await joined(desk)
        [merge] = [e for e in await desk.store.read(merges.of, priya) if e.gone != priya][:1]
        at = desk.now()
        made = [Made("notes", n, f"note {n}", at, priya, theirs=n % 2 == 0) for n in range(500)]
        sheet = PartSheet(None, desk, merge, made)
        assert [each.id for each in sheet.taken()] == list(range(0, 500, 2))
        sheet.to_leaves.click()
        assert len(sheet.taken()) == 500
        sheet.to_stays.click()
        assert sheet.taken() == []
        assert len(sheet.checks) == 200
        sheet.deleteLater()

    run(scenario())
