from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain.model import Kind
from cm_desk.store.gestures import Gesture
from cm_desk.store.messages import Message
from cm_desk.store.river import Entry
from cm_desk.ui.contact import words
from cm_desk.ui.contact.chart import in_words, last_months
from cm_desk.ui.contact.story import Happened, Mark, Quiet, Story, key
from tests.conftest import NOW


def message(id: int, ago: float) -> Entry:
    at = NOW - timedelta(days=ago)
    said = Message(
        id, 1, 1, "mastodon", 1, "Ada", "@ada@x.example", "", False, False, f"Hello {id}", at,
        Kind.MENTION, "public", "", "", "", "", (), None, None, False, "", str(id), "",
    )  # fmt: skip
    return Entry(at, "message", message=said)


def gesture(id: int, ago: float) -> Entry:
    at = NOW - timedelta(days=ago)
    return Entry(at, "gesture", gesture=Gesture(id, 1, "gift", at))


def told(*entries: Entry, ended: bool = True) -> Story:
    story = Story(NOW)
    story.extend(entries, ended)
    return story


def test_a_month_says_what_it_holds() -> None:
    story = told(message(3, 1), gesture(1, 2), message(2, 3))
    assert words.spoken(story.rows[0], NOW) == ("March 2026. 2 messages · 1 gesture")


def test_a_month_that_may_still_grow_says_no_number() -> None:
    story = told(message(3, 1), message(2, 2), ended=False)
    assert words.spoken(story.rows[0], NOW) == "March 2026"
    assert story.extend([message(1, 3)], True) == 0
    assert words.spoken(story.rows[0], NOW) == "March 2026. 3 messages"


def test_a_silence_stands_between_what_it_parted() -> None:
    story = told(message(2, 1), message(1, 140))
    assert [type(row) for row in story.rows] == [Mark, Happened, Quiet, Mark, Happened]
    assert words.spoken(story.rows[2], NOW) == "4 months of quiet"


def test_somebody_who_went_silent_is_silent_until_today() -> None:
    story = told(message(1, 100))
    assert words.spoken(story.rows[0], NOW) == "3 months of quiet, until today"


def test_a_view_of_one_kind_knows_no_silence() -> None:
    story = Story(NOW, quiets=False)
    story.extend([gesture(1, 300)], True)
    assert [type(row) for row in story.rows] == [Mark, Happened]


@given(st.lists(st.floats(0, 900), max_size=40), st.integers(1, 10))
def test_pages_of_any_size_tell_the_same_story(ages: list[float], size: int) -> None:
    entries = [message(n, ago) for n, ago in enumerate(sorted(ages))]
    paged = Story(NOW)
    for start in range(0, len(entries), size):
        paged.extend(entries[start : start + size], False)
    paged.extend([], True)
    assert paged.rows == told(*entries).rows
    assert len({key(row) for row in paged.rows}) == len(paged.rows)


def test_signals_read_as_one_sentence() -> None:
    assert words.signals("boost", 14, NOW) == "Boosted us 14 times in March"
    assert words.signals("follow", 1, NOW) == "Started to follow us in March"


def test_the_chart_says_its_numbers_in_words() -> None:
    months = last_months([(2026, 2, 3, 1), (2020, 1, 99, 99)], NOW)
    assert months[0][:2] == (2025, 4)
    assert months[-1][:2] == (2026, 3)
    said = in_words(months)
    assert said == ("Last 12 months: 3 from them, 1 from us. Most in February 2026: 4 messages.")
