from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain.introductions import (
    Course,
    Stage,
    answer,
    ask,
    introduce,
    lapse,
    look_back,
)

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_name_crosses_only_after_two_yeses() -> None:
    course = Course()
    for step, named in (
        ("ask", False),
        ("yes", False),
        ("ask", False),
        ("yes", True),
        ("introduce", True),
    ):
        found = taken(course, step, NOW)
        assert found
        course = found
        assert course.may_name is named
    assert course == Course(Stage.INTRODUCED, NOW)


def test_an_answer_takes_fourteen_days_at_most_and_nobody_is_reminded() -> None:
    asked = Course(Stage.ASKED_FIRST, NOW)
    assert lapse(asked, NOW + 14 * DAY) == asked
    assert lapse(asked, NOW + 15 * DAY) == Course(Stage.LAPSED, NOW + 14 * DAY)
    assert ask(Course(Stage.LAPSED, NOW), NOW) is None


def test_after_thirty_days_we_look_whether_it_did_them_good() -> None:
    done = Course(Stage.INTRODUCED, NOW)
    assert not look_back(done, NOW + 29 * DAY)
    assert look_back(done, NOW + 30 * DAY)
    assert not look_back(Course(Stage.BOTH_YES, NOW), NOW + 99 * DAY)


@given(st.lists(st.sampled_from(["ask", "yes", "no", "introduce", "wait"]), max_size=12))
def test_no_course_names_anybody_without_both(steps: list[str]) -> None:
    course, yeses, at = Course(), 0, NOW
    for each in steps:
        at += DAY * (20 if each == "wait" else 1)
        course = lapse(course, at)
        found = taken(course, each, at)
        yeses += each == "yes" and found is not None
        course = found or course
        assert not course.may_name or yeses == 2


def taken(course: Course, step: str, at: datetime) -> Course | None:
    match step:
        case "ask":
            return ask(course, at)
        case "introduce":
            return introduce(course, at)
        case "yes" | "no":
            return answer(course, step == "yes", at)
    return None
