"""Who is who, by commands."""

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]


def test_two_become_one_and_part_again(shell: Shell) -> None:
    [before, *_] = shell.json("person", "Priya Raman")
    [whole] = shell.json("merge", "Priya Raman", "Margaret Ellison")
    assert len(whole["identities"]) == len(before["identities"]) + 1
    out, _ = shell.run("person", "Priya Raman", "--limit", "200")
    assert "joined with Margaret Ellison" in out
    [merge] = shell.json("part", "Priya Raman")
    assert merge["gone_name"] == "Margaret Ellison"
    [after, *_] = shell.json("person", "Priya Raman")
    assert after == before


def test_nobody_is_parted_who_was_not_joined(shell: Shell) -> None:
    _, err = shell.run("part", "Margaret Ellison", status=1)
    assert "was not joined with anybody" in err
    _, err = shell.run("merge", "Priya Raman", "Priya Raman", status=1)
    assert "one person already" in err


def test_suggestions_say_why_and_remember_a_no(shell: Shell) -> None:
    found = shell.json("suggestions")
    assert found
    assert all(each["evidence"] for each in found)
    first = found[0]
    ids = [str(first[each]["identity_id"]) for each in ("left", "right")]
    left = shell.json("suggestions", "--not-same", *ids)
    assert first not in left
    assert first not in shell.json("suggestions")
    out, _ = shell.run("suggestions")
    assert len(out.splitlines()) == 2 * len(left)
