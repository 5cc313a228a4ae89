from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.archives.moments import Moments, is_moment, order_of, zone_of

NOON = datetime(2020, 2, 13, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2020-02-13T12:30:00Z",
        "2020-02-13 12:30",
        "2020-02-13 12:30:00 UTC",
        "2020-02-13 14:30 +0200",
        "2020-02-13T13:30:00+01:00",
        "2020/02/13 12:30",
        "13.02.2020 12:30",
        "13.02.20, 12.30",
        "13/02/2020 12:30 PM",
        "13 Feb 2020 12:30",
        "Feb 13, 2020 12:30 p.m.",
        "Thu, 13 Feb 2020 12:30:00 +0000",
        "Thursday, February 13, 2020 at 12:30 GMT",
        "13. Februar 2020 12:30 Uhr",
        "13 févr. 2020 à 12:30",
        "13 de febrero de 2020 12:30",
        "13 lutego 2020, 12:30",
        "13 февраля 2020 г., 12:30",
        "2020年2月13日 12:30",
        "2020년 2월 13일 오후 12:30",
        "13.02.2020 13:30 MEZ",
        "2020-02-13 07:30 EST",
        "1581597000",
        "1581597000000",
        "43874.520833333336",
    ],
)
def test_dates_are_read_as_people_and_programs_write_them(text: str) -> None:
    assert Moments("dmy", UTC).read(text) == NOON
    assert is_moment(text)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "12", "2020-13-45", "31/31/2020", "0000-00-00", "99:99", "1" * 500]
)
def test_what_is_no_date_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Moments("dmy", UTC).read(text)
    assert not is_moment(text)


def test_a_column_tells_which_number_is_the_day() -> None:
    assert order_of(["01/02/2020", "13/02/2020"]) == ("dmy", True)
    assert order_of(["01/02/2020", "02/13/2020"]) == ("mdy", True)
    assert order_of(["2020-01-02"]) == ("dmy", True)  # nothing to be told
    assert order_of(["28.02.20", "01.03.20", "02.03.20"]) == ("dmy", True)
    assert order_of(["02/01/20", "02/02/20", "02/03/20", "03/01/20"]) == ("mdy", False)


def test_a_zone_is_said_by_the_date_or_by_the_person() -> None:
    berlin = zone_of("Europe/Berlin")
    assert Moments("dmy", berlin).read("13.02.2020 13:30") == NOON
    assert Moments("dmy", berlin).read("13.07.2020 14:30").hour == 12  # summer
    assert Moments("dmy", berlin).read("2020-02-13 12:30 UTC") == NOON
    assert zone_of("") is None
    for name in ("+02:00", "UTC+2", "utc+02"):
        assert Moments("dmy", zone_of(name)).read("13.02.2020 14:30") == NOON
    for odd in ("Mars/Olympus", "../../etc/passwd", "noon"):
        with pytest.raises(ValueError, match="zone"):
            zone_of(odd)


FORMS = ("%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d %B %Y, %H:%M:%S", "%B %d %Y %I:%M:%S %p")


@given(st.datetimes(datetime(1971, 1, 1), datetime(2090, 1, 1)), st.sampled_from(FORMS))  # noqa: DTZ001
def test_every_date_comes_back(moment: datetime, form: str) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert Moments("dmy", UTC).read(moment.strftime(form)) == moment


@given(st.text(max_size=60) | st.from_regex(r"[\d./: ,-]{1,30}", fullmatch=True))
def test_any_text_is_a_date_or_none(text: str) -> None:
    try:
        found = Moments("mdy", UTC).read(text)
    except (ValueError, OverflowError):
        return
    assert found.utcoffset() == timedelta()
