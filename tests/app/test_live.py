"""The life of the program: from the painted window to the closed store."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk import lock, logs
from cm_desk.actions import demo
from cm_desk.actions.backup import back_up
from cm_desk.actions.reply import send
from cm_desk.app.live import live
from cm_desk.desk import DATABASE, open_desk
from cm_desk.domain.views import View
from cm_desk.errors import AlreadyOpen
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import conversations, drafts, outbox
from cm_desk.store.drafts import Draft
from cm_desk.store.first import look
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.looks import Looks
from cm_desk.ui.opening import Opening
from cm_desk.ui.single import raise_first
from cm_desk.ui.trouble import Question
from cm_desk.ui.window import Window
from tests.conftest import NOW, Run, until

HEAVY = {"asyncio", "qasync", "requests", "keyring", "sqlite_utils", "click", "PySide6.QtNetwork"}
LATER = {"cm_desk.domain.model", "cm_desk.store.messages", "cm_desk.ui.keys", "cm_desk.desk"}

patiently = partial(until, timeout_s=60)  # a whole desk on a busy machine


def fill(run: Run[Any], folder: Path) -> None:
    async def scenario() -> None:
        desk = await open_desk(
            folder, lambda _changes: None, keychain=MemoryKeychain(), now=lambda: NOW
        )
        await demo.fill(desk)
        await desk.close()

    run(scenario())


def start(folder: Path, **more: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **more}
    command = [sys.executable, "-m", "cm_desk", "--data", str(folder)]
    return subprocess.Popen(command, env=env, stderr=subprocess.PIPE)


def alive(
    run: Run[Any], folder: Path, script: Callable[[Conductor], Coroutine[Any, Any, None]]
) -> int:
    """Let the program live on `folder`, do `script` in it, close the window; its exit status."""
    done: list[asyncio.Task[None]] = []

    def ready(it: Conductor) -> None:
        done.append(asyncio.create_task(script(it)))
        done[0].add_done_callback(lambda _task: it.window.close())

    async def life() -> int:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return await live(Window(), Looks(app), folder, ready=ready)

    status: int = run(life())
    done[0].result()
    return status


def test_an_empty_desk_welcomes_and_ends_in_order(run: Run[Any], tmp_path: Path) -> None:
    async def script(it: Conductor) -> None:
        assert it.window.stack.currentWidget() is it.page("welcome")
        assert raise_first(tmp_path)
        with pytest.raises(AlreadyOpen):
            lock.hold(tmp_path)

    assert alive(run, tmp_path, script) == 0
    lock.hold(tmp_path).release()


def test_what_has_not_left_goes_back_to_the_drafts(run: Run[Any], tmp_path: Path) -> None:
    fill(run, tmp_path)
    sent: list[int] = []

    async def script(it: Conductor) -> None:
        [row, *_] = (await it.desk.store.read(conversations.page, View.NEEDS_REPLY)).items
        now = it.desk.now()
        draft = Draft(0, row.id, row.account_id, "One minute.", saved_at=now, cursor=0)
        await send(it.desk, draft, undo_s=600)
        sent.append(row.id)

    async def after() -> None:
        desk = await open_desk(tmp_path, lambda _changes: None, keychain=MemoryKeychain())
        assert await desk.store.read(outbox.page) == []
        kept = await desk.store.read(drafts.get, sent[0])
        assert kept is not None
        assert kept.text == "One minute."
        await desk.close()

    assert alive(run, tmp_path, script) == 0
    run(after())


def test_closing_does_not_wait_for_work_in_flight(run: Run[Any], tmp_path: Path) -> None:
    ends: list[str] = []

    async def script(it: Conductor) -> None:
        async def endless() -> None:
            try:
                await asyncio.sleep(3600)
            finally:
                ends.append("cancelled")

        it.tasks.start(endless())
        it.tasks.start(demo.fill(it.desk))
        await asyncio.sleep(0)

    assert alive(run, tmp_path, script) == 0
    assert ends == ["cancelled"]


def test_a_bug_is_told_calmly_and_the_window_goes_on(
    run: Run[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def script(it: Conductor) -> None:
        async def bug() -> None:
            raise ZeroDivisionError

        it.tasks.start(bug())
        await patiently(lambda: it.window.banners._shown[0])
        assert it.window.banners._shown[0][0].title == "Something went wrong."

    log = logs.start(tmp_path)
    try:
        assert alive(run, tmp_path, script) == 0
    finally:
        logs.stop()
    assert "ZeroDivisionError" in log.read_text("utf-8")


def test_the_first_look_shows_rows_counts_and_accounts(
    run: Run[Any], qapp: QApplication, tmp_path: Path
) -> None:
    fill(run, tmp_path)

    async def scenario() -> None:
        first, window = look(tmp_path / DATABASE), Window()
        assert first is not None
        opening = Opening(first)
        window.show_page(opening)
        opening.show_frame(window)
        window.show()
        await patiently(lambda: opening.painted)
        rows, total = opening.told()
        assert 5 < rows <= len(first.rows.items)
        assert total == first.counts.total
        assert f"account {first.accounts[0].id}" in window.rail._items

    run(scenario())


def test_nothing_heavy_is_imported_before_the_first_paint(run: Run[Any], tmp_path: Path) -> None:
    """The program itself says what it had imported when the inbox was on the screen."""
    fill(run, tmp_path)
    trace = tmp_path / "trace.jsonl"
    code = (
        "import atexit, os, sys\n"
        "from pathlib import Path\n"
        "real = os._exit\n"
        "def leave(status):\n"
        "    print(','.join(sys.modules), flush=True)\n"
        "    real(status)\n"
        "os._exit = leave\n"
        "from cm_desk.__main__ import main\n"
        f"main(['--data', {str(tmp_path)!r}])\n"
    )
    env = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "CM_DESK_TRACE": str(trace),
        "CM_DESK_TRACE_EXIT": "1",
    }
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    imported = set(done.stdout.decode().strip().split(","))
    assert "cm_desk.ui.window" in imported
    assert imported & (HEAVY | LATER) == set()
    line = json.loads(trace.read_text("utf-8"))
    assert line["event"] == "inbox_painted"
    assert line["rows"] > 5
    assert line["cpu_s"] > 0


def test_a_second_start_raises_the_first_and_ends(run: Run[Any], tmp_path: Path) -> None:
    first = start(tmp_path)
    try:

        async def answered() -> None:
            await patiently(lambda: raise_first(tmp_path))

        run(answered())
        second = start(tmp_path)
        assert second.wait(60) == 0
        if second.stderr:
            second.stderr.close()
        assert first.poll() is None
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait(60)
        if first.stderr:
            first.stderr.close()


def test_a_folder_that_cannot_be_used_is_named_without_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder", "utf-8")
    started = start(file)
    _, told = started.communicate(timeout=60)
    assert started.returncode == 1
    assert str(file) in told.decode()
    assert "Traceback" not in told.decode()


def test_a_damaged_store_is_told_and_a_good_copy_is_offered(run: Run[Any], tmp_path: Path) -> None:
    fill(run, tmp_path)

    async def copy() -> None:
        desk = await open_desk(tmp_path, lambda _changes: None, keychain=MemoryKeychain())
        await back_up(desk)
        await desk.close()

    run(copy())
    store = tmp_path / DATABASE
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])
    told: list[str] = []

    async def answers(window: Window) -> None:
        await patiently(lambda: window.findChildren(Question))
        [question] = window.findChildren(Question)
        told.append(question.accessibleName())
        question.accept()

    async def script(it: Conductor) -> None:
        counts = await it.desk.store.read(conversations.counts)
        assert counts.total > 1000

    async def life() -> int:
        app, window = QApplication.instance(), Window()
        assert isinstance(app, QApplication)
        window.show()
        asking = asyncio.create_task(answers(window))
        done: list[asyncio.Task[None]] = []

        def ready(it: Conductor) -> None:
            done.append(asyncio.create_task(script(it)))
            done[0].add_done_callback(lambda _task: it.window.close())

        status = await live(window, Looks(app), tmp_path, ready=ready)
        await asking
        done[0].result()
        return status

    assert run(life()) == 0
    assert told
