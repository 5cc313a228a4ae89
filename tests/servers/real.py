"""Starts the real servers of this folder for a test, and says when one is not installed."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.servers.common import wait_for

HERE = Path(__file__).parent
SOFTWARE = Path(os.environ.get("CMDESK_SERVERS", "/opt/cmdesk-servers"))


def _installed(name: str) -> bool:
    match name:
        case "mastodon":
            return shutil.which("snac") is not None
        case "oauth":
            return (SOFTWARE / "oauth/node_modules/.done").exists()
        case "bluesky":
            postgres = any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
            return postgres and (SOFTWARE / "bluesky/node_modules/.done").exists()
        case "mail":
            done = (SOFTWARE / "mail/.done").exists()
            return done and shutil.which("doveadm") is not None
        case "keychain":
            return all(map(shutil.which, ("gnome-keyring-daemon", "dbus-run-session", "Xvfb")))
        case "wordpress":
            return Path("/usr/share/wordpress/wp-load.php").exists()
        case "matrix":
            return (SOFTWARE / "matrix/.done").exists()
        case "screen":
            return shutil.which("Xvfb") is not None
    raise ValueError(name)


def need(name: str) -> None:
    """Skip the test where `make servers` has not run; with SERVERS=required fail it."""
    if _installed(name):
        return
    missing = f"the real server {name!r} is not installed: make servers"
    if os.environ.get("SERVERS") == "required":
        pytest.fail(missing)
    pytest.skip(missing)


WIDTH = {"bluesky": 4}  # ports from the first on, of servers that take several


def free_port(width: int = 1) -> int:
    """The first of `width` free ports."""
    while True:
        with ExitStack() as held:
            one = held.enter_context(socket.socket())
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                for each in range(port + 1, port + width):
                    held.enter_context(socket.socket()).bind(("127.0.0.1", each))
            except (OSError, OverflowError):
                continue
            return port


@contextmanager
def running(
    name: str, folder: Path, port: int | None = None, **environment: str
) -> Iterator[dict[str, Any]]:
    """What `start` printed, while the server runs with everything it keeps in `folder`.

    `port` None takes a free one. snac2 needs 80 to see `@user@host` as a mention.
    """
    need(name)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        if port:
            held.enter_context(alone(f"port-{port}"))
        try:
            with alone("starting"):  # between finding free ports and taking them
                known = str(port or free_port(WIDTH.get(name, 1)))
                made = subprocess.run(
                    [str(HERE / name / "start"), str(folder), known],
                    check=True, stdout=subprocess.PIPE, text=True,
                    env={**os.environ, **environment},
                )  # fmt: skip
            yield json.loads(made.stdout)
        finally:
            subprocess.run([HERE / name / "stop", folder], check=True)


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Tests run side by side: only one of them, in any process, does this at a time."""
    with (Path(tempfile.gettempdir()) / f"cm-desk-tests-{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def screen(folder: Path) -> Iterator[str]:
    """The DISPLAY of a real X server without a monitor, 1280 by 800."""
    need("screen")
    number = folder / "display"
    with number.open("wb") as said, (folder / "xvfb.log").open("wb") as log:
        command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        server = subprocess.Popen(command, stdout=said, stderr=log)
    try:
        if not wait_for(lambda: number.read_text().endswith("\n"), 20):
            raise RuntimeError((folder / "xvfb.log").read_text())
        yield f":{number.read_text().strip()}"
    finally:
        server.terminate()
        server.wait(10)
