"""Occasions by commands."""

from pathlib import Path

import icalendar

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]


def test_what_is_coming_is_listed_with_its_person(shell: Shell) -> None:
    found = shell.json("occasions")
    assert {"birthday"} <= {each["what"] for each in found}
    assert [each["on"] for each in found] == sorted(each["on"] for each in found)
    assert "Priya Raman" in {each["person"] for each in found}
    _, err = shell.run("occasions", "--month", "nonsense", status=1)
    assert "is no month" in err


def test_a_day_is_named_listed_and_forgotten(shell: Shell) -> None:
    named = len(shell.json("occasions", "--named"))
    shell.run("occasions", "--season", "Solstice", "--on", "21 June", "--lead", "10")
    *_, made = sorted(shell.json("occasions", "--named"), key=lambda each: each["id"])
    assert (made["name"], made["kind"], made["lead_days"]) == ("Solstice", "season", 10)
    june = shell.json("occasions", "--month", "2027-06")
    assert "Solstice" in {each["title"] for each in june}
    shell.run("occasions", "--remove", str(made["id"]))
    assert len(shell.json("occasions", "--named")) == named
    _, err = shell.run("occasions", "--remove", "999999", status=1)
    assert "There is no day" in err


def test_a_calendar_file_is_written(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "tidewell.ics"
    shell.run("occasions", "--ics", str(file))
    found = icalendar.Calendar.from_ical(file.read_bytes())
    assert len(found.walk("VEVENT")) > 5
    assert max(map(len, file.read_bytes().split(b"\r\n"))) <= 75
