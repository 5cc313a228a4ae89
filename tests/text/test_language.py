import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.text.language import code, guess, right_to_left


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("My tea is broken and I have not got it yet", "en"),
        ("Mein Tee ist kaputt und ich habe ihn nicht bestellt", "de"),
        ("Mon thé est cassé et je ne sais pas que faire avec", "fr"),
        ("Mi té está roto y no sé qué hacer con él", "es"),
        ("O meu chá não está bem e você sabe", "pt"),
        ("Il mio tè è rotto e non so che cosa fare", "it"),
        ("Mijn thee is kapot en ik weet het niet", "nl"),
        ("Mitt te är trasigt och jag vet inte", "sv"),
        ("お茶が壊れました", "ja"),
        ("茶坏了", "zh"),
        ("차가 깨졌어요", "ko"),
        ("Мой чай разбит", "ru"),
        ("Мій чай розбитий", "uk"),
        ("الشاي مكسور", "ar"),
        ("התה שבור", "he"),
        ("ok", ""),
        ("🍵🍵", ""),
        ("", ""),
    ],
)
def test_a_language_is_guessed_or_left_open(text: str, language: str) -> None:
    assert guess(text) == language


@pytest.mark.parametrize(
    ("tag", "form"),
    [("EN", "en"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("", ""), ("english", "")],
)
def test_codes_get_one_form(tag: str, form: str) -> None:
    assert code(tag) == form


def test_the_first_strong_sign_gives_the_direction() -> None:
    assert right_to_left("12 שלום hello")
    assert right_to_left("@… العربية")
    assert not right_to_left("hello שלום")
    assert not right_to_left("123 🍵")


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    guess(text)
    code(text)
    right_to_left(text)
