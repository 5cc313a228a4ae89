"""In somebody's voice: Send says why it waits, and leaves exactly what was released."""

from pathlib import Path
from typing import Any

from cm_desk.actions import voices as lending
from cm_desk.domain.attached import Attached
from cm_desk.domain.known import Moment
from cm_desk.store import drafts, gestures, moments, outbox, requests, voices
from cm_desk.store.voices import Voice
from cm_desk.ui.compose.composer import Composer
from cm_desk.ui.news import News
from cm_desk.ui.voices.asking import AnswerSheet, PageSheet
from cm_desk.ui.voices.choose import AskSheet
from tests.conftest import Run, until
from tests.ui.compose.test_composer import ALT, type_in, writing
from tests.ui.inbox.stage import Stage, perform, press
from tests.ui.look import problems, shoot
from tests.ui.stage import shown

WORDS = "Priya, I read it twice. Ines"


async def asked(stage: Stage, composer: Composer, folder: Path) -> None:
    """Ines is asked from the composer by key, with the draft that stands there."""
    await lending.save(stage.desk, Voice(0, "Ines Carvalho", "Founder", topics="lid, birthdays"))
    await lending.save(stage.desk, Voice(0, "Jonas Adeyemi", "VP Support"))
    type_in(composer, WORDS)

    press("s", ALT)
    sheet = await shown(AskSheet)
    assert sheet.choices[0].voice.name == "Ines Carvalho"
    assert sheet.draft.toPlainText() == WORDS
    assert problems(sheet) == []
    shoot(sheet, "voices-ask", folder)
    sheet.ok.click()
    page = await shown(PageSheet)
    assert WORDS in page.page.toPlainText()
    page.ok.click()
    await until(lambda: composer.lent.card.isVisible())


def test_send_is_off_with_the_reason_until_the_voice_released_these_letters(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        await asked(stage, composer, tmp_path)
        send = composer.form.send
        assert not send.isEnabled()
        assert "Ines Carvalho was asked on" in send.accessibleName()
        assert composer.form.signer.words.startswith("Ines Carvalho, Founder at ")
        await until(lambda: composer._saver.saved)
        assert page.conversation.id
        kept = await stage.desk.store.read(drafts.get, page.conversation.id)
        assert kept
        assert kept.request_id
        shoot(page, "composer-lent-waits", tmp_path)
        composer.lent.card.answer.click()
        sheet = await shown(AnswerSheet)
        sheet.answer.setPlainText("Yes, gladly")
        sheet.ok.click()
        await until(send.isEnabled)
        assert "First time from Ines Carvalho." in composer.lent.card.words.words
        type_in(composer, "!")
        assert not send.isEnabled()
        assert "every letter" in composer.lent.card.words.words
        shoot(page, "composer-lent-changed", tmp_path)
        composer.lent.card.anew.click()
        page_sheet = await shown(PageSheet)
        assert "!" + WORDS in page_sheet.page.toPlainText()
        page_sheet.ok.click()
        await until(lambda: composer.lent.card.answer.isVisible())
        await stage.undos[-1].back()
        await until(lambda: composer.lent.card.restore.isVisible())
        composer.lent.card.restore.click()
        await until(send.isEnabled)
        composer.send()
        await until(lambda: stage.undos[-1].what.startswith("Leaves"))
        [leaving] = await stage.desk.store.read(outbox.page)
        assert leaving.outgoing.text == WORDS
        request = await stage.desk.store.read(requests.get, kept.request_id)
        assert request
        [given, *_] = await stage.desk.store.read(gestures.of, request.contact_id)
        assert (given.voice, given.is_leaving) == ("Ines Carvalho, Founder", True)
        assert composer.lent.card.isHidden()
        await stage.undos[-1].back()
        await until(lambda: composer.form.editor.toPlainText() == WORDS and send.isEnabled())
        assert composer.lent.request_id == request.id

    run(perform(tmp_path, news, play))


def test_one_can_always_write_as_ourselves(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        _, composer = await writing(stage)
        await asked(stage, composer, tmp_path)
        composer.lent.card.leave.click()
        assert composer.form.send.isEnabled()
        assert not composer.form.signer.words.startswith("Ines")
        composer.send()
        await until(lambda: stage.undos[-1].what.startswith("Leaves"))
        [leaving] = await stage.desk.store.read(outbox.page)
        assert leaving.outgoing.text == WORDS

    run(perform(tmp_path, news, play))


def test_the_composer_says_when_a_moment_deserves_an_unexpected_voice(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage)
        row = composer._target and composer._target.row
        assert row
        assert row.contact_id
        assert composer.lent.worth.isHidden()
        step = await stage.desk.store.write(
            moments.mark, row.last_message_id, Moment.HURT, stage.desk.now()
        )
        assert step
        await lending.save(stage.desk, Voice(0, "Ines Carvalho", "Founder"))
        await until(lambda: composer.lent.worth.isVisible())
        assert "a day that mattered to them was spoilt" in composer.lent.worth.text()
        shoot(page, "composer-worth", tmp_path)

    run(perform(tmp_path, news, play))


def test_a_gesture_in_a_voice_waits_for_a_request(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        _, composer = await writing(stage)
        await lending.save(stage.desk, Voice(0, "Jonas Adeyemi", "VP Support"))
        await lending.save(stage.desk, Voice(0, "Ines Carvalho", "Founder"))
        ines = (await stage.desk.store.read(voices.all))[0]
        target = composer._target
        assert target
        assert target.row.contact_id
        type_in(composer, WORDS)
        quotes = (target.row.last_message_id,)
        it = Attached("surprise", target.row.contact_id, quotes, ines.signature, ines.id)
        composer.form.giving.show_gesture(it)
        composer.beside.changed.emit()
        assert not composer.form.send.isEnabled()
        assert "Alt+S" in composer.form.send.accessibleName()
        press("s", ALT)
        sheet = await shown(AskSheet)
        chosen = [each.voice.name for each in sheet.choices if each.isChecked()]
        assert (chosen, sheet.kind.currentText()) == (["Ines Carvalho"], "Surprise")
        sheet.reject()

    run(perform(tmp_path, news, play))


def test_blanks_that_keep_words_together_are_the_same_letters(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        _, composer = await writing(stage)
        await asked(stage, composer, tmp_path)
        id = composer.lent.request_id
        request = await stage.desk.store.read(requests.get, id or 0)
        assert request
        await lending.release(stage.desk, request, "Priya,\u00a0«\u00a0oui\u00a0» !", "Mes mots")
        await until(lambda: composer.lent.card.restore.isVisible())
        composer.lent.card.restore.click()
        await until(composer.form.send.isEnabled)

    run(perform(tmp_path, news, play))
