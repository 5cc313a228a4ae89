"""Staying in touch by commands."""

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]


def test_who_is_due_is_listed_and_a_call_moves_the_day(shell: Shell) -> None:
    known = shell.json("touch", "--all")
    assert {each["person"] for each in known} >= {"Henrik Aalto"}
    due = shell.json("touch")
    assert {each["state"] for each in due} <= {"red", "yellow", "never"}
    assert "Henrik Aalto" in {each["person"] for each in due}
    called = ("--log", "call", "--at", "yesterday", "--note", "The balcony")
    [henrik] = shell.json("touch", "henrik.aalto@posti.example", *called)
    assert henrik["state"] == "green"
    assert "Henrik Aalto" not in {each["person"] for each in shell.json("touch")}


def test_a_wish_is_set_put_off_and_taken_away(shell: Shell) -> None:
    [priya] = shell.json("touch", "Priya Raman", "--every", "two months")
    assert (priya["every_days"], priya["longest_days"]) == (60, 90)
    [later] = shell.json("touch", "Priya Raman", "--later", "2w")
    assert later["later"]
    assert shell.json("touch", "Priya Raman", "--never") == []
    _, err = shell.run("touch", "Priya Raman", "--every", "now and then", status=1)
    assert "is no rhythm" in err
    _, err = shell.run("touch", "Priya Raman", "--later", "2w", status=1)
    assert "There is no wish" in err
    _, err = shell.run("touch", "--every", "weekly", status=1)
    assert "Whom is it about?" in err
