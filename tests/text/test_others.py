"""M16: everybody but one person is blacked out, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.text.others import BLACK, Others

KNOWN = [
    (1, "Bob Lind"),
    (1, "@bob@far.example"),
    (2, "Tomas"),
    (3, "https://far.example/@cleo"),
    (4, "田中 由紀"),
    (5, "did:plc:omar77"),
]
OURS = ["Ada Vogel", "@ada@far.example", "@shop@village.example", "Shop"]


def black(text: str) -> str:
    return Others(KNOWN, OURS).clean(text)


def test_names_handles_and_addresses_of_others_go() -> None:
    assert black("Ask Tomas or bob lind.") == f"Ask {BLACK} or {BLACK}."
    assert black("@bob see @someone@else.example") == f"{BLACK} see {BLACK}"
    assert black("write to mia@post.example") == f"write to {BLACK}"
    assert black("https://far.example/@cleo/12 is it") == f"{BLACK} is it"
    assert black("https://other.example/@mia/1") == BLACK
    assert black("at://did:plc:omar77/app") == f"at://{BLACK}/app"
    assert black("田中 由紀") == BLACK


def test_what_is_theirs_or_ours_stays() -> None:
    for text in (
        "Ada Vogel is @ada@far.example and wrote to @shop@village.example, @shop",
        "https://shop.example/help?q=1",
        "tomasz and tomato",
        "a@b",
        "https://far.example/@ada/7",
    ):
        assert black(text) == text


def test_the_words_of_a_neighbours_name_go_alone() -> None:
    others = Others(KNOWN, OURS)
    others.also(1, "Bob Lind")
    others.also(9, "Ada Stone")
    assert (
        others.clean("Bob said it, so did Ada; bobbing") == f"{BLACK} said it, so did Ada; bobbing"
    )
    assert others.seen == {1}


@given(st.lists(st.tuples(st.integers(1, 5), st.text(min_size=1))), st.text(), st.text())
def test_any_text_and_any_name_is_taken(known: list[tuple[int, str]], kept: str, text: str) -> None:
    others = Others(known, [kept])
    for _, name in known:
        others.clean(f"{text} {name} {text}")
