from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain.doors import Facts, Way, door, rules

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
H = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_a_window_counts_from_their_last_word() -> None:
    soon = door("instagram", Facts(at(21, 13, 30)), NOW)
    assert (soon.way, soon.ends_at) == (Way.CLOSING, NOW + 3.5 * H)
    hand = door("instagram", Facts(at(19, 9)), NOW)
    assert (hand.way, hand.ends_at) == (Way.BY_HAND, NOW + timedelta(days=3, hours=23))
    assert door("messenger", Facts(at(15, 9)), NOW).way is Way.CLOSED
    assert door("whatsapp", Facts(at(20, 8)), NOW).way is Way.TEMPLATE
    assert door("whatsapp", Facts(at(22, 9)), NOW).ends_at == NOW + 23 * H
    assert door("instagram", Facts(), NOW).way is Way.CLOSED
    assert door("whatsapp", Facts(), NOW).way is Way.TEMPLATE


def test_a_comment_may_be_answered_once_in_private() -> None:
    found = door("instagram-comment", Facts(commented_at=at(17, 9)), NOW)
    assert (found.way, found.note) == (Way.OPEN, "one message")
    assert found.ends_at == NOW + timedelta(days=1, hours=23)
    used = Facts(commented_at=at(17, 9), used=True)
    assert door("instagram-comment", used, NOW).way is Way.CLOSED


def test_whom_they_accept_is_respected_and_silence_is_unknown() -> None:
    closed = door("bluesky-chat", Facts(accepts="following", follows_us=False), NOW)
    assert closed.way is Way.CLOSED
    assert door("bluesky-chat", Facts(accepts="following", follows_us=True), NOW).is_open
    assert door("bluesky-chat", Facts(), NOW).way is Way.UNKNOWN


def test_a_way_without_a_window_is_open_until_it_is_refused() -> None:
    assert door("mail", Facts(), NOW).way is Way.OPEN
    refused = door("mail", Facts(refused="unsubscribed"), NOW)
    assert (refused.way, refused.note) == (Way.CLOSED, "unsubscribed")


def test_what_nobody_verified_is_unknown_until_they_wrote() -> None:
    assert door("telegram", Facts(), NOW).way is Way.UNKNOWN
    assert door("telegram", Facts(at(1, 9)), NOW).way is Way.OPEN


def test_every_rule_says_where_it_is_from_and_when_that_was_read() -> None:
    assert all(rule["source"] and rule["read"] for rule in rules().values())


@given(st.sampled_from(sorted(rules())), st.integers(0, 400), st.booleans())
def test_a_door_that_closed_by_its_clock_opens_only_by_their_word(
    service: str, hours: int, follows: bool
) -> None:
    facts = Facts(NOW, commented_at=NOW, accepts="following", follows_us=follows)
    earlier, later = door(service, facts, NOW + hours * H), door(service, facts, NOW + 401 * H)
    assert earlier.is_open or not later.is_open
