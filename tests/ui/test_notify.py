from datetime import UTC, datetime, time, timedelta

import pytest

from cm_desk.ui.notify import Fresh, Rules, due, is_quiet, plain, rules

ALWAYS = Rules(on=True, quiet=(time(0), time(0)))
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def fresh(number: int, who: str = "Priya Raman") -> Fresh:
    return Fresh(number, 100 + number, who, "The lid cracked", "Tidewell")


def test_off_means_off() -> None:
    assert due([fresh(1)], {}, None, NOW, Rules()) == (None, frozenset())


def test_one_note_per_conversation_until_it_is_read() -> None:
    note, told = due([fresh(1)], {}, None, NOW, ALWAYS)
    assert note is not None
    assert (note.title, note.conversation_id, told) == ("Priya Raman", 1, frozenset({1}))
    assert due([fresh(1)], {1: 101}, None, NOW, ALWAYS)[0] is None


def test_several_are_one_note_and_the_next_waits_ten_minutes() -> None:
    many = [fresh(n, f"Person {n}") for n in range(5)]
    note, told = due(many, {}, None, NOW, ALWAYS)
    assert note is not None
    assert note.title == "5 conversations wait"
    assert note.text == "Person 0, Person 1, Person 2 and 2 more"
    assert (note.conversation_id, len(told)) == (None, 5)
    assert due([fresh(9)], {}, NOW - timedelta(minutes=9), NOW, ALWAYS)[0] is None
    assert due([fresh(9)], {}, NOW - timedelta(minutes=10), NOW, ALWAYS)[0] is not None


@pytest.mark.parametrize(
    ("begin", "finish", "at", "quiet"),
    [
        (time(22), time(7), time(23), True),
        (time(22), time(7), time(6, 59), True),
        (time(22), time(7), time(7), False),
        (time(22), time(7), time(22), True),
        (time(12), time(14), time(13), True),
        (time(12), time(14), time(14), False),
        (time(9), time(9), time(9), False),
    ],
)
def test_quiet_hours(begin: time, finish: time, at: time, quiet: bool) -> None:
    local = datetime.combine(NOW.date(), at, UTC)
    assert is_quiet(Rules(True, (begin, finish)), local) is quiet


def test_settings_become_rules() -> None:
    assert rules("1", "21:30", "06:00") == Rules(True, (time(21, 30), time(6)))
    assert rules("0", "late", "early") == Rules(False)


def test_no_notification_server_reads_markup() -> None:
    shown = plain("<b>Bo</b> & <img src=x>\n" + "x" * 300)
    assert not set("<>&\n") & set(shown)
    assert len(shown) == 120
