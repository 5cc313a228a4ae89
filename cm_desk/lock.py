"""One writer per data folder: a lock of the operating system on FOLDER/desk.lock.

It ends with its process, however that ends, so no stale lock is ever left to clean up.
"""

import os
import sys
from pathlib import Path
from typing import IO

from cm_desk.errors import AlreadyOpen, StoreError

NAME = "desk.lock"


class Lock:
    """Held until `release` or the end of the process."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def release(self) -> None:
        self._file.close()


def hold(folder: Path) -> Lock:
    """Make `folder` ours to write.

    Raises AlreadyOpen when another process writes to it, StoreError when nobody can.
    """
    file = _file(folder)
    try:
        _lock(file)
    except OSError as err:
        file.close()
        raise AlreadyOpen(
            "CM Desk is already open on this data folder.", "Use that window, or close it first."
        ) from err
    _note_pid(file)
    return Lock(file)


def _file(folder: Path) -> IO[bytes]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # nobody else on this computer
        return (folder / NAME).open("ab", buffering=0)
    except OSError as err:
        raise StoreError(
            f"The data folder {folder} cannot be used: {err.strerror}.",
            "Check its permissions, or name another one with --data.",
        ) from err


def _note_pid(file: IO[bytes]) -> None:
    """Only for people who look into the file; nothing reads it."""
    file.truncate(0)
    file.write(f"{os.getpid()}\n".encode())


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        """A byte far behind the text, because Windows forbids others to read a locked one."""
        file.seek(1 << 30)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
