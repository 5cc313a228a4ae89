"""Where a text was, it is said why there is none."""

from datetime import timedelta
from typing import Any

from cm_desk.actions.keeping import keep, preview, trim_due
from cm_desk.desk import Desk
from cm_desk.store import accounts, river
from cm_desk.ui.contact.story import Happened
from cm_desk.ui.contact.words import spoken
from cm_desk.ui.format import removed
from cm_desk.ui.inbox import strip
from cm_desk.ui.inbox.items import Said
from cm_desk.ui.inbox.strip import Us
from cm_desk.ui.printing.blocks import of_messages
from tests.conftest import Run
from tests.ui.people import settle_in


def test_a_removed_text_is_named_as_one_in_conversation_story_and_print(
    run: Run[Any], desk: Desk
) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        [account, *_] = await desk.store.read(accounts.all)
        await keep(desk, await preview(desk, account, 12))
        assert await trim_due(desk, grace=timedelta()) == 2
        story = (await desk.store.read(river.page, priya, limit=100)).items
        gone = [each for each in story if each.message and each.message.trimmed == 12]
        assert len(gone) == 2
        for entry in gone:
            assert entry.message is not None
            told = "Text removed after 12 months"
            assert told in spoken(Happened(entry), desk.now())
            assert told in strip.spoken(Said(entry.message), desk.now(), Us("Mara"))
            assert told in [block.text for block in of_messages([entry.message], {}, "Mara")]

    run(scenario())


def test_the_words_for_what_is_not_there() -> None:
    assert removed(None) == ""
    assert removed(1) == "Text removed after 1 month"
    assert removed(0) == "Erased with the person who wrote it"
