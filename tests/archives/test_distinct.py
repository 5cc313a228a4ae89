from hypothesis import given
from hypothesis import strategies as st

from cm_desk.archives.compact import Texts
from cm_desk.archives.distinct import SMALL, Distinct


@given(st.lists(st.text(max_size=3), max_size=300))
def test_it_counts_as_a_set_does(words: list[str]) -> None:
    found = Distinct()
    for each in words:
        found.add(each)
    assert len(found) == len(set(words))


def test_what_comes_again_and_again_takes_no_room() -> None:
    found = Distinct()
    for number in range(300 * SMALL):
        found.add(number % 500)
    assert len(found) == 500
    assert sum(map(len, found._buckets)) < 256 * SMALL


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=20)), max_size=200))
def test_texts_remember_as_a_dict_does(pairs: list[tuple[str, str]]) -> None:
    found, known = Texts(), dict[str, str]()
    for key, value in pairs:
        found.set(key, value)
        known[key] = value
    assert all(found.get(key) == value for key, value in known.items())
    assert found.get("never set") is None
