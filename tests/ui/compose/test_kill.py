"""A draft outlives the program being killed while somebody types: at most a second is lost."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from cm_desk.store import connect, drafts

TYPIST = """
import asyncio, gc, sys
from pathlib import Path
import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from tests.ui.inbox import sample
from tests.ui.inbox.canned import Quiet, open_quiet
from tests.ui.inbox.stage import Stage, show_conversation, show_view
from tests.conftest import until
from cm_desk.ui.news import News

async def main():
    news = News()
    stage = Stage(await open_quiet(Path(sys.argv[1]), news, Quiet()), news, Quiet())
    await sample.fill(stage.desk)
    page = stage.inbox()
    await show_view(page)
    await show_conversation(page, (await sample.row_of(stage.desk, "Priya")).id)
    print("conversation", page.conversation.id, flush=True)
    typed = iter(range(100_000))
    def key():
        number = next(typed)
        page.conversation.composer.form.editor.insertPlainText(f"{number} ")
        print("typed", number, asyncio.get_running_loop().time(), flush=True)
    keys = QTimer(interval=20, timeout=key)
    keys.start()
    await asyncio.Event().wait()

gc.disable()  # as the program does
app = QApplication([])
with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
    runner.run(main())
"""
KEYS = 120  # of 20 ms: more than two seconds of typing that never pauses


def test_kill_9_while_typing_loses_less_than_a_second(tmp_path: Path) -> None:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env=environ,
    )
    assert typist.stdout is not None
    conversation, times = 0, dict[int, float]()
    for line in typist.stdout:
        if found := re.fullmatch(r"conversation (\d+)\n", line):
            conversation = int(found[1])
        elif found := re.fullmatch(r"typed (\d+) ([\d.]+)\n", line):
            times[int(found[1])] = float(found[2])
        if len(times) == KEYS:
            break
    typist.send_signal(signal.SIGKILL)
    typist.wait()
    typist.stdout.close()
    db = connect.reader(tmp_path / "desk.db")
    saved = drafts.get(db, conversation)
    db.close()
    assert saved is not None
    last = int(saved.text.split()[-1])
    assert saved.text.split() == [str(n) for n in range(last + 1)]
    lost_s = times[max(times)] - times[min(last, max(times))]
    assert lost_s <= 1.0, f"{lost_s:.2f} s of typing were lost"
