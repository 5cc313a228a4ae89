from hypothesis import given
from hypothesis import strategies as st

from cm_desk.text import show


def test_a_name_is_one_line_and_ends_where_it_must() -> None:
    assert show.line("Ana\n  Bo\t\u2028Cy") == "Ana Bo Cy"
    assert show.line("x" * 500, 40) == "x" * 40 + "…"
    assert show.line("x" * 40, 40) == "x" * 40


def test_nobody_turns_the_text_of_others_around() -> None:
    assert show.line("\u202egpj.exe\u202c \u2066hi\u2069") == "gpj.exe hi"
    assert show.line("عمر\u200f حداد") == "عمر\u200f حداد"


def test_controls_and_half_characters_are_not_drawn() -> None:
    assert show.line("a\0b\x07c\x7f") == "abc"
    assert show.block("\ud83d!").text == "?!"


def test_a_tower_of_accents_is_cut_to_four() -> None:
    assert show.line("e" + "\u0301" * 90 + "x") == "e" + "\u0301" * 4 + "x"


def test_an_emoji_family_is_never_cut_apart() -> None:
    family = "👩‍👩‍👧"
    assert show.line("ab" + family, 4) == "ab…"
    assert show.line("ab" + family, 7) == "ab" + family


def test_a_block_keeps_its_lines_and_says_what_is_left() -> None:
    assert show.block("one\r\ntwo\u2029three") == show.Shown("one\ntwo\nthree", 0)
    assert show.block("x" * 5000, 4000).left == 1000


def test_an_endless_word_can_be_broken() -> None:
    shown = show.page("x" * 1_000_000)
    assert max(map(len, shown.text.split("\n"))) == 1000
    assert shown.left == 900_000


def test_a_megabyte_of_accents_is_four() -> None:
    assert len(show.block("\u0301" * 1_000_000).text) == 4
    assert show.line("\u0301" * 1_000_000) == "\u0301" * 4 + "…"


@given(st.text(st.characters(), max_size=300), st.integers(1, 50))
def test_any_text_becomes_one_capped_line(text: str, limit: int) -> None:
    shown = show.line(text, limit)
    assert len(shown) <= limit + 1
    assert len(shown.splitlines()) <= 1
    shown.encode()


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_can_be_drawn(text: str) -> None:
    show.block(text).text.encode()
    show.page(text).text.encode()


def test_a_thousand_short_lines_are_cut_too() -> None:
    shown = show.block("a\n" * 1000)
    assert shown.text.count("\n") == 199
    assert shown.left == 2000 - 399


def test_the_end_of_a_files_name_is_never_cut_off() -> None:
    assert show.file_name("bill.pdf") == "bill.pdf"
    assert show.file_name("bill.pdf" + " " * 300 + ".exe").endswith(".exe")
    long = show.file_name("b" * 300 + ".pdf\n.exe")
    assert long.endswith(".exe")
    assert len(long) <= 61
