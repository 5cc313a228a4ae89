"""The inbox as a whole: its menus, its panes in three widths, and the person beside it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cm_desk.domain.views import State, View
from cm_desk.store import conversations, drafts
from cm_desk.store.conversations import InboxRow
from cm_desk.ui.inbox.page import InboxPage
from cm_desk.ui.inbox.snooze import moments
from cm_desk.ui.news import News
from cm_desk.ui.widgets.choices import Choices
from cm_desk.ui.widgets.labelling import Labelling
from cm_desk.ui.widgets.text import Text
from tests.actions.test_reaching import YUKI, likes
from tests.conftest import NOW, Run, until
from tests.ui.inbox import sample
from tests.ui.inbox.stage import (
    Stage,
    current,
    perform,
    press,
    press_key,
    show_conversation,
    show_view,
)


def dialog(kind: type[Choices] = Choices) -> Choices | None:
    active = QApplication.activeModalWidget()
    return active if isinstance(active, kind) else None


async def stored(stage: Stage, id: int) -> InboxRow:
    row = await stage.desk.store.read(conversations.row, id)
    assert row is not None
    return row


def test_moments_to_come_back_are_exact_and_never_over() -> None:
    tuesday = datetime(2025, 10, 14, 10, tzinfo=UTC)
    found = {each.name: each.at.astimezone() for each in moments(tuesday)}
    assert list(found)[:3] == ["This afternoon", "Tonight", "Tomorrow morning"]
    assert found["Tomorrow morning"].strftime("%a %H:%M") == "Wed 09:00"
    assert found["Next week"].strftime("%a %d %H:%M") == "Mon 20 09:00"
    late = moments(tuesday.replace(hour=21))
    assert late[0].name == "Tomorrow morning"


def test_snooze_by_one_key_and_a_number(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        row = page.list.current()
        assert row is not None
        press("h")
        await until(dialog)
        names = [each.accessibleName() for each in dialog().rows]  # type: ignore[union-attr]
        assert names[-1] == "Choose a time…"
        number = next(n for n, name in enumerate(names) if name.startswith("Tomorrow"))
        press_key(Qt.Key(Qt.Key.Key_1 + number))
        await until(lambda: stage.undos)
        assert (await stored(stage, row.id)).state is State.SNOOZED
        await stage.undo()
        assert (await stored(stage, row.id)).state is State.OPEN

    run(perform(tmp_path, news, play))


def test_a_new_label_is_written_and_put_on(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        row = page.list.current()
        assert row is not None
        press("l")
        await until(lambda: dialog(Labelling))
        box = dialog(Labelling)
        assert isinstance(box, Labelling)
        box.field.setText("Delivery")
        press_key(Qt.Key.Key_Return)
        await until(lambda: stage.undos)
        assert [each.name for each in (await stored(stage, row.id)).labels] == ["Delivery"]

    run(perform(tmp_path, news, play))


def test_a_narrow_window_shows_one_pane_at_a_time(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox((700, 600))
        await show_view(page)
        assert page.pane.isVisible()
        assert not page.conversation.isVisible()
        press("j")
        press_key(Qt.Key.Key_Return)
        await until(lambda: page.conversation.isVisible())
        assert not page.pane.isVisible()
        await until(lambda: page.conversation.read)
        press("u")
        assert page.pane.isVisible()
        assert page.list.hasFocus()

    run(perform(tmp_path, news, play))


def test_the_card_slides_over_where_there_is_no_room(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox((1000, 640))
        await show_view(page)
        await show_conversation(page, (await sample.row_of(stage.desk, "Priya")).id)
        await until(lambda: page.card.findChildren(Text))
        assert not page.card.isVisible()
        page.list.setFocus()
        press("i")
        assert page.card.isVisible()
        assert page.room.drawer.isVisible()
        press_key(Qt.Key.Key_Escape)
        assert not page.room.drawer.isVisible()
        assert page.conversation.id is not None

    run(perform(tmp_path, news, play))


def said(page: InboxPage) -> str:
    return " ".join(each.words for each in page.card.findChildren(Text))


def test_the_card_says_only_what_is_known(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        await show_conversation(page, (await sample.row_of(stage.desk, "Priya")).id)
        await until(lambda: "3 messages since" in said(page))
        assert "2 from Priya." in said(page)
        assert "Write when the courier change is live. Due 7 Mar." in said(page)
        assert "Card for dad’s 70th, from Ines. 3 Mar" in said(page)
        assert "Liked, shared or followed us once." in said(page)
        await show_conversation(page, (await sample.row_of(stage.desk, "عمر")).id)
        await until(lambda: "1 message since" in said(page))
        assert "Promise" not in said(page)

    run(perform(tmp_path, news, play))


def test_keys_lead_to_the_person_and_to_a_gesture(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        row = await sample.row_of(stage.desk, "Priya")
        await show_conversation(page, row.id)
        page.list.setFocus()
        press("p", Qt.KeyboardModifier.ShiftModifier)
        press("t")
        assert stage.went.places == [
            ("person", row.contact_id),
            ("give", row.contact_id, row.last_message_id),
        ]

    run(perform(tmp_path, news, play))


def test_writing_to_a_person_opens_the_newest_conversation(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        row = await sample.row_of(stage.desk, "عمر")
        assert row.contact_id is not None
        page = stage.inbox()
        await show_view(page)
        page.write_to(row.contact_id)
        await until(lambda: page.conversation.id == row.id)
        assert page.conversation.composer.form.editor.hasFocus()
        await until(lambda: page.conversation.read)
        assert page.conversation.composer.draft() is not None

    run(perform(tmp_path, news, play))


def test_writing_to_somebody_who_never_wrote_begins_a_first_message(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        who = await stage.desk.store.write(likes, "mastodon", YUKI)
        page = stage.inbox()
        await show_view(page)
        page.write_to(who)
        await until(lambda: stage.went.places)
        [draft] = [d for d in await stage.desk.store.read(drafts.page) if d.to]
        assert stage.went.places == [("first", draft.id)]

    run(perform(tmp_path, news, play))


def test_a_view_opened_again_opens_its_first_conversation(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        for _ in range(2):
            await show_view(page, View.NEEDS_REPLY)
            await until(lambda: page.conversation.read)
            assert current(page) == "Priya Raman"
            assert page.conversation.id == page.list.current_id()

    run(perform(tmp_path, news, play))


def test_density_is_remembered(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox()
        await show_view(page)
        tall, heard = page.list.rowHeight(0), list[object]()
        stage.news.settings.connect(heard.append)
        page.pane.density.click()
        assert page.list.rowHeight(0) < tall
        await until(lambda: heard)
        again = stage.inbox()
        await show_view(again)
        await until(lambda: again.list.rowHeight(0) < tall)

    run(perform(tmp_path, news, play))


def test_a_conversation_that_the_list_does_not_show_can_be_done_too(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        row = await sample.row_of(stage.desk, "Łukasz")
        page = stage.inbox()
        await show_view(page, View.NEEDS_REPLY)
        await stage.desk.store.write(conversations.set_state, [row.id], State.SNOOZED, NOW)
        await until(lambda: page.list.rows.number_of(row.id) is None)
        await show_conversation(page, row.id)
        assert page.list.current_id() is None
        page.conversation.header.done.click()
        await until(lambda: stage.undos)
        assert (await stored(stage, row.id)).state is State.OPEN  # it was snoozed: brought back

    run(perform(tmp_path, news, play))


def test_escape_in_the_list_closes_the_top_layer_only(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await sample.fill(stage.desk)
        page = stage.inbox((1000, 640))
        await show_view(page)
        await until(lambda: page.conversation.read)
        press("x")
        press("i")
        assert page.room.drawer.isVisible()
        page.list.setFocus()
        press_key(Qt.Key.Key_Escape)
        assert not page.room.drawer.isVisible()
        assert page.list.rows.marked
        page.list.setFocus()
        press_key(Qt.Key.Key_Escape)
        assert not page.list.rows.marked

    run(perform(tmp_path, news, play))
