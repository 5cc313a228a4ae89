import subprocess
import sys
from pathlib import Path

import pytest

from cm_desk import lock
from cm_desk.errors import AlreadyOpen, StoreError

HOLD = "import sys; from pathlib import Path; from cm_desk import lock; "
HOLD += "held = lock.hold(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"


def test_a_folder_has_one_writer_until_it_lets_go(tmp_path: Path) -> None:
    first = lock.hold(tmp_path)
    with pytest.raises(AlreadyOpen):
        lock.hold(tmp_path)
    first.release()
    lock.hold(tmp_path).release()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    with pytest.raises(StoreError, match=r"file cannot be used: .*--data"):
        lock.hold(tmp_path / "file")


def test_the_lock_of_another_process_ends_when_it_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyOpen):
            lock.hold(tmp_path)
        other.kill()
    lock.hold(tmp_path).release()
