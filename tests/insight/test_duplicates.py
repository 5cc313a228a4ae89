"""Who may be one person: what speaks for it, and what against."""

from pathlib import Path
from typing import Any

import pytest

from cm_desk.insight.duplicates import Echo, Group, Names, Suggestion, common, compare, names
from cm_desk.insight.profiles import Claim, Key, Side, folded, key, tidy

SET = Path(__file__).with_name("people.txt")


def side(id: int, words: str) -> Side:
    service, handle, name, bio, avatar = [*words.split(",", 4), "", "", ""][:5]
    return Side(id, id, service, handle, name, bio=bio, avatar_url=avatar)


def pairs() -> list[tuple[bool, Side, Side, Suggestion | None]]:
    lines = [each.split(";") for each in SET.read_text("utf-8").splitlines() if each[0] != "#"]
    both = [(same == "same", side(1, a), side(2, b)) for same, a, b in lines]
    return [(same, a, b, compare(a, b)) for same, a, b in both]


def kinds(a: Side, b: Side, **more: Any) -> list[str]:
    """What speaks for it; nothing that is not shown by itself."""
    found = compare(a, b, **more)
    return [each.kind for each in found.evidence] if found and found.shown else []


IDA = Side(1, 1, "mastodon", "@ida@tools.example", "Ida Brandt", "https://tools.example/@ida")
BLUE = Side(
    2, 2, "bluesky", "@ida-b.example", "Ida B.", "https://bsky.example/profile/ida-b.example"
)


def with_links(*links: tuple[str, bool], name: str = "Ida Brandt") -> Side:
    return Side(1, 1, IDA.service, IDA.handle, name, IDA.url, links=links)


def test_what_is_shown_of_the_old_set_is_right() -> None:
    found = pairs()
    assert len(found) >= 120
    shown = [same for same, _, _, each in found if each and each.shown]
    real = sum(same for same, *_ in found)
    assert sum(shown) >= 0.95 * len(shown)
    assert sum(shown) >= 0.85 * real


def test_what_is_shown_shares_a_key_so_that_not_all_are_compared() -> None:
    for _, a, b, each in pairs():
        if each and each.shown:
            assert a.keys & b.keys, each


def test_a_checked_link_is_enough_under_any_nickname_but_not_between_two_names() -> None:
    link = (BLUE.url, True)
    assert kinds(with_links(link, name="kilnwitch"), BLUE)[0] == "verified"
    assert kinds(with_links(link, name="Petra Maiwald"), BLUE) == []
    assert kinds(with_links((BLUE.url, False)), BLUE)[0] == "names"


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("Also @ida@tools.example", Claim.OWN),
        ("alt of @ida@tools.example", Claim.OWN),
        ("Moved to tools.example/@ida", Claim.OWN),
        ("Mastodon: @ida@tools.example", Claim.NAMED),
        ("Husband of @ida@tools.example", Claim.APART),
        ("Parody. Not @ida@tools.example", Claim.APART),
        ("Photos by tools.example/@ida", Claim.APART),
        ("Views my own. Works with @ida@tools.example", Claim.APART),
    ],
)
def test_the_words_before_an_address_say_whose_it_is(words: str, claim: Claim) -> None:
    [named] = Side(3, 3, "bluesky", "@x.example", bio=words).told.named
    assert named.claim is claim
    assert {named.address} & IDA.told.own


