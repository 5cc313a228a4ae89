import asyncio
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from cm_desk.ui.aio import Tasks
from tests.conftest import Run


def test_nothing_starts_for_a_widget_that_is_gone(run: Run[Any]) -> None:
    """A write that was under way tells its news when the window is no more."""

    async def scenario() -> None:
        begun: list[str] = []

        async def work(name: str) -> None:
            begun.append(name)
            await asyncio.sleep(3600)

        owner = QObject()
        tasks = Tasks(owner, lambda _: None)
        early = tasks.start(work("early"))
        await asyncio.sleep(0)
        shiboken6.delete(owner)
        late = tasks.start(work("late"))
        await asyncio.gather(early, late, return_exceptions=True)
        assert early.cancelled()
        assert late.cancelled()
        assert begun == ["early"]

    run(scenario())
