"""What we gave, and who lends a voice, by commands."""

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]


def test_the_ledger_is_told_whole_by_kind_and_by_person(shell: Shell) -> None:
    every = shell.json("gestures")
    assert {each["kind"] for each in every} > {"gift", "apology"}
    assert all(each["why"] for each in every if each["direction"] == "given")
    gifts = shell.json("gestures", "--kind", "gift")
    assert {each["kind"] for each in gifts} == {"gift"}
    priya = shell.json("gestures", "--of", "Priya Raman")
    assert {each["person"] for each in priya} == {"Priya Raman"}


def test_a_gesture_is_written_down_with_its_reason(shell: Shell) -> None:
    [hit, *_] = shell.json("search", "from:priya lid")
    given = ("give", "Priya Raman", "--message", str(hit["id"]), "--cost", "4.50")
    [made] = shell.json(*given)
    assert (made["kind"], made["cost_cents"], made["message_id"]) == ("thank-you", 450, hit["id"])
    assert made["why"]
    assert shell.json("gestures", "--of", "Priya Raman")[0]["id"] == made["id"]
    _, err = shell.run("give", "Priya Raman", status=1)
    assert "A gesture has a reason" in err
    _, err = shell.run("give", "Margaret Ellison", "--message", str(hit["id"]), status=1)
    assert "has no message" in err


def test_voices_are_listed_and_who_would_be_a_surprise(shell: Shell) -> None:
    known = shell.json("voices")
    assert {each["name"] for each in known} >= {"Ines Carvalho", "Jonas Adeyemi", "Tomás Ruiz"}
    fits = shell.json("voices", "--for", "Priya Raman")
    assert len(fits) == len([each for each in known if not each["left_at"]])
    assert all("because" in each for each in fits)


def test_today_gives_a_card_a_line_with_their_words(shell: Shell) -> None:
    found = shell.json("today")
    assert 1 <= len(found) <= 5
    for each in found:
        assert list(each) == ["person", "why", "gesture", "voice", "door", "draft"]
        assert list(each["why"]) == ["rule", "quote", "message", "at"]
        assert each["why"]["quote"]
        assert each["draft"]
    assert shell.json("today") == found
