"""The window on a real X server, started as a person starts it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.common import wait_for
from tests.servers.real import screen


def command(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "cm_desk", "--data", str(folder), *more]


@contextmanager
def window(folder: Path, place: dict[str, str], said: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program with its window open; at the end it is asked to close, as a logout does."""
    with said.open("wb") as errors:
        process = subprocess.Popen(command(folder), env=place, stderr=errors)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def test_the_window_opens_once_on_a_real_screen(tmp_path: Path) -> None:
    """A second start raises the first window and ends well: the first is alive, not just drawn."""
    desk, trace, said = tmp_path / "desk", tmp_path / "trace", tmp_path / "said"
    subprocess.run(command(desk, "demo", "--once"), check=True, capture_output=True)
    with screen(tmp_path) as display:
        place = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}

        def second_start_is_well() -> bool:
            return subprocess.run(command(desk), env=place, check=False).returncode == 0

        with window(desk, {**place, "CM_DESK_TRACE": str(trace)}, said) as first:
            assert wait_for(lambda: trace.exists() or first.poll() is not None, 60)
            assert first.poll() is None, said.read_text()
            assert '"inbox_painted"' in trace.read_text()
            assert wait_for(second_start_is_well, 60)
            assert first.poll() is None, said.read_text()
    assert "Traceback" not in said.read_text()
