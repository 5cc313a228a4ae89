"""Who helps others, by commands."""

from pathlib import Path

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
    [row] = [each for each in board if one["id"] in each["acts"]]
    assert row["person"] == one["person"]
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


def test_badges_say_what_they_are_for_and_are_awarded_with_a_reason(shell: Shell) -> None:
    known = shell.json("badges")
    assert all(each["words"] for each in known)
    for each in shell.json("acts", "--look"):
        shell.run("acts", "--confirm", str(each["id"]))
    one = shell.json("badges", "--suggested")[0]
    act = str(one["acts"][0]["id"])
    given = ("badges", "--award", one["badge"], "--to", one["person"], "--act", act)
    _, err = shell.run(*given, status=1)
    assert "has a reason" in err
    [made] = shell.json(*given, "--reason", "You took the fear out of it.")
    assert (made["badge"], made["reason"]) == (one["badge"], "You took the fear out of it.")
    assert made["quote"] == one["acts"][0]["quote"]
    story, _ = shell.run("person", one["person"])
    assert "You took the fear out of it." in story


def test_the_shared_page_names_only_who_agreed(shell: Shell, tmp_path: Path) -> None:
    rows = shell.json("share")
    named = {each["person"] for each in rows if each["named"]}
    out = {each["person"]: each["why"] for each in rows if not each["named"]}
    assert "Kwame Mensah" in named
    assert out["Ben Okafor"] == "was never asked"
    file = tmp_path / "thanks.html"
    shell.run("share", str(file))
    text = file.read_text("utf-8")
    assert "Kwame Mensah" in text
    assert "Ben Okafor" not in text
    [consent] = shell.json("consents", "Kwame Mensah")
    assert consent["words"] == "Put it up. And yes, please, introduce away."
    shell.run("consents", "Kwame Mensah", "--withdraw", str(consent["id"]))
    assert "Kwame Mensah" not in {each["person"] for each in shell.json("share") if each["named"]}
    _, err = shell.run("consents", "Kwame Mensah", "--allow", "named", status=1)
    assert "their own words are missing" in err


def test_introductions_are_suggested_noted_and_looked_back_at(shell: Shell) -> None:
    known = shell.json("introductions")
    assert {each["stage"] for each in known} == {"introduced", "idea"}
    pairs = shell.json("introductions", "--suggested")
    assert pairs
    assert all(len(each["quotes"]) == 2 and each["because"] for each in pairs)
    after = shell.json("introductions", "--take", "1")
    [idea] = [each for each in after if each["people"] == pairs[0]["people"]]
    [draft] = shell.json("introductions", "--draft", str(idea["id"]))
    assert pairs[0]["people"][1].split()[0] not in draft["draft"]
    _, err = shell.run("introductions", "--yes", str(idea["id"]), status=1)
    assert "Nobody was asked" in err
    _, err = shell.run("introductions", "--take", "99", status=1)
    assert "no suggestion 99" in err


def test_giving_and_asking_is_told_by_account_month_and_person(shell: Shell) -> None:
    months = shell.json("balance")
    assert months
    assert all(" of " in each["share"] for each in months)
    one = months[0]
    same = shell.json("balance", "--month", one["month"], "--account", one["account"])
    assert one in same
    acts = shell.json("balance", "--month", one["month"], "--account", one["account"], "--acts")
    assert len(acts) == one["gives"] + one["asks"]
    [priya] = shell.json("balance", "--of", "Priya Raman")
    assert priya["gives"] >= 3
    [stricter] = shell.json("balance", "--of", "Priya Raman", "--first", "99")
    assert stricter["more_first"] == 99 - stricter["since_last_ask"]


def test_rewards_are_given_from_a_shelf_for_an_act(shell: Shell) -> None:
    before = {each["name"]: each["left"] for each in shell.json("rewards")}
    [row, *_] = shell.json("leaderboard")
    name = next(name for name, left in before.items() if left)
    give = ("rewards", "--give", name, "--act", str(row["acts"][0]), "--to")
    person = "Kwame Mensah"
    _, err = shell.run(*give, person, status=1)
    assert "something they did" in err
    kwame = next(each for each in shell.json("leaderboard") if each["person"] == person)
    good = ("rewards", "--give", name, "--act", str(kwame["acts"][0]), "--to", person)
    after = {each["name"]: each["left"] for each in shell.json(*good)}
    assert after[name] == before[name] - 1
    drawn = shell.json("rewards", "--draw", "2026-11", "Ada", "Ben", "Cleo", "Dev")
    assert [each["name"] for each in drawn] == ["Cleo", "Ada", "Ben", "Dev"]


def test_the_note_of_a_month_names_only_who_agreed(shell: Shell) -> None:
    board = shell.json("leaderboard", "--acts")
    month = next(each for each in board if each["person"] == "Kwame Mensah")["at"][:7]
    [note] = shell.json("credit", "--month", month)
    assert "Kwame Mensah" in note["text"]
    assert "Ben Okafor" not in note["text"]
    assert len(note["acts"]) == len(note["text"].splitlines()) - 1
