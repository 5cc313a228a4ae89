"""Copies of the store, by commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cm_desk.actions.backup import PASSPHRASE
from cm_desk.cli import copies
from cm_desk.keychain import MemoryKeychain
from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]
WORDS = "four words will do it"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the person types at each prompt, which is not shown."""
    answers: list[str] = []
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _prompt: answers.pop(0))
    yield answers
    assert answers == []


def test_a_sealed_copy_is_made_and_restored_by_its_passphrase(
    shell: Shell, typed: list[str], tmp_path: Path
) -> None:
    before = shell.json("inbox")
    typed += ["too short", "too short", WORDS, WORDS]
    [made] = shell.json("backup", "--passphrase-prompt")
    assert made["sealed"]
    typed.append("another passphrase")
    other = Shell(tmp_path / "empty machine", shell.capsys)
    _, err = other.run("restore", made["file"], status=1)
    assert "does not open with this passphrase" in err
    typed.append(WORDS)
    other.run("restore", made["file"])
    assert other.json("inbox") == before


def test_a_damaged_copy_is_called_damaged(shell: Shell, typed: list[str]) -> None:
    typed += [WORDS, WORDS, WORDS]
    [made] = shell.json("backup", "--passphrase-prompt")
    file = Path(made["file"])
    file.write_bytes(file.read_bytes()[:-5000])
    _, err = shell.run("restore", str(file), status=1)
    assert "is damaged" in err


def test_the_keychain_is_asked_before_the_person(
    shell: Shell, typed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed += [WORDS, WORDS]
    [made] = shell.json("backup", "--passphrase-prompt")
    keys = MemoryKeychain()
    keys.for_this_run(PASSPHRASE, WORDS)
    monkeypatch.setattr(copies, "Keychain", lambda: keys)
    [done] = shell.json("restore")
    assert done["restored"] == made["file"]
