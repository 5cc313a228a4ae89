"""Whatever is typed is read; what cannot be meant is a hint with its place."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cm_desk.domain.filters import MESSAGES
from cm_desk.domain.query import Known, Query, parse, written
from tests.contracts.naughty import NAUGHTY

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def read(text: str) -> Query:
    return parse(text, MESSAGES, NOW, UTC)


def said(query: Query) -> list[str]:
    """Terms and filters in short: "-" without, "…" a phrase in quotes, "*" a beginning."""
    terms = [
        f"{'-' * t.without}{f'“{t.text}”' if t.phrase else t.text}{'*' * t.prefix}"
        for t in query.terms
    ]
    return terms + [f"{'-' * f.without}{f.name}={f.value}" for f in query.filters]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("parcel CAFÉ 注文", ["parcel", "CAFÉ", "注文"]),
        ('"never arrived" -refund deliv*', ["“never arrived”", "-refund", "deliv*"]),
        ('-"a b" "wor ld"*', ["-“a b”", "“wor ld”*"]),
        ("“curly” «angled»", ["“curly”", "“angled”"]),
        ("don't e-mail a-b", ["don't", "e-mail", "a-b"]),
        ("- -- * *** : ) -) ' :", []),
        ("from:priya FROM:Tomas by:mira", ["from=priya", "from=Tomas", "from=mira"]),
        ('-from:"Priya Raman" from：me', ["-from=Priya Raman", "from=me"]),
        ("has:Photos is:new -is:needs-reply", ["has=image", "is=unread", "-is=unanswered"]),
        ("before:2026-01", ["before=2026-01"]),
        (
            "http://x.y/z 12:30 re: C:\\x :smile:",
            ["http://x.y/z", "12:30", "re:", "C:\\x", ":smile:"],
        ),
        ("注文:x", ["注文:x"]),
    ],
)
def test_what_is_typed_is_read_without_a_hint(text: str, expected: list[str]) -> None:
    found = read(text)
    assert said(found) == expected
    assert found.hints == ()
    assert bool(found) is bool(expected)


@pytest.mark.parametrize(
    ("text", "rest", "place", "better"),
    [
        ("frm:priya parcel", ["parcel"], "frm:", "from:priya parcel"),
        ("-acount:x y", ["y"], "acount:", "-account:x y"),
        ("a foo:bar", ["a", "foo:bar"], "foo:bar", ""),
        ("is:unanswerd x", ["x"], "is:unanswerd", "is:unanswered x"),
        ("-has:imgae x", ["x"], "-has:imgae", "-has:image x"),
        ("has:zzz x", ["x"], "has:zzz", ""),
        ("before:soon x", ["x"], "before:soon", ""),
        ("x after:3/4/2026", ["x", "after=3/4/2026"], "after:3/4/2026", "x after:2026-04-03"),
        ("x from:", ["x"], "from:", ""),
        ("from:  priya", ["priya"], "from:  priya", "from:priya"),
        ('"never arrived', ["“never arrived”"], '"never arrived', '"never arrived"'),
        ("a OR b", ["a", "OR", "b"], "OR", ""),
    ],
)
def test_what_cannot_be_meant_is_a_hint_and_the_rest_is_searched(
    text: str, rest: list[str], place: str, better: str
) -> None:
    found = read(text)
    [hint] = found.hints
    assert said(found) == rest
    assert text[hint.start : hint.end] == place
    assert hint.applied(text) == (better or text)
    assert hint.says.endswith((".", "?"))


def test_filters_are_those_that_are_given() -> None:
    silent = Known("silent", "since when they have not written", "day")
    found = parse("silent:6m from:me", (silent,), NOW, UTC)
    [one] = found.of("silent")
    assert one.moment == datetime(2025, 9, 5, tzinfo=UTC)
    assert said(found) == ["from:me", "silent=6m"]


def test_the_words_alone_are_the_same_search_without_its_filters() -> None:
    found = read('a -from:"b c" "d  e" is:new')
    assert found.bare() == 'a "d  e"'
    assert found.less(found.filters[1]) == 'a -from:"b c" "d  e"'


def test_a_value_is_quoted_where_it_must_be() -> None:
    assert written("from", "Priya") == "from:Priya"
    assert read(written("label", 'very "odd" one')).of("label")[0].value == "very odd one"


PIECES = st.sampled_from(
    [
        *("a", "parcel*", "-b", '"c', 'd"', '-"e', "from:", "-from:", "from:x", "frm:x", "is:"),
        *("is:done", "is:don", "has:x", "before:2w", "before:x", '"', "“", "«", "-", "*", ":"),
        *("：", "注文", "é", "👋", "http://x", "re:"),
    ]
)
TYPED = st.one_of(
    st.lists(PIECES, max_size=8).map(" ".join),
    st.lists(PIECES, max_size=8).map("".join),
    st.text(alphabet=st.characters(), max_size=40),
    st.sampled_from(NAUGHTY),
)


@settings(max_examples=500, deadline=None)
@given(TYPED)
def test_no_text_raises_and_every_place_is_in_the_text(text: str) -> None:
    found = read(text)
    places = [(e.start, e.end) for part in (found.terms, found.filters) for e in part]
    for start, end in places + [(hint.start, hint.end) for hint in found.hints]:
        assert 0 <= start < end <= len(text)
    for hint in found.hints:
        if hint.instead:
            again = read(hint.applied(text)).hints
            assert hint.instead not in [
                other.instead for other in again if other.start == hint.start
            ]
    assert read(found.bare()).filters == ()
    assert said(read(found.bare())) == said(replace(found, filters=()))
