import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.releases import NO, WORDS, YES, Answered, read

DRAFT = "Ada, that review made our week. Ines"


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        ("yes", YES, DRAFT),
        ("Ja, gerne", YES, DRAFT),
        ("Sí", YES, DRAFT),
        ("d’accord", YES, DRAFT),
        ("Yes\n\nOn Tue, Mara wrote:\n> Ada, that review\n> no", YES, DRAFT),
        ("Go ahead. CMD-23456789", YES, DRAFT),
        ("Go ahead.\nCMD-23456789", YES, DRAFT),
        ("No", NO, ""),
        ("nein, lieber nicht", NO, ""),
        ("Rather not this time.", NO, ""),
        ("Dear Ada, you made my week.\n-- \nInes\nFounder", WORDS, "Dear Ada, you made my week."),
        ("Yesterday I read it twice. Thank you, Ada.", WORDS,
         "Yesterday I read it twice. Thank you, Ada."),
        ("Nobody ever wrote so well about a lid.", WORDS, "Nobody ever wrote so well about a lid."),
        ("", WORDS, ""),
        ("> only what was quoted", WORDS, ""),
    ],
)  # fmt: skip
def test_what_an_answer_seems_to_say(said: str, kind: str, text: str) -> None:
    assert read(said, DRAFT, "CMD-23456789") == Answered(kind, text)


@given(st.text(max_size=300))
def test_any_answer_is_read_and_only_a_yes_gives_the_draft(said: str) -> None:
    found = read(said, DRAFT, "CMD-23456789")
    assert found.kind in (YES, NO, WORDS)
    assert found.kind != YES or found.text == DRAFT
    assert "CMD-23456789" not in found.text
