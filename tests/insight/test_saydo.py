from datetime import UTC, datetime

from cm_desk.domain import months
from cm_desk.insight.saydo import Month, lanes, since

NOW = datetime(2026, 2, 9, 12, tzinfo=UTC)


def test_both_lanes_have_every_month_of_a_year() -> None:
    counts = [
        (2026, 1, "message", 4),
        (2026, 1, "survey", 1),
        (2026, 1, "boost", 2),
        (2026, 1, "like", 7),
        (2025, 2, "message", 9),  # a year and a month ago: out
    ]
    found = lanes(counts, NOW)
    assert [(each.year, each.month) for each in found[:2]] == [(2025, 3), (2025, 4)]
    assert len(found) == 12
    january, february = found[-2:]
    assert january == Month(2026, 1, (("message", 4), ("survey", 1)), (("like", 7), ("boost", 2)))
    assert (january.total("said"), january.total("done")) == (5, 9)
    assert february == Month(2026, 2)
    assert since(NOW) == months.start((2025, 3))
