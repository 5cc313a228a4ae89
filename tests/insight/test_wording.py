from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.wording import Share, promise, you_share

TUESDAY = date(2025, 10, 14)


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


def test_a_promise_with_a_day_is_noticed() -> None:
    text = "I’m sorry. You’ll get the tracking number from me tomorrow morning. Mara"
    hint = promise(text, TUESDAY)
    assert hint is not None
    assert hint.text == "get the tracking number from me tomorrow morning"
    assert hint.due == date(2025, 10, 15)


def test_days_in_words_become_dates() -> None:
    def due(text: str, lang: str = "en") -> date | None:
        return hint.due if (hint := promise(text, TUESDAY, lang)) else None

    assert due("We'll write by Friday") == date(2025, 10, 17)
    assert due("We will be back on Tuesday") == date(2025, 10, 21)
    assert due("I'll send it within 3 days") == date(2025, 10, 17)
    assert due("Ich schicke es in 2 Wochen", "de") == date(2025, 10, 28)
    assert due("Je vais vous écrire demain", "fr") == date(2025, 10, 15)
    assert due("Te escribiré el viernes", "es") == date(2025, 10, 17)


def test_neither_a_wish_nor_a_day_alone_is_a_promise() -> None:
    assert promise("We'll see what we can do.", TUESDAY) is None
    assert promise("Did it rain on Friday?", TUESDAY) is None
    assert promise("We'll write tomorrow", TUESDAY, "ja") is None


@given(st.text(max_size=400), st.sampled_from(["en", "de", "fr", "es", ""]))
def test_any_draft_can_be_read(text: str, lang: str) -> None:
    promise(text, TUESDAY, lang)
    you_share(text, "Tidewell", lang)
