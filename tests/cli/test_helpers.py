"""Who helps others, by commands."""

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]


def test_help_is_proposed_confirmed_and_counted(shell: Shell) -> None:
    found = shell.json("acts", "--look")
    assert found
    assert all(each["state"] == "proposed" and each["quote"] for each in found)
    shown = [each for each in found if each["sign"] == "thanked"]
    assert all(each["proof"] and each["shown_by"] for each in shown)
    one = shown[0]
    left = shell.json("acts", "--confirm", str(one["id"]), "--context", "Repairs")
    assert one["id"] not in [each["id"] for each in left]
    board = shell.json("leaderboard", "--month", one["at"][:7], "--context", "Repairs")
    row = next(each for each in board if each["person"] == one["person"])
    assert one["id"] in row["acts"]
    assert row["helped"] == len(row["acts"])
    behind = shell.json("leaderboard", "--month", one["at"][:7], "--acts")
    assert one["quote"] in [each["quote"] for each in behind]


def test_the_board_of_a_quiet_month_says_so(shell: Shell) -> None:
    out, err = shell.run("leaderboard", "--month", "1999-01")
    assert out == ""
    assert "No help was confirmed" in err
    _, err = shell.run("leaderboard", "--month", "soon", status=1)
    assert "is no month" in err
    _, err = shell.run("acts", "--confirm", "999999", status=1)
    assert "There is no act" in err