def test_who_names_the_other_as_somebody_else_is_never_suggested() -> None:
    picture = "https://img.example/1.png"
    real = Side(1, 1, "mastodon", "@ida@tools.example", "Ida Brandt", "", picture)
    for words in ("Parody. Not @ida@tools.example", "Fan of @ida@tools.example"):
        other = Side(2, 2, "twitter", "@idabrandt", "Ida Brandt", "", picture, words)
        assert compare(real, other) is None


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Ida Brandt", "BRANDT, Ida (she/her) 🌿", Names.WHOLE),
        ("Jürgen Müller", "Juergen Mueller", Names.WHOLE),
        ("Łukasz Nowak", "lukasz nowak", Names.WHOLE),
        ("Dr. Mae O’Hara", "Mae O'Hara", Names.WHOLE),
        ("山田 花子", "山田花子", Names.CLASH),
        ("김민서", "김민서", Names.WHOLE),
        ("Ida Brandt", "Ida B.", Names.PART),
        ("Katharina Vogt", "Kathi Vogt", Names.PART),
        ("Ida", "Ida Brandt", Names.PART),
        ("Alex", "Alex", Names.SINGLE),
        ("Ida Brandt", "kilnwitch", Names.UNKNOWN),
        ("Ida Brandt", "", Names.UNKNOWN),
        ("Ольга Белова", "Olga Belova", Names.UNKNOWN),
        ("Acme", "Acme", Names.SINGLE),
        ("Blue Door", "Blue Door Jobs", Names.MORE),
        ("Jan Holm", "Jana Holm", Names.CLASH),
        ("Ida Hansen", "Ida Hanssen", Names.CLASH),
        ("Ida Brandt Sr", "Ida Brandt Jr", Names.CLASH),
        ("Ida B.", "Ida Conrad", Names.CLASH),
    ],
)
def test_names_go_together_as_people_write_them(one: str, other: str, found: Names) -> None:
    a, b = Side(1, 1, "mastodon", "@a", one), Side(2, 2, "bluesky", "@b", other)
    assert names(a, b) is names(b, a) is found


def test_a_mail_address_and_a_handle_at_one_host_are_one_address() -> None:
    a = Side(1, 1, "mastodon", "@ida@brandt.example", "Ida Brandt")
    assert kinds(a, Side(2, 2, "mail", "ida@brandt.example", "Ida"))[0] == "mail"
    a = Side(1, 1, "mastodon", "@info@brandt.example", "Brandt")
    assert kinds(a, Side(2, 2, "mail", "info@brandt.example", "Front door")) == []


def test_what_too_many_share_says_nothing() -> None:
    site = "brandt.example"
    a = Side(1, 1, "mastodon", "@ida@a.example", "Ida Brandt", bio=site)
    b = Side(2, 2, "bluesky", "@brandt-i.example", "Ida Brandt", bio=f"www.{site}/")
    assert kinds(a, b) == ["site"]
    crowd = Group(key(Key.SITE, site), 5, 3)
    assert kinds(a, b, common=common([crowd])) == []


def test_two_namesakes_on_one_service_make_the_name_say_nothing() -> None:
    a = Side(1, 1, "mastodon", "@idabrandt@a.example", "Ida Brandt")
    b = Side(2, 2, "bluesky", "@idabrandt.example", "Ida Brandt")
    assert kinds(a, b) == ["alike"]
    name = key(Key.NAME, "brandt ida")
    assert kinds(a, b, common=common([Group(name, 2, 2)])) == ["alike"]
    assert kinds(a, b, common=common([Group(name, 2, 1)])) == []


def test_another_number_is_another_person() -> None:
    a = Side(1, 1, "mastodon", "@idabrandt77@a.example", "Ida Brandt")
    b = Side(2, 2, "bluesky", "@idabrandt.example", "Ida Brandt")
    assert kinds(a, b) == []


def test_the_same_words_count_only_beside_a_name_or_a_handle() -> None:
    a = Side(1, 1, "mastodon", "@kilnwitch@a.example", "kilnwitch")
    said = Echo(3, "Four kilograms of glaze and not one cup to show for it")
    for handle, found in (("@kilnwitch.example", ["said", "handle"]), ("@maiwald.example", [])):
        b = Side(2, 2, "bluesky", handle, "Otto Maiwald")
        assert kinds(a, b, echo=said) == found


def test_a_page_at_a_host_of_thousands_is_theirs_and_its_front_door_nobodys() -> None:
    assert set(Side(1, 1, "x", "@a", bio="linktr.ee/ida").told.pages) == {"linktr.ee/ida"}
    assert Side(1, 1, "x", "@a", bio="https://linktr.ee/ and https://github.com").told.pages == {}


def test_a_hostile_profile_costs_little_and_breaks_nothing() -> None:
    for bio in (
        "@a." * 5000,
        "x.example/" + "/" * 5000,
        "a@b.c " * 2000,
        "\ud800.example",
        "(" * 9999,
    ):
        hostile = Side(1, 1, "mastodon", "@" * 400, "x" * 400, bio=bio)
        assert len(hostile.keys) <= 24
        assert compare(hostile, IDA) is None
    assert folded("") == folded("(they/them)") == ""
    assert tidy("https://www.Ida.example/a/") == "ida.example/a"
