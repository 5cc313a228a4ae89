from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.pledges import day_ahead, pledge

TUESDAY = date(2025, 10, 14)
LANGS = st.sampled_from(["en", "de", "fr", "es", ""])


def test_a_promise_with_a_day_is_noticed() -> None:
    text = "I’m sorry. You’ll get the tracking number from me tomorrow morning. Mara"
    hint = pledge(text, TUESDAY)
    assert hint is not None
    assert hint.text == "get the tracking number from me tomorrow morning"
    assert hint.due == date(2025, 10, 15)


def test_days_in_words_become_dates() -> None:
    def due(text: str, lang: str = "en") -> date | None:
        return hint.due if (hint := pledge(text, TUESDAY, lang)) else None

    assert due("We'll write by Friday") == date(2025, 10, 17)
    assert due("We will be back on Tuesday") == date(2025, 10, 21)
    assert due("I'll send it within 3 days") == date(2025, 10, 17)
    assert due("Ich schicke es in 2 Wochen", "de") == date(2025, 10, 28)
    assert due("Je vais vous écrire demain", "fr") == date(2025, 10, 15)
    assert due("Te escribiré el viernes", "es") == date(2025, 10, 17)


def test_neither_a_wish_nor_a_day_alone_is_a_pledge() -> None:
    assert pledge("We'll see what we can do.", TUESDAY) is None
    assert pledge("Did it rain on Friday?", TUESDAY) is None
    assert pledge("We'll write tomorrow", TUESDAY, "ja") is None


@pytest.mark.parametrize(
    ("text", "lang", "due"),
    [
        ("I'll look into it by Friday.", "en", date(2025, 10, 17)),
        ("Thanks. I’m going to ask the bench and we’ll tell you by 24 December.", "en",
         date(2025, 12, 24)),
        ("We will have it ready on December 3rd, 2025", "en", date(2025, 12, 3)),
        ("I will write by the end of the week", "en", date(2025, 10, 17)),
        ("We’ll settle this before the end of the month", "en", date(2025, 10, 31)),
        ("I promise an answer the day after tomorrow", "en", date(2025, 10, 16)),
        ("I'll come back to you after the weekend.", "en", date(2025, 10, 20)),
        ("I'll send it on 2026-01-05", "en", date(2026, 1, 5)),
        ("Ich melde mich bis Freitag bei dir.", "de", date(2025, 10, 17)),
        ("Das schaue ich mir an, morgen melde ich mich.", "de", date(2025, 10, 15)),
        ("Wir kümmern uns darum, versprochen, bis 24. Dezember.", "de", date(2025, 12, 24)),
        ("Wir schicken es Ihnen bis zum 3.11. los", "de", date(2025, 11, 3)),
        ("Sie bekommen die Antwort bis Ende der Woche", "de", date(2025, 10, 17)),
        ("Ich werde übermorgen anrufen", "de", date(2025, 10, 16)),
    ],
)  # fmt: skip
def test_what_people_write_becomes_a_day(text: str, lang: str, due: date) -> None:
    hint = pledge(text, TUESDAY, lang)
    assert hint is not None
    assert hint.due == due
    assert hint.sentence.strip(".") in text


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Will you be in on Friday?", "en"),
        ("We will see you on Friday!", "en"),
        ("We’ll be closed tomorrow.", "en"),
        ("I won’t promise anything, and I will not write today.", "en"),
        ("> I'll send it tomorrow\nThank you", "en"),
        ("I’ll tell you about 12 March 1990 one day", "en"),
        ("Ich werde morgen nicht da sein", "de"),
        ("Wir sehen uns am Freitag", "de"),
    ],
)
def test_what_is_no_promise_is_not_offered(text: str, lang: str) -> None:
    assert pledge(text, TUESDAY, lang) is None


def test_what_they_will_do_is_theirs_and_what_we_will_get_is_not() -> None:
    assert pledge("I'll send you the photo tomorrow", TUESDAY, theirs=True) is not None
    assert pledge("You'll get the photo tomorrow", TUESDAY, theirs=True) is None
    assert pledge("You'll get the photo tomorrow", TUESDAY) is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("friday", date(2025, 10, 17)),
        ("in 3 days", date(2025, 10, 17)),
        ("24 Dec", date(2025, 12, 24)),
        ("1 March", date(2026, 3, 1)),
        ("2026-12-24", date(2026, 12, 24)),
        ("tomorrow", date(2025, 10, 15)),
        ("someday", None),
        ("31 June", None),
    ],
)
def test_a_day_to_come_is_read(text: str, day: date | None) -> None:
    assert day_ahead(text, TUESDAY) == day


@given(st.text(max_size=400), LANGS, st.dates(date(1999, 1, 1), date(2090, 1, 1)), st.booleans())
def test_any_text_can_be_read(text: str, lang: str, today: date, theirs: bool) -> None:
    hint = pledge(text, today, lang, theirs)
    assert hint is None or 0 <= (hint.due - today).days <= 400
