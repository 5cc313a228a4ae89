"""Apologies and the requests to voices, by commands."""

from pathlib import Path

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]


def test_open_apologies_are_listed_with_what_is_missing(shell: Shell) -> None:
    [one] = shell.json("apologies")
    assert one["person"] == "Łukasz Nowak"
    assert one["late"] is True
    assert one["lacks"] == ["a step done, with proof", "they were told"]
    assert [each["proven"] for each in one["steps"]] == [True, True, False]
    out, _ = shell.run("apologies", "--of", "Łukasz")
    assert "missing: a step done, with proof; they were told" in out
    _, err = shell.run("apologies", "--close", str(one["id"]), status=1)
    assert "It is not whole yet" in err
    _, err = shell.run("apologies", "--close", str(one["id"]), "--word", "I stop counting.")
    assert "Apology closed." in err
    [closed] = shell.json("apologies", "--all")
    assert closed["word"] == "I stop counting."
    assert shell.json("apologies", "--reopen", str(one["id"]))[0]["closed_at"] is None
    _, err = shell.run("apologies", "--close", "999", status=1)
    assert "There is no apology 999" in err


def test_an_apology_begins_with_a_message_of_theirs(shell: Shell) -> None:
    hurt = shell.json("search", "lid cracked from:priya")[0]
    _, err = shell.run("apologies", "--begin", str(hurt["id"]))
    assert "Apology begun." in err
    _, err = shell.run("apologies", "--begin", str(hurt["id"]))
    assert "open one already" in err
    assert any("lid cracked" in each["quote"] for each in shell.json("apologies"))
    _, err = shell.run("apologies", "--begin", "1", status=1)
    assert "Nobody said message 1" in err


def test_a_voice_answers_by_command_and_only_what_they_released_is_kept(shell: Shell) -> None:
    [asked] = [each for each in shell.json("requests") if each["state"] == "asked"]
    page, _ = shell.run("requests", "--page", str(asked["id"]))
    assert asked["draft"] in page
    shell.run("requests", "--answer", str(asked["id"]), "Ja, gerne")
    [released] = [e for e in shell.json("requests") if e["id"] == asked["id"]]
    assert (released["state"], released["released"]) == ("released", asked["draft"])
    shell.run("requests", "--answer", str(asked["id"]), "no")
    [declined] = [e for e in shell.json("requests") if e["id"] == asked["id"]]
    assert (declined["state"], declined["released"]) == ("declined", "")
    out, _ = shell.run("person", "@zanele.example", "--kind", "gesture")
    assert "first time from Jonas Adeyemi, VP Support" in out


def test_a_kit_is_written_for_who_agreed_only(shell: Shell, tmp_path: Path) -> None:
    known = shell.json("ambassadors")
    yes = next(each for each in known if each["agreed_at"])
    no = next(each for each in known if not each["agreed_at"])
    file = tmp_path / "kit.html"
    _, err = shell.run("ambassadors", "--kit", str(no["id"]), str(file), status=1)
    assert "has not agreed" in err
    assert not file.exists()
    shell.run("ambassadors", "--kit", str(yes["id"]), str(file))
    assert yes["platform"] in file.read_text("utf-8")
