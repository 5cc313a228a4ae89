"""An open conversation: what it shows, and that nothing is fetched or run by showing it."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from cm_desk.domain.model import Page
from cm_desk.store import conversations, messages
from cm_desk.ui.inbox.items import Day, Event, Said
from cm_desk.ui.inbox.page import InboxPage
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.inbox import sample
from tests.ui.inbox.stage import (
    Stage,
    click_hot,
    colours,
    perform,
    press,
    press_key,
    show_conversation,
    show_view,
    texts,
)

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_it_shows_days_messages_gestures_and_promises(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        await show_conversation(page, (await sample.row_of(stage.desk, "Priya")).id)
        items = page.conversation.talk.rows.items
        assert [type(each) for each in items] == [Day, Said, Said, Day, Event, Day, Said, Event]
        assert page.conversation.header.where.words.startswith("@priya@makers.example · direct")

    run(perform(tmp_path, news, play))


def test_opening_it_reads_it(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        row = await sample.row_of(stage.desk, "Priya")
        assert row.unread
        page = stage.inbox()
        await show_view(page)
        await show_conversation(page, row.id)
        await until(lambda: not page.list.rows.rows[0].unread)
        found = await stage.desk.store.read(conversations.row, row.id)
        assert found is not None
        assert found.unread == 0

    run(perform(tmp_path, news, play))


def test_a_picture_is_asked_for_by_a_click_and_never_before(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        for row in await sample.rows(stage.desk):
            await show_conversation(page, row.id)
            page.grab()
        assert stage.network.asked == []
        await show_conversation(page, (await sample.row_of(stage.desk, "Priya")).id)
        click_hot(page, "image")
        pictures = page.conversation.talk.opened.pictures
        await until(lambda: isinstance(pictures.get(sample.AWAY), QImage))
        assert stage.network.asked == [sample.AWAY]
        assert stage.problems == []

    run(perform(tmp_path, news, play))


def test_a_warning_folds_the_message_until_it_is_opened(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        row = await sample.row_of(stage.desk, "Wolfe")
        await show_conversation(page, row.id)
        talk = page.conversation.talk
        folded = talk.bubbles.strip(talk.rows.items[-1]).height
        click_hot(page, "fold")
        assert talk.opened.unfolded == {row.last_message_id}
        assert talk.bubbles.strip(talk.rows.items[-1]).height > folded + 100

    run(perform(tmp_path, news, play))


def _grown(page: InboxPage, known: int) -> bool:
    return len(texts(page)) > known


def test_a_long_conversation_pages_back_and_stays_in_its_place(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        account = await sample.add_account(stage.desk)
        said = [
            sample.said(f"m{n}", sample.PRIYA, f"Message {n}\nand more of it", 720 - n, "long")
            for n in range(717)
        ]
        await stage.desk.store.write(messages.save, account.id, Page(tuple(said)), "new")
        page = stage.inbox()
        await show_view(page)
        await show_conversation(page, page.list.rows.rows[0].id)
        assert texts(page)[-1].startswith("Message 716")
        assert len(texts(page)) < 100
        bar = page.conversation.talk.verticalScrollBar()
        while len(texts(page)) < 717:
            known = len(texts(page))
            bar.setValue(300)
            top = page.conversation.talk._anchor()
            await until(partial(_grown, page, known))
            assert page.conversation.talk._anchor() == top
        assert texts(page)[0].startswith("Message 0\n")

    run(perform(tmp_path, news, play))


def test_a_message_far_back_is_brought_into_sight(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        account = await sample.add_account(stage.desk)
        said = [sample.said(f"m{n}", sample.PRIYA, f"No {n}", 300 - n, "l") for n in range(200)]
        await stage.desk.store.write(messages.save, account.id, Page(tuple(said)), "new")
        early = await stage.desk.store.read(messages.by_remote, account.id, "m3")
        assert early is not None
        page = stage.inbox()
        await show_view(page)
        page.open_conversation(early.conversation_id, early.id)
        talk = page.conversation.talk
        await until(lambda: isinstance(talk.current(), Said))
        assert isinstance(talk.current(), Said)
        assert talk.current().message.text == "No 3"  # type: ignore[union-attr]
        assert talk.viewport().rect().intersects(talk.visualRect(talk.currentIndex()))

    run(perform(tmp_path, news, play))


def test_the_whole_message_is_copied_as_it_was_written(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        await show_conversation(page, (await sample.row_of(stage.desk, "<b>Bo")).id)
        page.conversation.talk.setFocus()
        press("b")
        press("c", CONTROL)
        assert QGuiApplication.clipboard().text().startswith("<img src='file:///etc/passwd'> Is")

    run(perform(tmp_path, news, play))


def test_selecting_opens_plain_text_over_the_bubble(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        await show_conversation(page, (await sample.row_of(stage.desk, "<b>Bo")).id)
        talk = page.conversation.talk
        talk.step(-1)
        talk.read_text()
        [editor] = talk.viewport().findChildren(QPlainTextEdit)
        assert editor.isReadOnly()
        assert editor.toPlainText().startswith("<img src=")

    run(perform(tmp_path, news, play))


def test_a_link_that_hides_its_host_is_pointed_out(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        await show_conversation(page, (await sample.row_of(stage.desk, "<b>Bo")).id)
        talk = page.conversation.talk
        strip = talk.bubbles.strip(talk.rows.items[-1])
        tips = [hot.tip for hot in strip.hots(QPointF(0, 0))]
        assert "Leads to tidewell.example" in tips
        assert any(tip.startswith("Leads to evil.example, which hides") for tip in tips)

    run(perform(tmp_path, news, play))


def test_it_is_painted_in_every_theme(run: Run[Any], news: News, tmp_path: Path) -> None:
    from cm_desk.ui import theme

    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        await show_conversation(page, (await sample.row_of(stage.desk, "Priya")).id)
        app = QGuiApplication.instance()
        for name in theme.NAMES:
            theme.use(app, name)  # type: ignore[arg-type]
            assert colours(page) > 40

    run(perform(tmp_path, news, play))


def test_return_does_what_a_pointer_could(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        row = await sample.row_of(stage.desk, "Wolfe")
        await show_conversation(page, row.id)
        page.conversation.talk.setFocus()
        press_key(Qt.Key.Key_Return)
        assert page.conversation.talk.opened.unfolded == {row.last_message_id}
        await show_conversation(page, (await sample.row_of(stage.desk, "Priya")).id)
        page.conversation.talk.setFocus()
        press_key(Qt.Key.Key_Return)
        [menu] = page.conversation.findChildren(QMenu)
        names = [each.text() for each in menu.actions()]
        assert names == ["Load the picture", "Select text"]
        menu.actions()[0].trigger()
        await until(lambda: stage.network.asked == [sample.AWAY])
        menu.close()

    run(perform(tmp_path, news, play))
