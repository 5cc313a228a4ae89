"""What a message was, and the worked example of giving and asking."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.balance import Turn
from cm_desk.insight.intervals import share_text
from cm_desk.insight.turns import Act, gave, said, total

START = datetime(2026, 3, 1, tzinfo=UTC)
GIVE, ASK, NEUTRAL = Turn.GIVE, Turn.ASK, Turn.NEUTRAL


def word(text: str, answers: bool = True, cleared: Sequence[str] = (), lang: str = "en") -> Act:
    return said(text, lang, answers, cleared, START, 1, 1)


@pytest.mark.parametrize(
    ("text", "lang", "turn"),
    [
        ("Turn it a quarter back.", "en", GIVE),
        ("Use code LOVE10 this week.", "en", ASK),
        ("Please review us when you have a minute.", "", ASK),
        ("Mit dem Code LIEBE sparst du.", "de", ASK),
        ("Utilisez le code AMOUR.", "fr", ASK),
        ("No need to do anything.", "en", GIVE),
    ],
)
def test_an_answer_gives_and_a_call_to_act_asks(text: str, lang: str, turn: Turn) -> None:
    assert word(text, lang=lang).turn is turn


def test_a_word_to_nobody_that_asks_nothing_is_neither() -> None:
    assert word("The bench is closed on Monday.", answers=False).turn is NEUTRAL
    assert word("Order now, only today.", answers=False).turn is ASK


def test_what_somebody_said_asks_nothing_is_no_ask() -> None:
    text = "Please share your order number, and I will look."
    assert word(text).phrases == ("Please share",)
    assert word(f"@ada {text}", cleared=[text]).turn is GIVE
    assert word(f"{text} Use code X.", cleared=["Something else"]).turn is ASK
    assert word(text, cleared=[""]).turn is ASK


LOG = [
    *(GIVE, GIVE, GIVE, ASK, GIVE, NEUTRAL, GIVE, GIVE, ASK),
    *(GIVE, ASK, GIVE, NEUTRAL, GIVE),
]


def act(number: int, turn: Turn) -> Act:
    at = START + timedelta(days=number)
    if turn is GIVE:
        return gave("thank-you", "why", at, 1, None)
    return Act(at, turn, "", "text", 1, number, ("use code",) if turn is ASK else ())


def test_the_worked_example_nine_gives_and_three_asks() -> None:
    """9 gives, 3 asks = 75 % (47–91 %), 2 since the last ask: 1 more first."""
    found = total([act(n, turn) for n, turn in enumerate(LOG)], 3)
    balance = found.balance
    assert (balance.gives, balance.asks, balance.since, balance.more) == (9, 3, 2, 1)
    assert share_text(balance.gives, 12) == "9 of 12 = 75 % (47–91 %)"
    assert found.per_ask == 3
    assert found.gives == (("thank-you", 9),)
    assert len(found.acts) == 12


def test_another_habit_of_the_house() -> None:
    acts = [act(n, turn) for n, turn in enumerate(LOG)]
    assert total(acts, 0).balance.more == 0
    assert total(acts, 5).balance.more == 3
    assert total([], 3).per_ask is None


@given(st.permutations(LOG))
def test_the_order_in_which_they_are_told_does_not_matter(turns: list[Turn]) -> None:
    acts = [act(n, turn) for n, turn in enumerate(turns)]
    assert total(acts, 3) == total(acts[::-1], 3)
