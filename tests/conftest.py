"""What every test may ask for."""

import asyncio
import gc
import os
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
import qasync
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk, open_desk
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import migrations
from cm_desk.ui.aio import end
from cm_desk.ui.news import News
from tests.place import Place, settle

T = TypeVar("T")
Run = Callable[[Coroutine[Any, Any, T]], T]
Until = Callable[[Callable[[], object]], Awaitable[None]]
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)

os.environ["TZ"] = "UTC"  # days begin at the same moment wherever the tests run
if sys.platform != "win32":
    time.tzset()

# a busy machine is no reason to fail
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """What a test printed goes to another process, which takes no half of a surrogate pair."""
    report = yield
    report.sections = [
        (name, text.encode("utf-8", "replace").decode()) for name, text in report.sections
    ]
    return report


@pytest.fixture
def run(qapp: QApplication) -> Iterator[Run[Any]]:
    """`run(coro)` runs a coroutine on the real Qt loop, then ends its windows and tasks.

    The ending matters: pytest-qt turns Qt events between the parts of a test, and a task
    that is woken there finds no running loop. So no qtbot.addWidget here.
    """
    qapp.setQuitOnLastWindowClosed(False)

    async def whole(work: Coroutine[Any, Any, T]) -> T:
        try:
            return await work
        finally:
            await end(*(w for w in qapp.topLevelWidgets() if w.parent() is None))

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:
        yield lambda work: runner.run(whole(work))
    gc.collect()


async def until(holds: Callable[[], object], timeout_s: float = 30) -> None:
    """Wait in a coroutine until `holds()` is true; the clock, not Qt, decides when it failed."""
    async with asyncio.timeout(timeout_s):
        while not holds():  # noqa: ASYNC110  widgets have no asyncio.Event
            await asyncio.sleep(0.005)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """An empty database of the newest schema, in memory, for store tests."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.apply(db)
    db.execute("pragma foreign_keys = on")
    yield db
    db.close()


@pytest.fixture
def news(qapp: QApplication) -> News:
    return News()


@pytest.fixture
def desk(run: Run[Any], news: News, tmp_path: Path) -> Iterator[Desk]:
    """An empty desk on a real file, with a keychain in memory and a stopped clock."""
    keychain = MemoryKeychain()
    opening = open_desk(tmp_path, news.publish, keychain=keychain, now=lambda: NOW)
    desk = run(opening)
    yield desk
    run(desk.close())


@pytest.fixture
def place(run: Run[Any], tmp_path: Path) -> Iterator[Place]:
    """A desk with one account on a service in memory, and a clock that is moved by hand."""
    place: Place = run(settle(tmp_path / "desk"))
    yield place
    run(place.desk.close())
