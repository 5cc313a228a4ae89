"""The rules of today's cards, by commands."""

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]


def test_rules_are_told_in_words_with_their_numbers_and_what_was_decided(shell: Shell) -> None:
    shell.run("today")
    rows = shell.json("rules")
    rules = {each["rule"]: each for each in rows if "rule" in each}
    assert list(rules) == ["hurt", "kept", "helped", "praise", "occasion", "silence", "touch"]
    assert all(each["on"] for each in rules.values())
    assert rules["helped"]["numbers"] == {"helped_days": 60}
    assert "in the last 60 days" in rules["helped"]["says"]
    assert "{quote}" in rules["helped"]["words"]
    assert (rules["helped"]["shown"], rules["helped"]["whys"]) == (0, {})
    limits = {each["limit"]: each["value"] for each in rows if "limit" in each}
    assert limits == {
        "most": 5, "rest_days": 90, "spoke_days": 1, "night_from": 21, "night_until": 8,
        "later_days": 7, "skip_days": 30,
    }  # fmt: skip
    out, _ = shell.run("rules")
    assert "Not shown yet." in out
    assert "rest_days" in out


def test_rules_numbers_and_words_are_changed_and_the_cards_follow(shell: Shell) -> None:
    before = shell.json("today")
    shell.run("rules", "--set", "most", "1")
    [only] = shell.json("today")
    assert only in before
    shell.run("rules", "--off", only["why"]["rule"], "--set", "most", "12")
    after = shell.json("today")
    assert only["person"] not in {each["person"] for each in after}
    shell.run("rules", "--on", only["why"]["rule"])
    mine = "Dear {name}! “{quote}” Yours, {signer}"
    shell.run("rules", *(part for rule in ("helped", "hurt", "silence", "occasion", "kept")
                         for part in ("--words", rule, mine)))  # fmt: skip
    drafts = [each["draft"] for each in shell.json("today")]
    assert any(each.startswith("Dear ") for each in drafts), "in English; others in their language"


def test_a_number_or_word_that_makes_no_sense_is_refused(shell: Shell) -> None:
    _, err = shell.run("rules", "--set", "night_from", "24", status=1)
    assert "0 to 23 o’clock" in err
    _, err = shell.run("rules", "--words", "helped", "Hello {first_name}", status=1)
    assert "Nobody fills {first_name}" in err
    shell.run("rules", "--off", "luck", status=2)
