from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.languages import Languages, languages


def test_languages_are_counted_with_what_nobody_knows() -> None:
    said = [("en", "")] * 5 + [("pt-BR", ""), ("pt", ""), ("und", "你好"), ("", "1 2 3")]
    found = languages(said)
    assert found == Languages((("en", 5), ("pt", 2), ("zh", 1)), 8, guessed=1, unknown=1)


def test_nobody_wrote_nothing() -> None:
    assert languages([]) == Languages()


@given(st.lists(st.tuples(st.sampled_from(["en", "xx-YY", "", "und", "☃"]), st.text(max_size=60))))
def test_every_message_is_counted_once(said: list[tuple[str, str]]) -> None:
    found = languages(said)
    assert found.known + found.unknown == len(said)
    assert sum(n for _, n in found.spoken) == found.known
