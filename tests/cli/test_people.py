"""Who is who, by commands."""

from datetime import datetime
from typing import Any

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


def test_a_person_is_told_with_what_we_know_of_them_and_where_it_comes_from(shell: Shell) -> None:
    out, _ = shell.run("person", "Priya Raman", "--limit", "1")
    for words in ("she/her", "Repairs", "the kiln is loud", "Leeds", "guessed from", "of 1"):
        assert words in out
    assert " = 100 % (" in out
    [whole, *_] = shell.json("person", "Priya Raman", "--limit", "1")
    assert {each["about"] for each in whole["known"]} >= {"pronouns", "fear", "situation"}
    assert all(each["quote"] for each in whole["known"] if each["about"] != "pronouns")
    assert whole["fields"]["City"] == "Leeds"
    assert len(whole["said_and_done"]) == 12
    assert [each["kind"] for each in whole["moments"]] == ["hurt", "joy"]
    out, _ = shell.run("person", "henrik_a", "--limit", "1")
    assert "Europe/Helsinki, as they told us" in out
    out, _ = shell.run("person", "GRINDSET", "--limit", "1")
    assert "leave alone" in out
    assert "too little to tell from 4 messages" in out


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
    assert len([each for each in out.splitlines() if each[0] != " "]) == len(left)
    assert "A link that their service has checked" in out


def test_a_part_of_a_story_is_told_by_date_kind_and_channel(shell: Shell) -> None:
    def told(*part: str) -> list[dict[str, Any]]:
        _, *entries = shell.json("person", "Priya Raman", "--limit", "200", *part)
        return entries

    def day(entry: dict[str, Any]) -> str:
        return f"{datetime.fromisoformat(entry['at']).astimezone():%Y-%m-%d}"

    whole = told()
    assert {"message", "gesture", "note", "signals"} <= {each["what"] for each in whole}
    notes = told("--kind", "note", "--kind", "gesture")
    assert {each["what"] for each in notes} == {"note", "gesture"}
    mail = told("--on", "mail")
    assert {each["message"]["service"] for each in mail if "message" in each} == {"mail"}
    assert len(mail) < len(whole)
    assert told("--on", "mail:hello@tidewell.example", "--kind", "message") == [
        each for each in mail if each["what"] == "message"
    ]
    days = sorted(map(day, whole))
    middle = days[len(days) // 2]
    assert all(day(each) >= middle for each in told("--since", middle))
    until = told("--until", middle)
    assert until
    assert all(day(each) <= middle for each in until)
    assert any(each.get("parent", {}).get("text") for each in whole)
    assert all("place" not in each for each in whole)


def test_a_part_that_cannot_be_told_says_why(shell: Shell) -> None:
    _, err = shell.run("person", "Priya Raman", "--since", "last summer", status=1)
    assert "“last summer” is no date. Write" in err
    _, err = shell.run("person", "Priya Raman", "--on", "pigeon", status=1)
    assert "There is no service or account “pigeon”." in err
