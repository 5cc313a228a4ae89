"""Calendar files: what RFC 5545 asks of every line, and what a reader finds in them."""

from datetime import UTC, date, datetime

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.text.ics import OCTETS, Entry, calendar, escaped, folded

STAMP = datetime(2026, 11, 26, 4, 30, tzinfo=UTC)
TEXTS = st.text(alphabet=st.characters(), max_size=300)


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


@given(TEXTS, TEXTS)
def test_lines_are_at_most_75_octets_and_no_letter_is_cut(summary: str, note: str) -> None:
    entry = Entry("a@b", date(2026, 12, 24), summary, note, "season", True, False, 14)
    text = calendar([entry], "Tidewell", STAMP)
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= OCTETS
    for line in lines:
        line.decode()
    assert b"\n" not in text.encode().replace(b"\r\n", b"")
    assert f"SUMMARY:{escaped(summary)}\r\n" in unfolded(text) + "\r\n"


def test_what_would_mean_something_is_escaped() -> None:
    assert escaped("a, b; c\\d\ne\r\nf\x07g") == "a\\, b\\; c\\\\d\\ne\\nfg"
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"
    assert [len(piece.encode()) for piece in folded("é" * 60).split("\r\n")] == [74, 47]


def test_a_reader_finds_what_was_written() -> None:
    words = "Geburtstag, 70; Ralf \\ 🎂 " + "ein langer Text, " * 20
    entries = [
        Entry("date-1@desk", date(2027, 2, 28), words, "“Erste Zeile\nzweite”", "birthday",
              yearly=True, leap=True, lead=3),
        Entry("promise-2@desk", date(2026, 12, 1), "Promised: a lid", lead=1),
    ]  # fmt: skip
    found = icalendar.Calendar.from_ical(calendar(entries, "Tidewell", STAMP))
    assert str(found["X-WR-CALNAME"]) == "Tidewell"
    first, second = found.walk("VEVENT")
    assert (str(first["UID"]), str(first["SUMMARY"])) == ("date-1@desk", words)
    assert str(first["DESCRIPTION"]) == "“Erste Zeile\nzweite”"
    assert first["DTSTART"].dt == date(2027, 2, 28)
    rule = {name: list(values) for name, values in first["RRULE"].items()}
    assert rule == {"FREQ": ["YEARLY"], "BYMONTH": [2], "BYMONTHDAY": [-1]}
    assert first["DTSTAMP"].dt == STAMP
    [alarm] = first.walk("VALARM")
    assert alarm["TRIGGER"].dt.days == -3
    assert "RRULE" not in second
    assert found.errors == []
    assert [each.errors for each in found.walk("VEVENT")] == [[], []]
