"""Promises by commands."""

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]


def test_promises_are_listed_kept_and_moved(shell: Shell) -> None:
    opens = shell.json("promises")
    assert opens
    assert {each["state"] for each in opens} == {"open"}
    assert [each["counts"] for each in opens] == sorted(each["counts"] for each in opens)
    one, two = opens[:2]
    [hit, *_] = shell.json("search", "from:priya lid")
    shell.run("promises", "--keep", str(one["id"]), "--message", str(hit["id"]))
    shell.run("promises", "--move", str(two["id"]), "2031-12-24", "--agreed", str(two["id"]))
    left = {each["id"]: each for each in shell.json("promises")}
    assert one["id"] not in left
    assert left[two["id"]]["due"].startswith("2031-12-24")
    kept = next(each for each in shell.json("promises", "--all") if each["id"] == one["id"])
    assert (kept["state"], kept["proof_id"]) == ("kept", hit["id"])
    shell.run("promises", "--reopen", str(one["id"]))
    shell.run("promises", "--break", str(one["id"]))
    every = {each["id"]: each["by_the_calendar"] for each in shell.json("promises", "--all")}
    assert every[one["id"]] == "broken"
    _, err = shell.run("promises", "--keep", "999999", status=1)
    assert "There is no promise" in err
    _, err = shell.run("promises", "--move", str(two["id"]), "someday", status=1)
    assert "is no day to come" in err


def test_the_share_kept_is_told_by_month_with_its_promises(shell: Shell) -> None:
    months = shell.json("promises", "--months")
    assert months
    assert all(" of " in m["kept_on_time"] or m["kept_on_time"] == "no data yet" for m in months)
    ids = {each["id"] for each in shell.json("promises", "--all") if not each["theirs"]}
    assert {id for each in months for id in each["promises"]} == ids


def test_a_promise_is_made_by_a_day_in_words_and_removed(shell: Shell) -> None:
    make = ("promises", "--make", "Priya Raman", "Say when the courier changes", "in 3 days")
    before = {each["id"] for each in shell.json("promises")}
    made = next(e for e in shell.json(*make) if e["id"] not in before)
    assert (made["who"], made["theirs"]) == ("Priya Raman", False)
    shell.run("promises", "--remove", str(made["id"]))
    assert {each["id"] for each in shell.json("promises")} == before
    _, err = shell.run(*make[:-1], "2001-01-01", status=1)
    assert "is no day to come" in err


def test_what_was_said_is_offered_taken_or_declined(shell: Shell) -> None:
    offers = shell.json("promises", "--offered")
    assert len(offers) >= 2
    first, second = offers[:2]
    shell.run("promises", "--take", str(first["message"]))
    shell.run("promises", "--decline", str(second["message"]))
    left = {each["message"] for each in shell.json("promises", "--offered")}
    assert {first["message"], second["message"]} & left == set()
    taken = [e for e in shell.json("promises", "--all") if e["message_id"] == first["message"]]
    assert [each["quote"] for each in taken] == [first["quote"]]
    _, err = shell.run("promises", "--take", str(second["message"]), status=1)
    assert "offers no promise" in err
