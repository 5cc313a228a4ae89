"""Suggestions of who is one person, measured on a set of our own with near-namesakes."""

from pathlib import Path

from cm_desk.insight.duplicates import Side, Suggestion, best, compare, keys

SET = Path(__file__).with_name("people.txt")


def side(id: int, words: str) -> Side:
    service, handle, name, bio, avatar = [*words.split(",", 4), "", "", ""][:5]
    return Side(id, id, service, handle, name, bio=bio, avatar_url=avatar)


def pairs() -> list[tuple[bool, Suggestion]]:
    lines = [each.split(";") for each in SET.read_text("utf-8").splitlines() if each[0] != "#"]
    return [(same == "same", compare(side(1, a), side(2, b))) for same, a, b in lines]


def test_what_is_shown_is_right_95_times_of_100() -> None:
    found = pairs()
    assert len(found) >= 120
    shown = [same for same, each in found if each.shown]
    real = sum(same for same, _ in found)
    assert sum(shown) >= 0.95 * len(shown)
    assert sum(shown) >= 0.75 * real


def test_what_is_shown_shares_a_key_so_that_not_all_are_compared() -> None:
    for _, each in pairs():
        if each.shown:
            assert keys(each.left) & keys(each.right), each


def test_each_two_people_are_suggested_once_by_what_is_strongest() -> None:
    a, b = side(1, "mastodon,@x@a.example,Ida B"), side(2, "mail,x@a.example,Ida B,x@a.example")
    other = side(2, "mail,y@c.example,Ida B,@x@a.example")
    found = best([compare(a, other), compare(a, b), compare(b, other)])
    assert len(found) == 1
