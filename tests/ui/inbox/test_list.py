"""The list of conversations: pages, selection, anchors, moves with one undo."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from cm_desk.domain.model import Account, Author, Page
from cm_desk.domain.views import View
from cm_desk.store import messages
from cm_desk.ui.inbox.listing import LIST
from cm_desk.ui.inbox.model import InboxModel
from cm_desk.ui.inbox.page import InboxPage
from cm_desk.ui.news import News
from tests.conftest import NOW, Run, until
from tests.ui.inbox import sample
from tests.ui.inbox.stage import Stage, current, perform, press, show_view

SHIFT = Qt.KeyboardModifier.ShiftModifier


async def many(stage: Stage, count: int) -> Account:
    account = await sample.add_account(stage.desk)
    people = [Author(f"p{n}", f"@p{n}@social.example", f"Person {n}") for n in range(count)]
    items = tuple(sample.said(f"m{n}", who, f"Hello {n}", n + 1) for n, who in enumerate(people))
    await stage.desk.store.write(messages.save, account.id, Page(items), "new")
    return account


def _grown(page: InboxPage, known: int) -> bool:
    """Scrolls to the end that is known so far, as a person with the End key would."""
    bar = page.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    return len(page.list.rows.rows) > known


def test_a_long_list_loads_its_pages_as_one_scrolls(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await many(stage, 450)
        page = stage.inbox()
        await show_view(page)
        assert len(page.list.rows.rows) < 300
        while len(page.list.rows.rows) < 450:
            known = len(page.list.rows.rows)
            await until(partial(_grown, page, known))
        assert [row.who for row in page.list.rows.rows] == [f"Person {n}" for n in range(450)]

    run(perform(tmp_path, news, play))


def test_the_list_has_its_width_again_after_a_narrow_window(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await many(stage, 2)
        page = stage.inbox()
        await show_view(page)
        await until(lambda: page.pane.width() == LIST)
        page.resize(800, 640)
        await until(lambda: page.pane.isVisible() != page.conversation.isVisible())
        page.resize(1280, 800)
        await until(lambda: page.conversation.isVisible() and page.pane.width() == LIST)

    run(perform(tmp_path, news, play))


def test_new_mail_does_not_move_what_is_read(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        account = await many(stage, 60)
        page = stage.inbox()
        await show_view(page)
        page.list.choose_number(3)
        before = page.list.visualRect(page.list.currentIndex()).top()
        chosen = page.list.current_id()
        fresh = Author("new", "@new@social.example", "Somebody New")
        await sample.receive(stage.desk, account, sample.said("n1", fresh, "Just now", 0))
        await until(lambda: page.list.rows.rows[0].who == "Somebody New")
        assert page.list.current_id() == chosen
        assert page.list.visualRect(page.list.currentIndex()).top() == before
        assert page.pane.new.text() == "1 new"
        page.pane.new.click()
        await until(lambda: page.pane.new.isHidden())
        assert page.list.verticalScrollBar().value() == 0

    run(perform(tmp_path, news, play))


def test_done_by_key_puts_the_next_in_its_place_and_undo_brings_it_back(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await many(stage, 5)
        page = stage.inbox()
        await show_view(page)
        press("jj")
        assert current(page) == "Person 2"
        press("e")
        await until(lambda: len(page.list.rows.rows) == 4)
        await until(lambda: page.list.current_id() is not None)
        assert current(page) == "Person 3"
        await stage.undo()
        await until(lambda: len(page.list.rows.rows) == 5)

    run(perform(tmp_path, news, play))


def test_several_are_done_with_one_undo(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await many(stage, 6)
        page = stage.inbox()
        await show_view(page)
        press("x")
        press("JJ", SHIFT)
        assert page.pane.title.words == "3 selected"
        press("e")
        await until(lambda: len(page.list.rows.rows) == 3)
        assert page.pane.title.words == "Needs reply"
        assert len(stage.undos) == 1
        await stage.undo()
        await until(lambda: len(page.list.rows.rows) == 6)

    run(perform(tmp_path, news, play))


def test_the_choice_outlives_a_reload(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await many(stage, 12)
        page = stage.inbox()
        await show_view(page)
        page.list.choose_number(7)
        chosen = page.list.current_id()
        page.list.mark_current()
        page.pages.show(View.ALL)
        await until(lambda: page.pages.view is View.ALL and page.list.rows.rows)
        page.list.choose(chosen)
        page.pages.reload()
        await until(lambda: page.list.current_id() == chosen)
        assert page.list.rows.marked == {chosen}

    run(perform(tmp_path, news, play))


def test_an_empty_view_says_what_it_is_for(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = stage.inbox()
        loaded = []
        page.pages.loaded.connect(lambda: loaded.append(1))
        page.open_view(View.NEEDS_REPLY)
        await until(lambda: loaded)
        assert page.pane.blank.title.words == "Nobody is waiting"
        assert page.pane.blank.isVisible()

    run(perform(tmp_path, news, play))


def test_a_row_is_one_sentence(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        model = InboxModel(stage.desk.now)
        model.replace([await sample.row_of(stage.desk, "Łukasz")])
        spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
        assert spoken.startswith("Unread. Łukasz Nowak, on Mastodon to Tidewell, Order 4417: Re:")
        assert "Waiting 2 d" in spoken
        assert spoken.count("\n") == 0

    run(perform(tmp_path, news, play))


def test_how_long_somebody_waits_has_a_colour_from_a_day_on(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    from cm_desk.ui.inbox.words import waiting

    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        tones = {}
        for row in await sample.rows(stage.desk):
            if wait := waiting(row, NOW):
                tones[row.who.split(" ")[0]] = wait.tone
        assert tones["Priya"] == "calm"
        assert tones["عمر"] == "wait"
        assert tones["Łukasz"] == "risk"

    run(perform(tmp_path, news, play))
