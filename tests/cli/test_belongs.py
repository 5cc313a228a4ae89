"""What belongs to a person, by commands."""

from pathlib import Path

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]


def test_erasing_looks_first_and_then_leaves_nothing(shell: Shell) -> None:
    [plan] = shell.json("erase", "Priya Raman")
    assert plan["erased"] is False
    assert plan["goes"]["Messages"] > 5
    out, _ = shell.run("erase", "Priya Raman")
    assert "Nothing was changed" in out
    assert shell.json("person", "Priya Raman")
    out, err = shell.run("erase", "Priya Raman", "--yes")
    assert "Erased. Looked for" in out
    assert "Writing the store anew" in err
    assert not [x for x in out.splitlines()[1:] if " found in " in x and x.split()[0] != "0"]
    _, err = shell.run("person", "Priya Raman", status=1)
    assert "Nobody is called" in err
    shell.run("sync", "--history")
    shell.run("person", "Priya Raman", status=1)


def test_a_mirror_is_written_twice_the_same(shell: Shell, tmp_path: Path) -> None:
    [once] = shell.json("mirror", "Priya Raman", str(tmp_path / "a"))
    [twice] = shell.json("mirror", "Priya Raman", str(tmp_path / "b"))
    assert once["sha256"] == twice["sha256"]
    assert sum(once["by_kind"].values()) == once["entries"] > 20
    out, _ = shell.run("mirror", "Priya Raman", str(tmp_path / "c"))
    assert "people blacked out" in out


def test_texts_are_kept_for_some_months_after_a_look(shell: Shell) -> None:
    account = shell.json("accounts")[0]["key"]
    [looked] = shell.json("keep", account, "6")
    assert looked["messages"] > 10
    out, _ = shell.run("keep", account, "6")
    assert "Nothing was changed" in out
    [done] = shell.json("keep", account, "6", "--yes", "--spare")
    assert 0 < done["removed"] <= looked["messages"]
    [again] = shell.json("keep", account, "6")
    assert again["messages"] == looked["messages"] - done["removed"]
    out, _ = shell.run("keep", account, "--for-ever")
    assert "for ever" in out
