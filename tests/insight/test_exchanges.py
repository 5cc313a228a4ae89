from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.exchanges import Exchange, last

START = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Word:
    number: int
    conversation_id: int
    outgoing: bool

    @property
    def sent_at(self) -> datetime:
        return START + timedelta(minutes=self.number)


def talk(*turns: str, conversation: int = 1) -> list[Word]:
    """ "them" and "us", one a minute."""
    return [Word(n, conversation, turn == "us") for n, turn in enumerate(turns)]


def test_what_they_said_stands_with_what_we_answered() -> None:
    words = talk("them", "us", "them", "them", "us", "us", "them")
    assert last(words) == [
        Exchange(words[6], None),
        Exchange(words[3], words[5], 1),
        Exchange(words[0], words[1]),
    ]


def test_where_we_wrote_first_there_is_only_us() -> None:
    words = talk("us", "us", "them")
    assert last(words) == [Exchange(words[2], None), Exchange(None, words[1])]


def test_conversations_that_run_at_the_same_time_do_not_mix() -> None:
    words = [Word(1, 1, False), Word(2, 2, False), Word(3, 1, True), Word(4, 2, True)]
    assert last(words) == [Exchange(words[1], words[3]), Exchange(words[0], words[2])]


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=30), st.integers(1, 30))
def test_every_word_is_in_one_exchange_at_most_and_the_newest_is_in_the_first(
    said: list[tuple[int, bool]], most: int
) -> None:
    words = [Word(n, talk, ours) for n, (talk, ours) in enumerate(said)]
    found = last(reversed(words), most)
    shown = [each for one in found for each in (one.theirs, one.ours) if each]
    assert len(shown) == len(set(shown))
    assert len(found) <= most
    if words:
        assert words[-1] in (found[0].theirs, found[0].ours)
    for one in found:
        assert one.theirs is None or not one.theirs.outgoing
        assert one.ours is None or one.ours.outgoing
        if one.theirs and one.ours:
            assert one.theirs.sent_at < one.ours.sent_at
