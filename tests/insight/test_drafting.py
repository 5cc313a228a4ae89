import pytest

from cm_desk.domain.kinds import first
from cm_desk.insight import drafting
from cm_desk.insight.phrases import asks, hedges

SAID = "The grinder is a joy. I tell everyone."


@pytest.mark.parametrize("lang", sorted(drafting.templates()))
@pytest.mark.parametrize("kind", [each.key for each in first()])
def test_first_words_for_every_kind_quote_them_and_ask_nothing(kind: str, lang: str) -> None:
    words = drafting.for_kind(kind, "Priya Raman", SAID, "Mara", lang)
    assert "Priya" in words
    assert SAID in words
    assert words.endswith("Mara")
    assert asks(words, lang) == ()
    if kind == "apology":
        assert hedges(words, lang) == ()


def test_a_kind_of_ones_own_and_a_language_without_words_begin_all_the_same() -> None:
    assert drafting.for_kind("song", "Priya Raman", SAID, "Mara", "ja").startswith("Priya, you")
    assert drafting.for_kind("gift", "Priya Raman", " ", "Mara") == "Priya, Mara"


def test_their_own_quotation_marks_are_single_ones_inside_ours() -> None:
    said = '„Pass gut auf sie auf.“ Sie sagte "ja".'
    words = drafting.draft("silence", "Nils", said, "Mara", "de")
    assert "„‚Pass gut auf sie auf.‘ Sie sagte 'ja'.“" in words
    assert drafting.quoted(said) == said  # what is shown as theirs is theirs to the letter
