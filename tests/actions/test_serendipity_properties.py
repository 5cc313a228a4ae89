"""Whatever happened on the demo community and whatever the hour: no card breaks a limit."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cm_desk.actions import today as kindness
from cm_desk.desk import Desk
from cm_desk.domain import zones
from cm_desk.domain.known import About, says
from cm_desk.domain.rules import Rules
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import facts, gestures, messages, outbox
from cm_desk.store.cards import Card
from cm_desk.store.tx import Tx
from tests.actions.scene import SINCE, Scene, begin, community
from tests.place import Clock

__all__ = ["community"]
DAY = timedelta(days=1)
PEOPLE = (
    ("bluesky", "did:plc:ben"),
    ("bluesky", "did:plc:mei"),
    ("bluesky", "did:plc:kwame"),
    ("bluesky", "did:plc:zanele"),
    ("mail", "margaret.ellison@post.example"),
    ("mail", "henrik.aalto@posti.example"),
    ("mail", "carlos.mendes@correio.example"),
    ("mastodon", "freya@fjord.example"),
    ("discourse", "oskar_w"),
)
ago = st.integers(0, 200).map(lambda days: f"-{days}d 09:00")
soon = st.integers(-9, 9).map(lambda days: f"{days:+}d 15:00")
kinds = st.sampled_from(["thank-you", "gift", "surprise", "favour", "apology"])
voices = st.sampled_from(["Mara Lindqvist", "Jonas Adeyemi"])
lives = st.fixed_dictionaries(
    {"who": st.sampled_from(PEOPLE)},
    optional={
        "acts": ago,
        "joys": ago,
        "hurts": ago,
        "promises": st.tuples(soon, st.sampled_from(["open", "kept", "broken"])),
        "facts": st.sampled_from(
            [{"alone": "please"}, {"private": ""}, {"zone": "UTC+09:00"}, {"zone": "UTC-07:00"}]
        ),
        "gestures": st.tuples(kinds, voices, ago),
        "apologies": ago,
        "cadence": st.integers(1, 60),
        "cards": soon,
    },
)
limits = st.builds(
    Rules,
    most=st.integers(1, 6),
    rest_days=st.sampled_from([1, 30, 90]),
    spoke_days=st.integers(0, 3),
    night_from=st.sampled_from([20, 21, 23]),
    night_until=st.sampled_from([6, 8]),
)


def written(life: Mapping[str, Any], n: int) -> dict[str, Any]:
    """As a case of serendipity.toml: what happened gets a message of its own."""
    service, case = life["who"][0], dict[str, Any](cadence=life.get("cadence", []))
    case["writes"] = [
        {"id": f"{n}.{what}", "thread": f"{n}.{what}", "at": life[what], "text": f"Words {n}"}
        for what in ("acts", "joys", "hurts", "apologies")
        if what in life
    ]
    for what in ("joys", "hurts"):
        case[what] = [[service, f"{n}.{what}"]] if what in life else []
    case["acts"] = [{"message": [service, f"{n}.acts"]}] if "acts" in life else []
    if "apologies" in life:
        said = [service, f"{n}.apologies"]
        case["apologies"] = [{"message": said, "at": life["apologies"]}]
    if "promises" in life:
        due, state = life["promises"]
        settled = {"state": state, "at": "-1d 09:00"} if state != "open" else {}
        case["promises"] = [{"due": due, **settled}]
    if "gestures" in life:
        kind, voice, at = life["gestures"]
        case["gestures"] = [{"kind": kind, "voice": voice, "at": at}]
    case["facts"] = [life["facts"]] if "facts" in life else []
    case["cards"] = [{"until": life["cards"]}] if "cards" in life else []
    return case


def tell(tx: Tx, all_lives: list[Mapping[str, Any]]) -> None:
    for n, life in enumerate(all_lives):
        Scene(tx, SINCE, list(life["who"])).tell(written(life, n))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(lives, max_size=12), limits, st.integers(0, 23))
@example([], Rules(most=6), 12)
def test_no_card_ever_breaks_a_limit(
    community: Path, happened: list[Mapping[str, Any]], set_: Rules, hour: int
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(community, Path(scratch) / "desk")
        asyncio.run(look(folder, happened, set_, SINCE.replace(hour=hour)))


async def look(folder: Path, happened: list[Mapping[str, Any]], set_: Rules, now: datetime) -> None:
    desk = await begin(folder, Clock(now))
    try:
        await desk.store.write(tell, happened)
        await kindness.set_rules(desk, set_)
        found = await kindness.today(desk)
        assert len(found.cards) <= set_.most
        assert len({each.contact_id for each in found.cards}) == len(found.cards)
        for card in found.open:
            assert await broken(desk, card, set_, now) == []
        assert (await kindness.today(desk)).cards == found.cards
    finally:
        await desk.close()


async def broken(desk: Desk, card: Card, set_: Rules, now: datetime) -> list[str]:
    """The limits that a card breaks, found without the code that chose it."""
    read, who = desk.store.read, card.contact_id
    about = {each.about: each.text for each in await read(facts.of, who)}
    given = [g for g in await read(gestures.of, who) if g.direction == "given"]
    had = {(g.kind, g.voice) for g in given}
    told = await read(messages.get, card.message_id)
    apology = card.kind == "apology"
    zone = zones.offset_h(about.get(About.ZONE, ""), now)
    local = None if zone is None else (now + timedelta(hours=zone)).hour
    checks = {
        "left alone": About.ALONE in about,
        "in private": About.PRIVATE in about and not await read(private, card),
        "overdue": await read(overdue, who, now),
        "complaint": await read(complains, who) and not apology,
        "an apology without a hurt": apology and card.rule != "hurt",
        "rested": not apology and any((now - g.at).days < set_.rest_days - 1 for g in given),
        "the same again": not apology and (card.kind, card.voice) in had,
        "put off": await read(put_off, card, now.date()),
        "night": local is not None and (local >= set_.night_from or local < set_.night_until),
        "their words": told is None or told.outgoing or not says(told.text, card.quote.rstrip("…")),
        "no reason": not card.because,
    }  # fmt: skip
    return [name for name, holds in checks.items() if holds]


def one(db: sqlite3.Connection, query: str, *values: object) -> bool:
    return bool(db.execute(query, values).fetchone()[0])


def private(db: sqlite3.Connection, card: Card) -> bool:
    query = "select service in ('mail', 'mastodon') from accounts where id = ?"
    return one(db, query, card.account_id)


def overdue(db: sqlite3.Connection, who: int, now: datetime) -> bool:
    query = "select count(*) from promises where contact_id = ? and state = 'open' and due_ms < ?"
    return one(db, query, who, to_ms(now))


def complains(db: sqlite3.Connection, who: int) -> bool:
    if one(db, "select count(*) from apologies where contact_id = ? and closed_ms is null", who):
        return True
    sorry = db.execute(
        "select max(at_ms) from gestures where contact_id = ? and kind = 'apology'", [who]
    ).fetchone()[0]
    hurt = db.execute(
        "select max(at_ms) from moments o where contact_id = ? and kind = 'hurt' and message_id"
        " not in (select message_id from apologies where message_id is not null)",
        [who],
    ).fetchone()[0]
    return hurt is not None and from_ms(hurt) > from_ms(sorry or 0)


def put_off(db: sqlite3.Connection, card: Card, day: date) -> bool:
    query = "select count(*) from cards where contact_id = ? and id <> ? and until > ?"
    return one(db, query, card.contact_id, card.id, day.isoformat())


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(lives, max_size=12), st.integers(1, 5))
def test_day_after_day_everybody_has_a_turn_and_nobody_two(
    community: Path, happened: list[Mapping[str, Any]], most: int
) -> None:
    """All cards are done every day: after some days nobody is left, and nobody had two."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(community, Path(scratch) / "desk")
        asyncio.run(live(folder, happened, Rules(most=most)))


async def live(folder: Path, happened: list[Mapping[str, Any]], set_: Rules) -> None:
    clock = Clock(SINCE)
    desk = await begin(folder, clock)
    try:
        await desk.store.write(tell, happened)
        await kindness.set_rules(desk, set_)
        had: dict[int, list[tuple[str, date]]] = {}
        for _ in range(12):
            for card in (await kindness.today(desk)).open:
                await kindness.do(desk, card, card.draft, 0)
                had.setdefault(card.contact_id, []).append((card.kind, clock.now.date()))
            clock.now += DAY
        assert (await kindness.today(desk)).open == (), "everybody who could had a turn"
        for gifts in had.values():
            days = [day for kind, day in gifts if kind != "apology"]
            assert all((b - a).days >= set_.rest_days for a, b in pairwise(days))
        assert len(await desk.store.read(outbox.page)) == sum(map(len, had.values()))
    finally:
        await desk.close()
