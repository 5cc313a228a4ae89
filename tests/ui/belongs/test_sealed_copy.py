"""A store that cannot be opened, and its newest copy is sealed."""

import asyncio
from typing import Any

from PySide6.QtWidgets import QWidget

from cm_desk.actions.backup import back_up
from cm_desk.desk import DATABASE
from cm_desk.errors import StoreError
from cm_desk.store import conversations
from cm_desk.ui.belongs.passphrase import KnownPassphrase
from cm_desk.ui.trouble import Question, mend
from tests.conftest import Run, until
from tests.place import Place, conversation
from tests.ui.stage import open_dialog

WORDS = "four words will do it"


async def typed(words: str) -> str:
    """Answer the question; the problem that stood beside it."""
    await until(lambda: open_dialog(KnownPassphrase))
    dialog = open_dialog(KnownPassphrase)
    assert dialog is not None
    problem = dialog.problem.words
    dialog.field.setText(words)
    dialog.ok.click()
    await until(lambda: not dialog.isVisible())
    return problem


def test_it_asks_until_the_passphrase_is_right(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("hello")
        await conversation(place)
        await back_up(place.desk, WORDS)
        await place.desk.close()
        store = place.folder / DATABASE
        store.write_bytes(store.read_bytes()[:5000])
        window = QWidget()
        window.show()
        err = StoreError("desk.db is damaged.", "Restore it?")
        mending = asyncio.create_task(mend(window, place.folder, err))
        await until(lambda: open_dialog(Question))
        question = open_dialog(Question)
        assert question is not None
        question.accept()
        assert await typed("not the right one") == ""
        assert "another passphrase" in await typed(WORDS)
        assert await mending
        await place.start()
        assert (await place.desk.store.read(conversations.counts)).total == 1

    run(scenario())
