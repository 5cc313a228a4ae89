from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain.doors import OPEN_NOW, Door, Way
from cm_desk.insight.serendipity import (
    Limits,
    OpenDoor,
    Person,
    Reason,
    Rule,
    cards,
    fitting,
    waits,
)

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OPEN = OpenDoor(1, "mastodon", 7, Door(Way.OPEN))
SHUT = OpenDoor(1, "instagram", 7, Door(Way.CLOSED, "24 h are over"))


def reason(rule: Rule = Rule.HELPED, quote: str = "Took me ten minutes") -> Reason:
    return Reason(rule, quote, 3, NOON, "answered two people")


def person(name: str, id: int, **facts: object) -> Person:
    known: dict[str, object] = {"reasons": (reason(),), "doors": (OPEN,)} | facts
    return Person(id, name, **known)  # type: ignore[arg-type]


ADA = person("Ada", 1, overlooked=0.425, last_gesture=date(2026, 3, 2))
BEN = person("Ben", 2, last_gesture=date(2026, 11, 2))
CLEO = person("Cleo", 3, overlooked=0.20, complaint=True)
DEV = person("Dev", 4, doors=(SHUT,))
EVE = person("Eve", 5)
FINN = person("Finn", 6, reasons=(reason(quote=" "),))
GUS = person("Gus", 7, leave_alone=True)
HAL = person("Hal", 8, overdue=True)
ALL = (ADA, BEN, CLEO, DEV, EVE, FINN, GUS, HAL)


def test_a_reason_to_wait_wins_over_a_reason_to_give() -> None:
    assert [each.person.name for each in cards(ALL, TODAY)] == ["Ada", "Eve"]
    assert {each.name: waits(each, TODAY, Limits()) for each in ALL if each not in (ADA, EVE)} == {
        "Ben": "had a gesture in the last 90 days",
        "Cleo": "has an open complaint: put it right first",
        "Dev": "no door is open now",
        "Finn": "nothing calls for one",
        "Gus": "asked us to leave them alone",
        "Hal": "a promise to them is overdue: keep it first",
    }
    assert cards([], TODAY) == []


def test_an_open_complaint_is_answered_by_an_apology_alone() -> None:
    cleo = person(
        "Cleo", 3, complaint=True, reasons=(reason(), reason(Rule.HURT, "It broke again"))
    )
    [card] = cards([cleo], TODAY)
    assert card.reason.rule is Rule.HURT
    assert fitting(Rule.HURT, ["gift", "apology"], ["Jonas"], frozenset()) == ("apology", "Jonas")
    assert fitting(Rule.HELPED, ["apology"], ["Jonas"], frozenset()) is None


def test_nobody_is_disturbed_at_night_or_right_after_a_talk() -> None:
    assert waits(person("Ada", 1, hour=23), TODAY, Limits()) == "it is night where they are"
    assert waits(person("Ada", 1, hour=9), TODAY, Limits()) == ""
    quiet = person("Ada", 1, reasons=(reason(Rule.TOUCH),), spoke_on=TODAY - timedelta(days=1))
    assert waits(quiet, TODAY, Limits()) == "you have just spoken"
    praised = person("Ada", 1, reasons=(reason(Rule.PRAISE),), spoke_on=TODAY)
    assert waits(praised, TODAY, Limits()) == ""


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    noon = person("Ada", 1, hour=13)
    assert waits(noon, TODAY, Limits(night_from=12, night_until=14)) == "it is night where they are"
    assert waits(person("Ada", 1, hour=23), TODAY, Limits(night_from=12, night_until=14)) == ""
    assert waits(person("Ada", 1, hour=3), TODAY, Limits(night_from=8, night_until=8)) == ""


def test_a_birthday_does_not_wait_because_you_spoke_yesterday() -> None:
    spoke = TODAY - timedelta(days=1)
    born = person("Ada", 1, reasons=(reason(Rule.OCCASION),), spoke_on=spoke)
    assert waits(born, TODAY, Limits()) == ""


def test_one_of_us_gets_no_card_and_thanks_in_private_never_leave_in_public() -> None:
    assert waits(person("Mara", 1, ours=True), TODAY, Limits()) == "is one of us"
    shy = person("Oskar", 1, privately=True, doors=(OpenDoor(1, "mail", 7, OPEN.door, False),))
    assert waits(shy, TODAY, Limits()).startswith("wants to be thanked in private")
    assert waits(person("Oskar", 1, privately=True), TODAY, Limits()) == ""


def test_who_was_put_off_comes_back_on_the_day() -> None:
    assert (
        waits(person("Ada", 1, resting=TODAY + timedelta(days=1)), TODAY, Limits()) == "was put off"
    )
    assert waits(person("Ada", 1, resting=TODAY), TODAY, Limits()) == ""


def test_the_same_is_never_given_twice() -> None:
    had = frozenset({("thank-you", "Mara"), ("thank-you", "Ines")})
    assert fitting(Rule.HELPED, ["thank-you", "gift"], ["Mara", "Ines"], had) == ("gift", "Mara")
    assert fitting(Rule.HELPED, ["thank-you"], ["Mara", "Ines"], had) is None


def test_the_door_that_closes_first_is_taken() -> None:
    soon = OpenDoor(2, "instagram", 9, Door(Way.CLOSING, "", NOON))
    later = OpenDoor(2, "messenger", 9, Door(Way.OPEN, "", NOON + timedelta(hours=9)))
    [card] = cards([person("Ada", 1, doors=(OPEN, later, soon))], TODAY)
    assert card.door == soon


reasons = st.builds(
    Reason,
    st.sampled_from(list(Rule)),
    st.sampled_from(["", " ", "thank you", "it broke"]),
    st.integers(1, 99),
    st.integers(0, 2000).map(lambda n: NOON - timedelta(days=n)),
    st.just("because"),
)
doors = st.builds(lambda way: OpenDoor(1, "mail", None, Door(way)), st.sampled_from(list(Way)))
days = st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))
anybody = st.builds(
    Person,
    st.integers(1, 40),
    st.text(max_size=3),
    st.lists(reasons, max_size=3).map(tuple),
    st.lists(doors, max_size=3).map(tuple),
    st.floats(0, 1),
    days,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(0, 23),
    days,
    days,
)


@given(st.lists(anybody, max_size=20, unique_by=lambda p: p.contact_id), st.integers(0, 7))
def test_no_card_ever_breaks_a_limit(people: list[Person], most: int) -> None:
    limits = Limits(most=most)
    found = cards(people, TODAY, limits)
    assert len(found) <= most
    assert len({each.person.contact_id for each in found}) == len(found)
    for each in found:
        one, hurt = each.person, each.reason.rule is Rule.HURT
        assert not one.leave_alone
        assert not one.overdue
        assert each.reason.quote.strip()
        assert each.door.door.way in OPEN_NOW
        assert hurt or not one.complaint
        assert hurt or one.last_gesture is None or (TODAY - one.last_gesture).days >= 90
        assert one.resting is None or one.resting <= TODAY
        assert one.hour is None or 8 <= one.hour < 21


@given(st.permutations(ALL))
def test_the_order_of_the_facts_does_not_matter(people: list[Person]) -> None:
    assert cards(people, TODAY) == cards(ALL, TODAY)
