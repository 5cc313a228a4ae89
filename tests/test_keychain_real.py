"""The keychain against a real gnome-keyring, in each state a desktop can be in."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.keychain import ask
from tests.servers.real import HERE, need

ROOT = Path(__file__).parents[1]


def asked(state: str, *steps: str, folder: Path | None = None, opener: str = "test") -> list[str]:
    """What `steps` gave in a process of its own, beside a keychain in `state`."""
    need("keychain")
    place = {"KEYCHAIN_DIR": str(folder)} if folder else {}
    done = subprocess.run(
        [str(HERE / "keychain/with-keychain"), sys.executable, "-m", ask.__name__, *steps],
        env=os.environ | place | {"KEYCHAIN": state, "KEYCHAIN_PASSWORD": opener},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    found: list[str] = json.loads(done.stdout)
    return found


def test_an_unlocked_keychain_keeps_replaces_and_forgets() -> None:
    steps = ("get", "set", "get", "set_long", "get", "set", "get", "delete", "get", "delete")
    assert asked("unlocked", *steps) == [
        *(None, None, ask.SECRET),
        *(None, ask.LONG, None, ask.SECRET),
        *(None, None, None),
    ]


def test_a_locked_keychain_says_so_without_asking_anybody() -> None:
    assert asked("locked", "get", "set", "delete", "unlock") == ["KeychainLocked"] * 4


def test_a_keychain_locked_while_we_run_says_so() -> None:
    locked = ["KeychainLocked"] * 2
    assert asked("unlocked", "set", "lock", "get", "set") == [None, None, *locked]


def test_the_system_may_ask_to_unlock_and_we_wait_only_so_long() -> None:
    """The prompt of the desktop is on the screen, and nobody answers."""
    assert asked("prompt", "get", "unlock") == ["KeychainLocked", "KeychainHangs"]


@pytest.mark.parametrize("state", ["none", "nobus"])
def test_without_a_secret_service_there_is_no_keychain(state: str) -> None:
    assert asked(state, "get", "set", "delete") == ["KeychainMissing"] * 3


def test_a_keychain_that_never_comes_up_is_given_up() -> None:
    assert asked("stuck", "get") == ["KeychainHangs"]


def test_a_secret_outlives_us_and_is_nowhere_in_the_clear(tmp_path: Path) -> None:
    assert asked("unlocked", "set", folder=tmp_path) == [None]
    assert asked("unlocked", "get", folder=tmp_path) == [ask.SECRET]
    assert asked("unlocked", "get", folder=tmp_path, opener="wrong") == ["KeychainLocked"]
    kept = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert kept
    assert [each for each in kept if ask.SECRET.encode() in each.read_bytes()] == []
