"""What was said and sounds like a promise, below the words of a conversation."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from cm_desk.store import promises
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.inbox import sample
from tests.ui.inbox.sample import PRIYA, receive, said
from tests.ui.inbox.stage import Stage, colours, perform, press, show_conversation

ALT = Qt.KeyboardModifier.AltModifier


async def said_something(stage: Stage) -> tuple[int, int]:
    """A conversation with a promise of theirs and one of ours: its id, and the person."""
    account = await sample.fill(stage.desk)
    same = {"thread": "p", "visibility": "direct"}
    theirs = said("p4", PRIYA, "I'll send you the receipt tomorrow.", 2, **same)
    ours = said("p5", PRIYA, "We will look into it by Friday.", 1, outgoing=True, **same)
    await receive(stage.desk, account, theirs, ours)
    row = await sample.row_of(stage.desk, "Priya")
    assert row.contact_id is not None
    return row.id, row.contact_id


def test_offers_are_tracked_and_declined_by_keys_and_stay_away(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        thread, priya = await said_something(stage)
        page = stage.inbox()
        await show_conversation(page, thread)
        bar = page.conversation.offers
        await until(bar.isVisible)
        assert bar.words.words.startswith("You promised, ")
        assert bar.words.words.endswith(" · 1 more")
        assert colours(bar) > 3
        page.conversation.talk.setFocus()
        press("p", ALT)
        assert bar.words.words.startswith("Priya Raman promised, ")
        await until(lambda: stage.undos)
        press("n", ALT)
        assert not bar.isVisible()
        await until(lambda: len(stage.undos) == 2)
        kept = [p for p in await stage.desk.store.read(promises.of, priya) if p.quote]
        assert [(p.text, p.theirs) for p in kept] == [("look into it by Friday", False)]
        await stage.undo()
        await until(bar.isVisible)
        await stage.undo()
        await until(lambda: bar.words.words.endswith(" · 1 more"))

    run(perform(tmp_path, news, play))


def test_a_conversation_without_promises_offers_nothing(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        thread, _ = await said_something(stage)
        page = stage.inbox()
        await show_conversation(page, thread)
        await until(page.conversation.offers.isVisible)
        other = await sample.row_of(stage.desk, "김민서")
        await show_conversation(page, other.id)
        assert not page.conversation.offers.isVisible()

    run(perform(tmp_path, news, play))
