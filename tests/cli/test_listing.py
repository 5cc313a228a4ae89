"""The list of people, by a command."""

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]


def test_everybody_is_listed_by_closeness_or_as_it_is_asked(shell: Shell) -> None:
    rows = shell.json("people", "--limit", "1000")
    turns = [each["turns"] for each in rows]
    assert turns == sorted(turns, reverse=True)
    assert rows[0]["turns"] > 0
    names = [each["name"] for each in shell.json("people", "--sort", "name", "--limit", "1000")]
    assert len(names) == len(rows) == len({each["id"] for each in rows})
    assert [*reversed(names)] == [
        each["name"]
        for each in shell.json("people", "--sort", "name", "--reverse", "--limit", "999")
    ]


def test_people_are_sifted_in_words_and_counted(shell: Shell) -> None:
    out, err = shell.run("people", "on:mail", "priya")
    assert "Priya Raman" in out
    assert err.startswith("1 of ")
    out, err = shell.run("people", "--sort", "last", "--", "-gesture:none", "on:mastodn")
    assert out == ""
    assert "Did you mean on:mastodon?" in err
    assert "0 of " in err
    _, err = shell.run("people", "--sort", "followers", status=2)
    assert "closeness" in err
