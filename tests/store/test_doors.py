"""The ways to somebody, from what was said, who follows, and what their services tell of them."""

import sqlite3
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from cm_desk.actions.doors import ways
from cm_desk.domain.doors import Way, left, span, words
from cm_desk.domain.filters import PEOPLE
from cm_desk.domain.model import Account, Page, Profile, Signal, SignalKind
from cm_desk.domain.query import parse
from cm_desk.store import accounts, doors, lines, messages, people
from cm_desk.store.sifting import sift
from cm_desk.store.tx import Tx
from tests.store.rows import MIRA, START, account, message, save

HOUR = timedelta(hours=1)


def connected(db: sqlite3.Connection, service: str, base_url: str = "https://x.example") -> Account:
    return accounts.add(Tx(db), service, Profile(f"shop@{service}", "1", "Shop"), base_url)


def told(db: sqlite3.Connection, hours: float, contact_id: int = 1) -> list[tuple[str, bool, Way]]:
    known = doors.of(db, [contact_id])[contact_id]
    found = ways(known, START + hours * HOUR)
    return [(each.service, each.private, each.door.way) for each in found]


def test_a_window_is_told_from_their_last_word_and_ours_does_not_extend_it(
    db: sqlite3.Connection,
) -> None:
    shop = connected(db, "whatsapp").id
    save(db, shop, message("1"), message("2", 60 * 20, outgoing=True))
    assert told(db, 2) == [("whatsapp", False, Way.OPEN)]
    assert told(db, 23) == [("whatsapp", False, Way.CLOSING)]
    assert told(db, 25) == [("whatsapp", False, Way.TEMPLATE)]


def test_whom_they_accept_and_who_follows_us_is_kept(db: sqlite3.Connection) -> None:
    shop = connected(db, "bluesky").id
    save(db, shop, message("1", who=replace(MIRA, accepts="following")))
    assert told(db, 1) == [("bluesky", False, Way.OPEN), ("bluesky", True, Way.CLOSED)]
    save(db, shop, message("2", who=MIRA))  # a page that does not say it
    follow = Signal("f1", SignalKind.FOLLOW, MIRA, START)
    messages.save(Tx(db), shop, Page(signals=(follow,)), "new")
    assert told(db, 1) == [("bluesky", False, Way.OPEN), ("bluesky", True, Way.OPEN)]
    save(db, shop, message("3", who=replace(MIRA, accepts="blocked")))
    assert told(db, 1) == [("bluesky", False, Way.CLOSED), ("bluesky", True, Way.CLOSED)]


def test_an_archive_leads_nowhere_and_every_account_of_ours_is_a_way(
    db: sqlite3.Connection,
) -> None:
    first, second = account(db), account(db, "@help@social.example")
    save(db, connected(db, "twitter", "").id, message("1", who=replace(MIRA, key="t")))
    assert told(db, 1) == []
    save(db, first.id, message("1"))
    assert [each.account for each in doors.of(db, [2])[2]] == [first.handle, second.handle]
    assert told(db, 1, 2) == [("mastodon", False, Way.OPEN)] * 2


@pytest.mark.parametrize(("text", "whom"), [("2h", {"Mira"}), ("30min", set()), ("1d", {"Mira"})])
def test_a_view_holds_those_whose_door_closes(
    db: sqlite3.Connection, text: str, whom: set[str]
) -> None:
    save(db, connected(db, "whatsapp").id, message("1"))
    save(db, connected(db, "mail").id, message("2", who=replace(MIRA, key="other", name="Other")))
    lines.settle_all(db)
    now = START + 22.5 * HOUR
    query = parse(f"closing:{text}", PEOPLE, now, UTC)
    assert {row.name for row in people.page(db, sift(db, query, now).where).items} == whom
    late = START + 24.5 * HOUR
    assert people.count(db, sift(db, query, late).where) == 0


def test_what_is_no_time_is_a_hint(db: sqlite3.Connection) -> None:
    query = parse("closing:soon", PEOPLE, START, UTC)
    assert "Two hours are 2h" in sift(db, query, START).hints[0].says
    assert (span("90 min"), span("3d"), span("")) == (1.5 * HOUR, 72 * HOUR, None)


def test_a_countdown_is_told_in_days_hours_and_minutes(db: sqlite3.Connection) -> None:
    save(db, connected(db, "instagram").id, message("1"))
    [way] = ways(doors.of(db, [1])[1], START + 23 * HOUR)
    assert left(way.door, START + 23 * HOUR) == "1 h 0 min left"
    assert words(way.door, START + 23.5 * HOUR) == "30 min left"
    [way] = ways(doors.of(db, [1])[1], START + 48 * HOUR)
    assert (
        words(way.door, START + 48 * HOUR)
        == "by hand, only a message sent by a person, 5 d 0 h left"
    )
