"""A release is for the letter: whatever the text, only that text is theirs."""

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from cm_desk.domain.times import EPOCH
from cm_desk.store.requests import ASKED, DECLINED, RELEASED, Request, digest, letters

ASKED_FOR = Request(1, 1, "Ada", 1, "Ines", "thank-you", None, "quote", "", "draft", EPOCH)


def released(text: str) -> Request:
    words = letters(text)
    return replace(ASKED_FOR, state=RELEASED, released=words, digest=digest(words))


@given(st.text(max_size=80), st.text(max_size=80))
@example("Ada, thank you.", "Ada, thank you")
@example("Ada, thank you.", "Ada,\u00a0thank you.")
@example("Ada", "Аda")
@example("Ada", "Ada\u200b")
def test_exactly_the_released_letters_may_leave(text: str, other: str) -> None:
    request = released(text)
    assert request.allows(text)
    assert request.allows(request.released)
    assert request.allows(other) is (letters(text) == letters(other))


@given(st.text(max_size=80), st.integers(0, 79), st.characters())
def test_a_letter_more_or_less_is_another_text(text: str, at: int, letter: str) -> None:
    more = text[:at] + letter + text[at:]
    if letters(more) != letters(text):
        assert not released(text).allows(more)
        assert not released(more).allows(text)


@given(st.text(max_size=80))
def test_what_was_not_released_or_has_left_already_may_not_leave(text: str) -> None:
    for state in (ASKED, DECLINED):
        assert not replace(released(text), state=state).allows(text)
    assert not replace(released(text), used_key="k").allows(text)
