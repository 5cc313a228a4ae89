"""What the start, stop and browser scripts share. Standard library only.

`python3 common.py stop DIR` ends what `start` left running in DIR.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


class Reply:
    def __init__(self, status: int, headers: http.client.HTTPMessage, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def request(
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    json_: object = None,
    raw: bytes | None = None,
    token: str = "",
    headers: Mapping[str, str] | None = None,
    timeout_s: float = 30,
) -> Reply:
    """One exchange. Follows no redirect and raises on no status."""
    at = urllib.parse.urlsplit(url)
    sent, body = dict(headers or {}), raw
    if json_ is not None:
        body = json.dumps(json_).encode()
        sent.setdefault("Content-Type", "application/json")
    if form is not None:
        body = urllib.parse.urlencode(form, doseq=True).encode()
        sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
    if token:
        sent["Authorization"] = f"Bearer {token}"
    line = http.client.HTTPConnection(at.hostname or "", at.port, timeout=timeout_s)
    line.request(method, (at.path or "/") + (f"?{at.query}" if at.query else ""), body, sent)
    answer = line.getresponse()
    reply = Reply(answer.status, answer.headers, answer.read())
    line.close()
    return reply


def claim(port: int) -> None:
    """End the program if the port is taken: else its owner would be taken for ours."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError as err:
            raise SystemExit(f"port {port}: {err.strerror}") from err


def wait_for(holds: Callable[[], object], timeout_s: float) -> bool:
    end = time.monotonic() + timeout_s
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def wait_port(port: int, timeout_s: float = 30) -> None:
    if not wait_for(lambda: _answers(port), timeout_s):
        raise SystemExit(f"nothing answers on port {port} after {timeout_s} s")


def daemon(name: str, command: list[str | Path], folder: Path, **kwargs: Any) -> None:
    """Start a command in a process group of its own; DIR/NAME.pid and DIR/NAME.log."""
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **kwargs,
        )
    (folder / f"{name}.pid").write_text(str(process.pid))


def publish(folder: Path, info: dict[str, Any]) -> None:
    """Keep `info` in DIR/info.json, readable by us alone, and print it as one line."""
    file = folder / "info.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(info, indent=1) + "\n")
    sys.stdout.write(json.dumps(info) + "\n")


def load(folder: Path) -> dict[str, Any]:
    info: dict[str, Any] = json.loads((folder / "info.json").read_text())
    return info


def _alive(group: int) -> bool:
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            return True
    return False


def _end(group: int, how: signal.Signals, patience_s: float) -> None:
    if _alive(group):
        os.killpg(group, how)
        wait_for(lambda: not _alive(group), patience_s)


def stop(folder: Path) -> None:
    for file in sorted(folder.glob("*.pid")):
        group = int(file.read_text())
        _end(group, signal.SIGTERM, 10)
        _end(group, signal.SIGKILL, 5)
        file.unlink()


if __name__ == "__main__" and sys.argv[1] == "stop":
    stop(Path(sys.argv[2]))
