import asyncio
from typing import Any

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from cm_desk.ui.aio import Tasks, answer, dismiss
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


def test_a_window_may_close_with_a_dialog_open(run: Run[Any]) -> None:
    async def scenario() -> None:
        window = QWidget()
        dialog = QDialog(window)

        async def ask() -> None:
            try:
                await answer(dialog)
            finally:
                dismiss(dialog)

        task = asyncio.create_task(ask())
        await asyncio.sleep(0)
        shiboken6.delete(window)
        task.cancel()
        assert [type(each) for each in await asyncio.gather(task, return_exceptions=True)] == [
            asyncio.CancelledError
        ]

    run(scenario())
