"""The same words in two places."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.echoes import WINDOW_MS, Echoes, Heard, Said

LONG = "Restored the old grinder my uncle left me, and it sings again"
HOUR = 3_600_000


def heard(*said: tuple[int, int, str]) -> list[Heard]:
    """(identity, hour, words), from old to new."""
    messages = [Said(n, who, hour * HOUR, words) for n, (who, hour, words) in enumerate(said, 1)]
    ears = Echoes()
    return [*ears.hear(messages), *ears.rest()]


def test_links_signs_and_capitals_make_no_difference() -> None:
    words = f"{LONG.upper()} 🎶 https://kiln.example/17 @friend@x.example"
    assert heard((7, 0, LONG), (3, 2, words)) == [Heard(3, 7, 2, 1)]


def test_short_words_and_words_of_weeks_later_are_no_echo() -> None:
    assert heard((1, 0, "Good morning everybody"), (2, 1, "Good morning everybody")) == []
    assert heard((1, 0, LONG), (2, WINDOW_MS // HOUR + 1, LONG)) == []


def test_what_goes_round_is_nobodys() -> None:
    assert heard(*((who, who, LONG) for who in range(1, 4))) == []


def test_the_same_person_twice_is_no_echo() -> None:
    assert heard((1, 0, LONG), (1, 5, LONG)) == []


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 200), st.sampled_from("abcd"))))
def test_nothing_is_kept_beyond_its_days(said: list[tuple[int, int, str]]) -> None:
    def messages() -> Iterable[Said]:
        for n, (who, hour, letter) in enumerate(sorted(said, key=lambda each: each[1])):
            yield Said(n, who, hour * HOUR, LONG + letter)

    ears = Echoes()
    found = list(ears.hear(messages()))
    latest = max((hour for _, hour, _ in said), default=0) * HOUR
    kept = [each for group in ears._open.values() for each in group]
    assert all(latest - each.at_ms <= 2 * WINDOW_MS for each in kept)
    found += ears.rest()
    assert ears._open == {}
    assert all(each.a < each.b for each in found)
