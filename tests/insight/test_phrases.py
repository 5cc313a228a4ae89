from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.apology import PARTS, Held, missing
from cm_desk.insight.phrases import asks, hedges, owns_up


def test_a_gift_that_asks_is_pointed_at() -> None:
    found = asks("A small surprise for you. Please review us, and use code LOVE10.")
    assert [each.words for each in found] == ["Please review", "use code"]
    assert asks("A small surprise for you. No need to do anything.") == ()
    assert [a.words for a in asks("Danke! Bitte bewerte uns", "de")] == ["Bitte bewerte"]
    assert asks("ありがとう。レビューしてください", "ja") == ()


def test_a_sorry_that_takes_itself_back_is_pointed_at() -> None:
    found = hedges("We are sorry if you were upset, but the courier was late.")
    assert [each.words for each in found] == ["if you", "but"]
    assert hedges("We sent the wrong lid. That was us.") == ()
    assert owns_up("We sent the wrong lid.") is True
    assert owns_up("Mistakes were made.") is False
    assert owns_up("申し訳ございません", "ja") is None


def test_an_apology_closes_when_all_six_parts_are_there() -> None:
    words = Held(happened=True, ours=True, meant=True, plain=True)
    assert missing(words) == ("a step done, with proof", "they were told")
    assert len(PARTS) - len(missing(words)) == 4
    assert missing(Held(True, True, True, True, True, True)) == ()


@given(st.text(max_size=300), st.sampled_from(["en", "de", "fr", "es", "ja", ""]))
def test_any_text_can_be_looked_at(text: str, lang: str) -> None:
    for each in (*asks(text, lang), *hedges(text, lang)):
        assert text[each.start :].startswith(each.words)
    owns_up(text, lang)
