from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.wording import Share, you_share


def test_whom_a_draft_is_about() -> None:
    proud = you_share("We are proud of our new store. Acme has won. Visit us.", "Acme")
    assert proud == Share(0, 4)
    assert proud.of_you == 0.0
    kept = you_share("You asked, and your idea is in. We kept your name on it.", "Acme")
    assert kept is not None
    assert kept.of_you == 0.75
    assert you_share("Hello!", "Acme") is None


def test_a_word_with_an_apostrophe_counts_by_its_first_half() -> None:
    assert you_share("You’ll see, we’re here", "Acme") == Share(1, 1)


def test_languages_without_a_list_get_no_number() -> None:
    assert you_share("私たちは", "Acme", "ja") is None
    assert you_share("Wir freuen uns auf dich", "Acme", "de-AT") == Share(1, 2)


@given(st.text(max_size=400), st.sampled_from(["en", "de", "fr", "es", ""]))
def test_any_draft_can_be_read(text: str, lang: str) -> None:
    you_share(text, "Tidewell", lang)
