from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from cm_desk.domain.model import Kind
from cm_desk.store.activity import Active
from cm_desk.store.gestures import Gesture
from cm_desk.store.messages import Message
from cm_desk.store.river import Entry
from cm_desk.ui.contact import words
from cm_desk.ui.contact.chart import in_words, last_months
from cm_desk.ui.contact.model import StoryModel
from cm_desk.ui.contact.story import Happened, Mark, Quiet, key, told
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


def test_a_month_says_what_it_holds() -> None:
    rows = told([message(3, 1), gesture(1, 2), message(2, 3)], NOW)
    assert words.spoken(rows[0], NOW) == ("March 2026. 2 messages · 1 gesture")


def test_a_month_that_may_still_grow_says_no_number() -> None:
    some = [message(3, 1), message(2, 2)]
    assert words.spoken(told(some, NOW, ended=False)[0], NOW) == "March 2026"
    assert words.spoken(told(some, NOW, begun=False)[0], NOW) == "March 2026"
    assert words.spoken(told([*some, message(1, 3)], NOW)[0], NOW) == "March 2026. 3 messages"


def test_a_month_between_two_others_is_whole_wherever_the_piece_is_cut() -> None:
    some = [message(3, 1), message(2, 20), message(1, 40)]
    rows = told(some, NOW, begun=False, ended=False)
    assert [row.whole for row in rows if isinstance(row, Mark)] == [False, True, False]


def test_a_silence_stands_between_what_it_parted() -> None:
    rows = told([message(2, 1), message(1, 140)], NOW)
    assert [type(row) for row in rows] == [Mark, Happened, Quiet, Mark, Happened]
    assert words.spoken(rows[2], NOW) == "4 months of quiet"


def test_somebody_who_went_silent_is_silent_until_today() -> None:
    rows = told([message(1, 100)], NOW)
    assert words.spoken(rows[0], NOW) == "3 months of quiet, until today"
    assert isinstance(told([message(1, 100)], NOW, begun=False)[0], Mark)


def test_a_view_of_one_kind_knows_no_silence() -> None:
    rows = told([gesture(1, 300)], NOW, quiets=False)
    assert [type(row) for row in rows] == [Mark, Happened]


@given(st.lists(st.floats(0, 900), max_size=40), st.booleans(), st.booleans())
def test_no_two_rows_are_the_same_thing(ages: list[float], begun: bool, ended: bool) -> None:
    """Also where two things of one moment came in another order than their times."""
    entries = [message(n, ago) for n, ago in enumerate(ages)]
    rows = told(entries, NOW, begun, ended)
    assert [row.entry for row in rows if isinstance(row, Happened)] == entries
    months = [(row.year, row.month) for row in rows if isinstance(row, Mark)]
    assert months == sorted(set(months), reverse=True)
    assert len({key(row) for row in rows}) == len(rows)


pieces = st.lists(st.sets(st.integers(0, 60), max_size=40), min_size=2, max_size=6)


@given(pieces, st.booleans(), st.booleans())
def test_whatever_comes_and_goes_the_model_shows_what_it_was_told(
    pieces: list[set[int]], begun: bool, ended: bool
) -> None:
    owner = QObject()
    model = StoryModel(owner, lambda: NOW)
    heard = Heard(model)
    for each in pieces:
        rows = told([message(n, n * 7) for n in sorted(each)], NOW, begun, ended)
        model.show(rows)
        assert [model.row(n) for n in range(model.rowCount())] == rows
        assert heard.keys == [key(row) for row in rows]
    assert heard.resets == 0


class Heard:
    """A view of the model that knows only what the model tells."""

    def __init__(self, model: StoryModel) -> None:
        self._model, self.resets = model, 0
        self.keys: list[object] = []
        model.rowsInserted.connect(self._insert)
        model.rowsRemoved.connect(self._remove)
        model.modelReset.connect(self._reset)

    def _insert(self, _parent: object, first: int, last: int) -> None:
        self.keys[first:first] = [self._model.key_of(n) for n in range(first, last + 1)]

    def _remove(self, _parent: object, first: int, last: int) -> None:
        del self.keys[first : last + 1]

    def _reset(self) -> None:
        self.resets += 1


def test_signals_read_as_one_sentence() -> None:
    assert words.signals("boost", 14, NOW) == "Boosted us 14 times in March"
    assert words.signals("follow", 1, NOW) == "Started to follow us in March"


def test_the_chart_says_its_numbers_in_words() -> None:
    months = last_months(
        [Active(2026, 2, 1, 1, 1), Active(2026, 2, 2, 2, 0), Active(2020, 1, 1, 99, 99)], NOW
    )
    assert months[0][:2] == (2025, 4)
    assert months[-1][:2] == (2026, 3)
    said = in_words(months)
    assert said == ("Last 12 months: 3 from them, 1 from us. Most in February 2026: 4 messages.")
