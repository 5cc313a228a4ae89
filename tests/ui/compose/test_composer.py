"""Writing an answer: drafts that survive, one deliberate key, an undo that brings all back."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest

from cm_desk.actions import reply
from cm_desk.domain.model import Capabilities, Upload
from cm_desk.domain.views import State, View
from cm_desk.store import accounts, conversations, drafts, outbox, promises
from cm_desk.ui.compose.attach import dropped
from cm_desk.ui.compose.composer import Composer
from cm_desk.ui.inbox.items import Leaving
from cm_desk.ui.inbox.page import InboxPage
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.inbox import sample
from tests.ui.inbox.stage import Stage, perform, press, press_key, show_conversation, show_view

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


async def writing(stage: Stage, who: str = "Priya") -> tuple[InboxPage, Composer]:
    """Priya's conversation, the cursor in the composer, the server's limits known."""
    await sample.fill(stage.desk)
    page = stage.inbox()
    await show_view(page)
    await show_conversation(page, (await sample.row_of(stage.desk, who)).id)
    page.list.setFocus()
    press("r")
    composer = page.conversation.composer
    await until(lambda: composer._limits)
    assert composer.form.editor.hasFocus()
    return page, composer


def type_in(composer: Composer, text: str) -> None:
    composer.form.editor.insertPlainText(text)


def test_a_draft_is_saved_while_typing_goes_on(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        id = page.conversation.id
        assert id is not None
        type_in(composer, "Dear Priya")
        assert composer._saver._busy.interval() < 1000  # the promise: at most a second is lost
        assert composer._saver._busy.isActive()
        await until(lambda: composer._saver.saved)
        saved = await stage.desk.store.read(drafts.get, id)
        assert saved is not None
        assert (saved.text, saved.cursor) == ("Dear Priya", 10)

    run(perform(tmp_path, news, play))


def test_a_draft_comes_back_with_its_cursor(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        id = page.conversation.id
        assert id is not None
        type_in(composer, "Dear 😀 Priya")
        press_key(Qt.Key.Key_Left)
        press_key(Qt.Key.Key_Left)
        other = await sample.row_of(stage.desk, "김민서")
        await show_conversation(page, other.id)
        assert composer.form.editor.toPlainText() == ""
        await until(lambda: composer._saver.saved)
        await show_conversation(page, id)
        await until(lambda: composer.form.editor.toPlainText() == "Dear 😀 Priya")
        assert composer.form.editor.textCursor().position() == 11  # in UTF-16 units, as Qt counts

    run(perform(tmp_path, news, play))


def test_what_is_typed_before_the_draft_is_there_goes_behind_it(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        id = page.conversation.id
        assert id is not None
        type_in(composer, "Dear Priya")
        await show_conversation(page, (await sample.row_of(stage.desk, "김민서")).id)
        await until(lambda: composer._saver.saved)
        target = composer._target
        await show_conversation(page, id)
        await until(lambda: composer._target is not target)
        composer._tasks.newest("draft", composer._load(composer._target))  # type: ignore[arg-type]
        composer.form.editor.setPlainText("")
        type_in(composer, ", thank you")
        await until(lambda: composer.form.editor.toPlainText() == "Dear Priya, thank you")
        await until(lambda: composer._saver.saved)
        saved = await stage.desk.store.read(drafts.get, id)
        assert saved is not None
        assert saved.text == "Dear Priya, thank you"

    run(perform(tmp_path, news, play))


def test_a_draft_is_written_when_the_window_closes(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        id = page.conversation.id
        assert id is not None
        type_in(composer, "Almost lost")
        page.close()
        await until(lambda: composer._saver.saved)
        saved = await stage.desk.store.read(drafts.get, id)
        assert saved is not None
        assert saved.text == "Almost lost"

    run(perform(tmp_path, news, play))


def test_sending_shows_a_bubble_and_undo_brings_the_words_back(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        type_in(composer, "A new lid leaves today.")
        press_key(Qt.Key.Key_Return, CONTROL)
        await until(lambda: composer.form.editor.toPlainText() == "")
        items = page.conversation.talk.rows
        await until(lambda: isinstance(items.items[-1], Leaving))
        spoken = items.data(items.index(items.rowCount() - 1), Qt.ItemDataRole.DisplayRole)
        assert "leaves in 10 s" in spoken
        [waiting] = await stage.desk.store.read(outbox.page)
        assert waiting.outgoing.visibility == "direct"  # as private as the question
        await stage.undo()
        await until(lambda: composer.form.editor.toPlainText() == "A new lid leaves today.")
        assert composer.form.editor.textCursor().position() == 23
        assert await stage.desk.store.read(outbox.page) == []

    run(perform(tmp_path, news, play))


def test_a_second_send_lets_the_first_go_on(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        _page, composer = await writing(stage)
        for text in ("First.", "Second."):
            type_in(composer, text)
            press_key(Qt.Key.Key_Return, CONTROL)
            count = len(stage.undos)
            await until(lambda count=count: len(stage.undos) > count)  # type: ignore[misc]
        found = await stage.desk.store.read(outbox.page)
        assert [each.outgoing.text for each in found] == ["First.", "Second."]

    run(perform(tmp_path, news, play))


def test_over_the_limit_send_is_off_and_says_why(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        _page, composer = await writing(stage)
        composer.form.editor.setPlainText("x" * 498 + " https://example.org/" + "y" * 90)
        # the mention of the person, six signs and a space, goes along
        assert composer.form.counter.words == "529 / 500"
        assert not composer.form.send.isEnabled()
        said = composer.form.wrong.accessibleName()
        assert said == "29 characters too many for Mastodon. Shorten it."
        press_key(Qt.Key.Key_Return, CONTROL)
        assert await stage.desk.store.read(outbox.page) == []
        composer.form.editor.setPlainText("x" * 469 + " https://example.org/" + "y" * 90)
        assert composer.form.send.isEnabled()

    run(perform(tmp_path, news, play))


def test_a_public_answer_to_a_private_message_is_asked_once(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        _page, composer = await writing(stage)
        type_in(composer, "Here is your number.")
        assert composer.form.question.isHidden()
        composer._set_visibility("public")
        assert composer.form.question.isVisible()
        assert "everyone can read it" in composer.form.question.accessibleName()
        press_key(Qt.Key.Key_Return, CONTROL)
        assert composer.form.question.direct.hasFocus()
        assert await stage.desk.store.read(outbox.page) == []
        composer.form.question.direct.click()
        assert composer.form.question.isHidden()
        press_key(Qt.Key.Key_Return, CONTROL)
        await until(lambda: stage.undos)
        [waiting] = await stage.desk.store.read(outbox.page)
        assert waiting.outgoing.visibility == "direct"

    run(perform(tmp_path, news, play))


def test_a_promise_is_offered_and_kept_track_of_by_a_key(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        contact = page.current_contact()
        assert contact is not None
        before = len(await stage.desk.store.read(promises.of, contact))
        type_in(composer, "You will get the number tomorrow.")
        assert composer.form.promise.isVisible()
        assert len(await stage.desk.store.read(promises.of, contact)) == before
        press("p", ALT)
        await until(lambda: stage.undos)
        kept = await stage.desk.store.read(promises.of, contact)
        assert len(kept) == before + 1
        assert "get the number tomorrow" in [each.text for each in kept]
        assert composer.form.promise.isHidden()
        await stage.undo()
        assert len(await stage.desk.store.read(promises.of, contact)) == before

    run(perform(tmp_path, news, play))


def test_escape_goes_back_to_the_list_and_keeps_the_draft(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        type_in(composer, "Half a thought")
        press_key(Qt.Key.Key_Escape)
        assert page.list.hasFocus()
        await until(lambda: composer._saver.saved)
        await until(lambda: any(row.has_draft for row in page.list.rows.rows))

    run(perform(tmp_path, news, play))


def test_return_in_the_words_is_a_new_line(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        _page, composer = await writing(stage)
        type_in(composer, "ej")
        press_key(Qt.Key.Key_Return)
        type_in(composer, "x")
        assert composer.form.editor.toPlainText() == "ej\nx"
        assert await stage.desk.store.read(outbox.page) == []

    run(perform(tmp_path, news, play))


def test_throwing_away_can_be_undone(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        _page, composer = await writing(stage)
        type_in(composer, "Not like this")
        await until(lambda: composer._saver.saved)
        composer.discard()
        await until(lambda: stage.undos)
        assert composer.form.editor.toPlainText() == ""
        await stage.undo()
        await until(lambda: composer.form.editor.toPlainText() == "Not like this")

    run(perform(tmp_path, news, play))


def test_files_go_along_with_their_description(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        _page, composer = await writing(stage)
        lid = tmp_path / "lid.png"
        lid.write_bytes(b"png")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(lid)), QUrl("https://example.org/x.png")])
        composer.attach(dropped(data))
        [row] = composer.form.attachments._rows
        row.alt.setText("The new lid")
        draft = composer.draft()
        assert draft is not None
        assert draft.media == (Upload(lid, "The new lid"),)
        assert composer.form.send.isEnabled()

    run(perform(tmp_path, news, play))


def test_only_what_the_service_offers_is_shown(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        _page, composer = await writing(stage)
        form = composer.form
        assert form.seen_by.isVisible()
        assert form.warn.isVisible()
        assert form.subject.isHidden()
        press("w", ALT)
        assert form.warning.hasFocus()
        QTest.keyClicks(form.warning, "Spiders")
        draft = composer.draft()
        assert draft is not None
        assert draft.warning == "Spiders"

    run(perform(tmp_path, news, play))


def test_copies_and_descriptions_are_asked_for_where_they_go_along(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        _page, composer = await writing(stage)
        form, target = composer.form, composer._target
        assert target is not None
        assert form.cc.isHidden()
        form.offer(target.row, target.account, Capabilities(media=True, cc=True, subject=True))
        (tmp_path / "bill.pdf").write_bytes(b"pdf")
        composer.attach([tmp_path / "bill.pdf"])
        [row] = form.attachments._rows
        assert row.alt.isHidden()
        assert form.seen_by.isHidden()
        form.cc.setText("Ada@Tidewell.example; bo@tidewell.example,")
        draft = composer.draft()
        assert draft is not None
        assert [each.key for each in draft.cc] == ["ada@tidewell.example", "bo@tidewell.example"]
        composer._fill(draft)
        assert form.cc.text() == "Ada@Tidewell.example, bo@tidewell.example"

    run(perform(tmp_path, news, play))


def test_an_answered_conversation_stays_open_while_it_leaves_the_view(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    from cm_desk.domain.model import Page
    from cm_desk.store import messages

    async def play(stage: Stage) -> None:
        page, _composer = await writing(stage)
        id = page.conversation.id
        ours = sample.said("p4", sample.PRIYA, "Done.", 0, "p", outgoing=True, visibility="direct")
        await stage.desk.store.write(messages.save, 1, Page((ours,)), "new")
        await until(lambda: all(row.id != id for row in page.list.rows.rows))
        assert page.conversation.id == id
        assert page.pages.view is View.NEEDS_REPLY

    run(perform(tmp_path, news, play))


def test_send_and_done_is_one_key_and_one_undo(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        id = page.conversation.id
        assert id is not None
        type_in(composer, "Here you are.")
        press_key(Qt.Key.Key_Return, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: stage.undos)
        row = await stage.desk.store.read(conversations.row, id)
        assert row is not None
        assert row.state is State.DONE
        await until(lambda: page.conversation.id != id)  # the next one waits
        await stage.undo()
        row = await stage.desk.store.read(conversations.row, id)
        assert row is not None
        assert row.state is State.OPEN
        saved = await stage.desk.store.read(drafts.get, id)
        assert saved is not None
        assert saved.text == "Here you are."

    run(perform(tmp_path, news, play))


def test_a_new_message_changes_nothing_in_the_composer(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        composer._set_visibility("private")
        await until(lambda: composer._saver.saved)
        more = sample.said("p9", sample.PRIYA, "And one more thing", 0, "p", visibility="direct")
        account = (await stage.desk.store.read(accounts.all))[0]
        await sample.receive(stage.desk, account, more)
        await until(lambda: len(page.conversation.read.messages) == 4)  # type: ignore[union-attr]
        draft = composer.draft()
        assert draft is not None
        assert draft.visibility == "private"
        assert composer._limits is not None
        assert composer.form.editor.hasFocus()

    run(perform(tmp_path, news, play))


def test_a_draft_thrown_away_elsewhere_is_gone_here_too(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        _page, composer = await writing(stage)
        type_in(composer, "Never mind")
        await until(lambda: composer._saver.saved)
        [draft] = await stage.desk.store.read(drafts.page)
        undo = await reply.discard_draft(stage.desk, draft)
        await until(lambda: composer.form.editor.toPlainText() == "")
        await undo.back()
        await until(lambda: composer.form.editor.toPlainText() == "Never mind")

    run(perform(tmp_path, news, play))
