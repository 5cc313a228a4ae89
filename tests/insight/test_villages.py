"""The villages that suggestions are measured on."""

import json

from tests.insight.villages import HERE, Village, village

PROSE = {"given", "family", "common", "near_given", "near_family", "animals", "things", "firms"}
PROSE |= {"desks", "single", "same", "other", "posts", "viral", "shared", "short"}


def words(part: str) -> set[str]:
    told = json.loads((HERE / f"{part}.json").read_text("utf-8"))
    lists = [told[name] for name in PROSE if name in told]
    lists += [each[name] for each in told["cultures"] for name in ("given", "family")]
    return {str(each) for found in lists for each in found}


def stories(of: Village) -> set[str]:
    return {each.story for each in of.pairs}


def test_the_two_villages_share_no_word() -> None:
    assert words("tuning") & words("heldout") == set()


def test_the_heldout_village_is_large_enough_to_tell_a_share() -> None:
    found = village("heldout")
    assert sum(each.same for each in found.pairs) >= 300
    assert len(found.pairs) >= 800
    assert stories(found) == stories(village("tuning"))


def test_who_is_who_agrees_with_the_labels() -> None:
    for part in ("tuning", "heldout"):
        found = village(part)
        for each in found.pairs:
            left, right = found.accounts[each.left], found.accounts[each.right]
            assert (left.person == right.person) is each.same, each
        by_key = {(each.service, each.handle) for each in found.accounts}
        assert len(by_key) >= 0.97 * len(found.accounts)
