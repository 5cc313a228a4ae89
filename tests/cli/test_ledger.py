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


def test_kinds_and_the_table_of_the_ledger(shell: Shell) -> None:
    kinds = shell.json("gestures", "kinds")
    assert {"key", "label", "letter", "turn", "quotes", "hidden"} <= set(kinds[0])
    assert len(kinds) >= 13
    table, _ = shell.run("gestures", "csv", "--of", "Priya Raman")
    assert table.splitlines()[0].startswith("date,person,kind")
    ledger = shell.json("gestures", "--of", "Priya Raman", "--limit", "1000")
    months = {each["at"][:7] for each in ledger}
    assert [e["id"] for m in sorted(months)[::-1] for e in shell.json("gestures", "--month", m)]
    assert shell.json("gestures", "--no-back", "--of", "Priya Raman")
    assert "is no month" in shell.run("gestures", "--month", "March", status=1)[1]


def test_what_they_gave_and_what_passed_between_people(shell: Shell) -> None:
    shell.json("give", "Priya Raman", "--received", "--kind", "gift", "--note", "A mug")
    [mug, *_] = shell.json("gestures", "--received")
    assert (mug["note"], mug["voice"], mug["direction"]) == ("A mug", "", "received")
    why = ("--why", "They met over burrs", "--kind", "favour")
    [between] = shell.json("give", "Priya Raman", "--to", "Margaret Ellison", *why)
    assert (between["direction"], between["other_id"] is not None) == ("between", True)
    assert between["id"] in [e["id"] for e in shell.json("gestures", "--of", "Margaret Ellison")]


def test_above_the_allowance_a_line_is_asked(shell: Shell) -> None:
    mara = ("--giver", "Mara Lindqvist")
    shell.json("budget", *mara, "--set", "25", "--kind", "gift")
    gift = ("give", "Priya Raman", "--kind", "gift", "--cost", "35", "--why", "Her lid broke")
    assert "more than may be given" in shell.run(*gift, status=1)[1]
    asked = ("Priya Raman", "--cost", "35", "--why", "Her lid broke twice", *mara)
    [line] = shell.json("budget-request", *asked)
    assert line["line"] == (
        "Mara Lindqvist asks: 35 EUR for a gift to Priya Raman."
        " Why: Her lid broke twice. Yes or no?"
    )
    [answered] = shell.json("budget-request", "--answer", str(line["id"]), "Yes, of course")
    assert (answered["state"], answered["answer"]) == ("granted", "Yes, of course")
    shell.json(*gift)
    spent = shell.json("budget", *mara)
    assert [each["cents"] for each in spent if each["who"] == "Priya Raman"] == [3500]
