"""Counted as Mastodon counts: app/validators/status_length_validator.rb of mastodon/mastodon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTextBoundaryFinder

from cm_desk.domain.model import Limits
from cm_desk.text.length import graphemes, left, length

MASTODON = Limits(500, "graphemes", 23, mention_without_host=True, warning_counts=True)
PIECES = [
    "a",
    "é",
    "e\u0301",
    "한",
    "\u1112\u1161\u11ab",
    "👍🏿",
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "1️⃣",
    "\r\n",
    "\n",
    "ﷺ",
    "中",
]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("👍🏿", 1), ("👩‍👩‍👧‍👦", 1), ("🏳️‍🌈", 1),
        ("🇺🇳🇺🇳", 2),
        ("🇺🇳🇺", 2), ("1️⃣", 1), ("한국", 2), ("\u1112\u1161\u11ab", 1), ("a\r\nb", 3), ("a\n\nb", 4),
        ("Z\u0351\u036b\u0343", 1), ("👍👍", 2), ("a\u200db", 2), ("\u202ea", 2),
    ],
)  # fmt: skip
def test_a_character_is_what_a_reader_takes_for_one(text: str, count: int) -> None:
    assert graphemes(text) == count


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_qt_counts_the_same(pieces: list[str]) -> None:
    text = "".join(pieces)
    finder, count = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text), 0
    while finder.toNextBoundary() != -1:
        count += 1
    assert graphemes(text) == count


@given(st.text())
def test_never_more_than_the_code_points(text: str) -> None:
    assert 0 <= graphemes(text) <= len(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("https://tea.example/" + "x" * 200, 23),
        ("see https://a.example and http://b.example/x.", 4 + 23 + 5 + 23 + 1),
        ("http://localhost/x", 18),
        ("tea.example/a", 13),
        ("@ada@social.example hello", 10),
        ("@ada hello", 10),
        ("https://social.example/@ada@other.example", 23),
        ("me@tea.example", 14),
        ("👩‍👩‍👧‍👦 @ada@a.example", 6),
    ],
)
def test_links_and_mentions_count_as_the_server_counts_them(text: str, count: int) -> None:
    assert length(text, MASTODON) == count


def test_a_content_warning_counts() -> None:
    assert length("abc", MASTODON, "Food") == 7
    assert left("abc", MASTODON, "Food") == 493
    assert left("x" * 501, MASTODON) == -1


def test_other_units_and_no_limit() -> None:
    assert length("é👍🏿", Limits(10, "characters")) == 3
    assert length("é👍🏿", Limits(10, "bytes")) == 10
    assert length("@ada@a.example https://b.example", Limits(10)) == 32
    assert left("abc", Limits()) is None
