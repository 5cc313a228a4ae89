import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.text.plain import MAX_HTML, clean, plain
from tests.contracts.naughty import NAUGHTY

MENTION = (
    '<span class="h-card"><a href="https://x.example/@ada" class="u-url">@<span>ada</span></a>'
)
LONG = (
    '<a href="https://tea.example/a/long/path"><span class="invisible">https://</span>'
    '<span class="ellipsis">tea.example/a/lo</span><span class="invisible">ng/path</span></a>'
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<p>Fish &amp; &lt;b&gt;chips&lt;/b&gt;</p>", "Fish & <b>chips</b>"),
        (f"<p>{MENTION} hello</p>", "@ada hello"),
        (f"<p>See {LONG}</p>", "See https://tea.example/a/long/path"),
        ('<a href="https://tea.example/a">tea.example/a</a>', "https://tea.example/a"),
        ('<a href="https://tea.example/tags/tea">#tea</a>', "#tea"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("one\n   two", "one two"),
        ("<script>alert(1)</script>x<style>p{}</style>", "x"),
        ("a\0b\x1b[31mc\x07", "ab[31mc"),
        ("<![x[y]]>z", "z"),
        ("", ""),
    ],
)
def test_markup_becomes_text(html: str, text: str) -> None:
    assert plain(html) == text


def test_a_link_that_hides_where_it_leads_shows_it() -> None:
    html = '<a href="https://evil.example/x">https://bank.example</a>'
    assert plain(html) == "https://bank.example (https://evil.example/x)"
    assert plain('<a href="https://evil.example">here</a>') == "here (https://evil.example)"


def test_a_link_that_is_no_web_address_is_its_text() -> None:
    assert plain('<a href="javascript:alert(1)">press</a>') == "press"


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    for made in (plain(text), clean(text)):
        made.encode()
        assert "\0" not in made


@given(st.text(alphabet="<>!/pabrh=\"' &;#x0[]-"))
def test_any_broken_markup_is_taken(text: str) -> None:
    plain(text)


def test_halves_of_pairs_and_naughty_texts_are_taken() -> None:
    for text in (*NAUGHTY, "\ud800", "a\udfffb", "x" * 1_000_000, "<b>" * 20_000, "&" * 100_000):
        plain(text).encode()


def test_a_text_without_an_end_gets_one() -> None:
    assert len(plain("x" * 10_000_000)) == MAX_HTML + 1
    assert plain("&amp;" * 4_000_000).endswith("…")
