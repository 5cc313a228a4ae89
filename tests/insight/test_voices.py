from datetime import UTC, datetime, timedelta

from cm_desk.insight.voices import Bond, Candidate, deserves, fits, leaders_share, rests_until

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
DAY = timedelta(days=1)
INES = Candidate(1, frozenset({"Repairs"}))
JONAS = Candidate(2, frozenset({"Delivery"}))
TOMAS = Candidate(3, frozenset({"Repairs"}), asked=(NOW - 2 * DAY, NOW - 9 * DAY))


def test_the_least_expected_comes_first_and_who_was_asked_rests() -> None:
    found = fits([TOMAS, JONAS, INES], [2], ["repairs"], NOW)
    assert [each.voice_id for each in found] == [1, 2, 3]
    assert found[0].because == ("never wrote to them before", "knows about Repairs")
    assert found[1].because == ()
    assert found[2].rests_until == NOW + 5 * DAY
    assert [each.is_tired for each in found] == [False, False, True]


def test_a_voice_is_asked_once_a_week_by_default() -> None:
    asked = Candidate(1, frozenset(), asked=(NOW - 7 * DAY,))
    assert rests_until(asked, NOW) is None
    assert rests_until(asked, NOW - DAY) == NOW
    assert rests_until(INES, NOW) is None


def test_a_moment_deserves_a_voice_for_what_the_record_says() -> None:
    reports = [(3, "Again"), (2, "And again"), (1, "It squeaks")]
    loyal = Bond(NOW - 800 * DAY, reports)
    assert [each.because for each in deserves(loyal, NOW)] == [
        "their third report of a fault, and they stayed"
    ]
    assert deserves(Bond(NOW - 20 * DAY, reports), NOW) == ()
    assert [each.because for each in deserves(Bond(NOW - 3660 * DAY), NOW)] == ["10 years with us"]
    [spoilt] = deserves(Bond(NOW, spoilt=[(9, "It’s his party")]), NOW)
    assert spoilt.quotes == ((9, "It’s his party"),)
    assert deserves(Bond(), NOW) == ()


def test_the_share_of_leaders_counts_gestures_with_a_voice() -> None:
    assert leaders_share({1: 3, 2: 5, 3: 2}, [1, 3]) == (5, 10)
    assert leaders_share({}, [1]) == (0, 0)
