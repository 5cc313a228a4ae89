"""Above the words: whether to write at all, and what somebody is living through."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from cm_desk.actions import apologies, known, settings
from cm_desk.domain.known import About, Moment
from cm_desk.store import apologies as owing
from cm_desk.store import gestures, messages
from cm_desk.store import known as knowing
from cm_desk.store.apologies import Step
from cm_desk.store.gestures import Gesture
from cm_desk.store.known import CARE
from cm_desk.ui.contact.quoting import QuoteSheet
from cm_desk.ui.inbox.page import InboxPage
from cm_desk.ui.news import News
from cm_desk.ui.widgets.choices import Choices
from tests.conftest import Run, until
from tests.ui.compose.test_composer import type_in, writing
from tests.ui.inbox.stage import Stage, perform, press, press_key
from tests.ui.stage import open_dialog


def who_is_open(page: InboxPage) -> int:
    read = page.conversation.read
    assert read
    assert read.row.contact_id
    return read.row.contact_id


def test_the_composer_warns_about_somebody_to_be_left_alone_and_blocks_nothing(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        who = composer.who
        assert not who.alone.isVisible()
        await known.leave_alone(stage.desk, who_is_open(page), "Asked for quiet")
        await until(lambda: who.alone.isVisible())
        assert "Asked for quiet" in who.alone.accessibleName()
        type_in(composer, "Only this")
        assert composer.form.send.isEnabled()
        assert composer.send()
        await until(lambda: stage.undos)
        who.alone.story.click()
        assert stage.went.places == [("person", who_is_open(page))]
        back = await known.clear(stage.desk, who_is_open(page), About.ALONE)
        await until(lambda: not who.alone.isVisible())
        await back.back()
        await until(lambda: who.alone.isVisible())

    run(perform(tmp_path, news, play))


def test_the_situation_stands_above_the_words_or_says_that_it_is_not_known(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        _, composer = await writing(stage)
        line = composer.who.situation
        assert line.text() == "Situation: not known yet"
        line.click()
        await until(lambda: open_dialog(QuoteSheet))
        sheet = open_dialog(QuoteSheet)
        assert sheet is not None
        sheet.text.setText("A wet parcel")
        sheet.accept()
        await until(lambda: line.text().startswith("A wet parcel “"))
        await until(lambda: stage.undos)
        await stage.undo()
        await until(lambda: line.text() == "Situation: not known yet")

    run(perform(tmp_path, news, play))


def test_a_message_is_marked_where_it_is_read(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page, _ = await writing(stage)
        await settings.choose(stage.desk, CARE, "1")
        page.conversation.talk.setFocus()
        press("m", Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: open_dialog(Choices))
        press_key(Qt.Key.Key_1)
        await until(lambda: stage.undos)
        [moment] = (await stage.desk.store.read(knowing.of, who_is_open(page))).moments
        assert moment.kind is Moment.JOY
        await stage.undo()
        assert (await stage.desk.store.read(knowing.of, who_is_open(page))).moments == ()

    run(perform(tmp_path, news, play))


def test_the_card_begins_with_what_must_not_be_missed(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, _ = await writing(stage)
        desk, id = stage.desk, who_is_open(page)
        await settings.choose(desk, CARE, "1")
        read = page.conversation.read
        assert read
        theirs = await desk.store.read(messages.get, read.row.last_message_id)
        assert theirs
        for about in (About.SITUATION, About.FEAR):
            await known.tell(
                desk, id, about, f"Their {about}", quote=theirs.text, message_id=theirs.id
            )
        await known.tell(desk, id, About.PRONOUNS, "she/her")
        await known.tell(desk, id, About.PRIVATE)
        await known.leave_alone(desk, id, "Asked for quiet")

        def told() -> list[str]:
            shown = page.card.findChildren(QLabel)
            return [each.accessibleName() or each.text() for each in shown if each.isVisible()]

        wanted = ("she/her", "Leave alone. ", "Their situation", "Their fear", "in private")
        await until(lambda: all(any(w in each for each in told()) for w in wanted))
        facts = (await desk.store.read(knowing.of, id)).facts
        assert len(facts) == 5

    run(perform(tmp_path, news, play))


def test_an_open_apology_says_what_it_waits_for_and_leads_there(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        who, contact = composer.who, who_is_open(page)
        assert who.owed.isHidden()
        id, undo = await apologies.begin(stage.desk, contact, "It stood in the rain")
        await until(lambda: who.owed.isVisible())
        assert who.owed.text() == "Open apology: sorry is not said yet."
        who.owed.click()
        assert stage.went.places == [("apology", contact, None)]
        given = Gesture(0, contact, "apology", stage.desk.now())
        await stage.desk.store.write(lambda tx: owing.say(tx, id, gestures.add(tx, given)))
        proven = Step(0, id, "A new box", done_at=stage.desk.now(), proof_kind="link",
                      proof="https://x.example", seen_at=stage.desk.now())  # fmt: skip
        await apologies.keep_step(stage.desk, proven)
        await until(lambda: "“A new box” is done, and nobody told them" in who.owed.text())
        await undo.back()
        await until(lambda: who.owed.isHidden())

    run(perform(tmp_path, news, play))
