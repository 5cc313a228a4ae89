"""From a card of the day to the gesture in the outbox, by keyboard, on the demo community.

    QT_QPA_PLATFORM=offscreen python benchmarks/card.py

A script presses the keys, so what it measures is the machine. What a person needs on top is told
apart: keystrokes by the keystroke-level model (Card, Moran and Newell: 0.28 s a key, 1.35 s to
make up one's mind), and the words of the card at 238 words a minute (Brysbaert 2019).
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import demo
from cm_desk.desk import open_desk
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import outbox
from cm_desk.ui.aio import end
from cm_desk.ui.commands import conduct
from cm_desk.ui.looks import Looks
from cm_desk.ui.news import News
from cm_desk.ui.tour import noon, still
from cm_desk.ui.window import Window

KEY_S, MIND_S, WORDS_A_MINUTE = 0.28, 1.35, 238
ROUNDS = 4
KEY = Qt.Key


@dataclass
class Times:
    """In ms: from G S to the first card, from Return to the outbox, and on to the next card."""

    opened: list[float]
    sent: list[float]
    following: list[float]
    words: list[int]


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110  widgets have no asyncio.Event
            await asyncio.sleep(0.001)


async def measure(app: QApplication, folder: Path, found: Times) -> None:
    began, news, window = noon(), News(), Window()
    desk = await open_desk(folder, news.publish, keychain=MemoryKeychain(), now=lambda: began)
    desk.http.clock = lambda: began
    left = asyncio.Event()
    news.outbox.connect(lambda _ids: left.set())
    try:
        await demo.fill(desk)
        window.show()
        window.activateWindow()
        it = conduct(window, desk, news, Looks(app))
        await it.begin()
        await still(it)
        begin = time.perf_counter()
        press(KEY.Key_G)
        press(KEY.Key_S)
        await until(lambda: it.place == "serendipity")
        page = it.page("serendipity")
        await until(lambda: page.selection() and page.card.hasFocus())
        found.opened.append(1000 * (time.perf_counter() - begin))
        while page.selection():
            await _one(page, left, found)
        waiting = await desk.store.read(outbox.page)
        assert len(waiting) == 5, "all cards of the day wait in the outbox"
    finally:
        await end(window)
        await desk.close()


async def _one(page, left: asyncio.Event, found: Times) -> None:
    """Return, and nothing else."""
    card, who = page.card, page.selection()
    read = f"{card.name.words} {card.story.words} {card.because.words} {card.text}"
    found.words.append(len(read.split()))
    left.clear()
    begin = time.perf_counter()
    press(KEY.Key_Return)
    await left.wait()
    found.sent.append(1000 * (time.perf_counter() - begin))
    await until(
        lambda: (
            page.stack.currentWidget() is page.empty
            or (page.selection() not in ("", who) and card.hasFocus())
        )
    )
    found.following.append(1000 * (time.perf_counter() - begin))


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget() or QApplication.activeWindow()
    assert focus is not None
    QTest.keyClick(focus, key)


def main() -> None:
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    found = Times([], [], [], [])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                runner.run(measure(app, Path(folder), found))
    print(f"{len(found.sent)} cards in {ROUNDS} days")
    print(f"G S to the first card:       {said(found.opened)}")
    print(f"Return to the outbox:        {said(found.sent)}")
    print(f"Return to the next card:     {said(found.following)}")
    words = statistics.median(found.words)
    reading, keys = 60 * words / WORDS_A_MINUTE, KEY_S + MIND_S
    machine = statistics.median(found.sent) / 1000
    print(f"words to read on a card:     {words:.0f}, {reading:.1f} s read whole")
    print(f"one key and a decision:      {keys:.2f} s")
    print(f"seeing it to the outbox:     {reading + keys + machine:.1f} s")


def said(ms: list[float]) -> str:
    return f"median {statistics.median(ms):.0f} ms, longest {max(ms):.0f} ms"


if __name__ == "__main__":
    main()
