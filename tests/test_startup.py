"""The window is painted first; what it does not need for that is imported later."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

LATER = {"requests", "urllib3", "keyring", "sqlite_utils", "nh3", "click", "asyncio", "qasync"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo community in it."""
    folder = tmp_path_factory.mktemp("desk")
    command = [sys.executable, "-m", "cm_desk", "--data", str(folder), "demo", "--once"]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def started(folder: Path, **more: str) -> tuple[dict[str, object], set[str]]:
    """(what was painted first, the modules that were imported until then)."""
    trace = folder / "trace"
    trace.unlink(missing_ok=True)
    ending = {"CM_DESK_TRACE": str(trace), "CM_DESK_TRACE_EXIT": "1"}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cm_desk", "--data", str(folder)],
        env=os.environ | ending | more,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    imported = re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE)
    painted: dict[str, object] = json.loads(trace.read_text())
    return painted, {name.partition(".")[0] for name in imported}


def test_the_inbox_is_painted_before_the_heavy_libraries_are_there(filled: Path) -> None:
    painted, imported = started(filled)
    assert painted["event"] == "inbox_painted"
    assert painted["rows"]
    assert {"PySide6", "sqlite3"} <= imported
    assert imported & LATER == set()


def test_a_new_desk_is_painted_as_early(tmp_path: Path) -> None:
    painted, imported = started(tmp_path)
    assert painted["rows"] == 0
    assert imported & LATER == set()
