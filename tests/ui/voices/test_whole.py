"""On the demo community: a request from its answer to the story, and an apology by key."""

from typing import Any

from PySide6.QtCore import Qt

from cm_desk.actions.outbox import post_due
from cm_desk.actions.settings import choose
from cm_desk.desk import Desk
from cm_desk.store import accounts, apologies, messages, outbox, requests, river
from cm_desk.ui.settings.names import UNDO_S
from cm_desk.ui.voices.asking import AnswerSheet
from cm_desk.ui.voices.rows import RequestRow
from tests.conftest import Run
from tests.ui.stage import shown
from tests.ui.whole import Open, inbox, patiently, press

K, CONTROL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_what_a_voice_released_leaves_once_and_the_story_says_who_signed_it(
    run: Run[Any], opened: Open, desk: Desk
) -> None:
    async def scenario() -> None:
        it = await opened()
        await choose(desk, UNDO_S.name, "0", UNDO_S.usual)
        it.go("gestures/voices")
        tab = it.page("gestures").stack.currentWidget()
        await patiently(lambda: tab.findChildren(RequestRow))
        row = tab.findChildren(RequestRow)[0]
        asked = row.request
        assert (asked.voice, asked.who) == ("Tomás Ruiz", "Ben Okafor")
        row.done.emit("answer")
        sheet = await shown(AnswerSheet)
        sheet.answer.setPlainText("Yes, go ahead")
        sheet.ok.click()
        await patiently(lambda: tab.findChildren(RequestRow)[0].first == "send")
        tab.findChildren(RequestRow)[0].done.emit("send")
        composer = inbox(it).conversation.composer
        await patiently(composer.form.send.isEnabled)
        assert composer.form.editor.toPlainText() == asked.draft
        sent: list[object] = []
        composer.sent.connect(sent.append)
        composer.start()
        press(K.Key_Return, mod=CONTROL)
        await patiently(lambda: sent)
        [leaving] = [
            each for each in await desk.store.read(outbox.page) if each.outgoing.text == asked.draft
        ]
        account = await desk.store.read(accounts.get, leaving.account_id)
        assert account
        await post_due(desk, account)
        story = await desk.store.read(river.page, asked.contact_id, {"gesture"})
        [signed] = [each.signed for each in story.items if each.signed]
        assert signed.words == "first time from Tomás Ruiz, Repair bench"
        assert signed.digest == requests.digest(asked.draft)
        [given] = [each.gesture for each in story.items if each.signed and each.gesture]
        said = await desk.store.read(messages.get, given.sent_id or 0)
        assert said
        assert (said.outgoing, said.text.endswith(asked.draft)) == (True, True)
        assert await desk.store.read(requests.released_for, asked.voice_id, asked.contact_id,
                                     asked.draft) is None  # fmt: skip

    run(scenario())


def test_an_apology_begins_by_key_where_it_hurts_and_stands_in_the_story(
    run: Run[Any], opened: Open, desk: Desk
) -> None:
    async def scenario() -> None:
        it = await opened()
        before = await desk.store.read(apologies.unclosed)
        contact = inbox(it).current_contact()
        assert contact
        press(K.Key_S, mod=SHIFT)
        await patiently(lambda: it.place == "gestures")
        tab = it.page("gestures").stack.currentWidget()
        await patiently(lambda: tab.detail.row and tab.detail.row.apology.contact_id == contact)
        [begun] = [e for e in await desk.store.read(apologies.unclosed) if e not in before]
        story = await desk.store.read(river.page, contact, {"apology"})
        assert [(each.turn, each.apology) for each in story.items] == [("begun", begun)]
        it.undo_toast()
        await patiently(lambda: tab.detail.row and tab.detail.row.apology.id != begun.id)
        assert await desk.store.read(apologies.unclosed) == before

    run(scenario())
