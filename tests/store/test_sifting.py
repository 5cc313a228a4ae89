"""Every filter of the list of people, against what is known of five of them."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cm_desk.domain.filters import PEOPLE
from cm_desk.domain.known import About
from cm_desk.domain.model import Author, Profile
from cm_desk.domain.query import parse
from cm_desk.domain.views import State
from cm_desk.store import (
    accounts,
    facts,
    fields,
    gestures,
    labels,
    lines,
    merges,
    people,
    promises,
    triage,
)
from cm_desk.store.facts import Fact
from cm_desk.store.gestures import Gesture
from cm_desk.store.sifting import sift
from cm_desk.store.tx import Tx
from tests.contracts.naughty import NAUGHTY
from tests.store.rows import START, message, save
from tests.store.test_saving_properties import fresh

NOW = START + timedelta(days=200)
ADA, BEN, CARO, DANA, EMILE = (
    Author(f"{name}@x.example", f"@{name}@x.example", name.title())
    for name in ("ada", "ben", "caro", "dana", "emile")
)


@pytest.fixture(scope="module")
def db() -> Iterator[sqlite3.Connection]:
    """Ada came first, 200 days ago, Emile yesterday; Dana and Caro are one."""
    with fresh() as db:
        tx = Tx(db)
        shop = accounts.all(db)[0].id
        mail = accounts.add(tx, "mail", Profile("help@shop.example", "2", "Help desk"), "").id
        for n, (who, account) in enumerate(
            [(ADA, shop), (BEN, shop), (CARO, mail), (DANA, shop), (EMILE, mail)]
        ):
            texts = {"text": "hello", "lang": "en"}
            if who is CARO:
                texts = {"text": "dziękuję bardzo, ale to nie jest mój młynek", "lang": ""}
            days = [0, 30, 60, 90, 199][n]
            said = message(f"m{n}", 1440 * days, who=who, thread=f"t{n}", **texts)
            save(db, account, said)
        answer = message("a1", 1440 * 31, who=BEN, thread="t1", outgoing=True)
        save(db, shop, answer)
        triage.set_state(tx, [4], State.DONE)
        labels.put_on(tx, 1, labels.ensure(tx, "Repair bench").id, NOW)
        labels.ensure(tx, "Other")
        gestures.add(tx, Gesture(0, 2, "thank-you", START + timedelta(days=150)))
        gestures.add(tx, Gesture(0, 1, "gift", START + timedelta(days=10)))
        promises.add(tx, 1, "tea", NOW - timedelta(days=1), START)
        promises.settle(tx, promises.add(tx, 2, "tea", NOW, START), "kept", NOW)
        promises.add(tx, 5, "tea", NOW + timedelta(days=1), START)
        facts.put(tx, Fact(0, 2, About.ALONE, "", NOW), NOW)
        facts.put(tx, Fact(0, 5, About.PRIVATE, "", NOW), NOW)
        fields.put(tx, 1, fields.ensure(tx, "Plan").id, "Pro 2026", NOW)
        fields.put(tx, 5, fields.ensure(tx, "Plan").id, "free", NOW)
        merges.merge(tx, 3, 4, "", NOW)
        yield db


def found(db: sqlite3.Connection, text: str) -> set[str]:
    sifted = sift(db, parse(text, PEOPLE, NOW, UTC), NOW)
    rows = people.page(db, sifted.where, limit=200).items
    assert people.count(db, sifted.where) == len(rows)
    return {row.name for row in rows}


EVERYBODY = {"Ada", "Ben", "Caro", "Emile"}


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("", EVERYBODY),
        ("dana", {"Caro"}),
        ("x.example -ada", EVERYBODY - {"Ada"}),
        ("on:mail", {"Caro", "Emile"}),
        ("on:mastodon on:email", {"Caro"}),
        ("account:help", {"Caro", "Emile"}),
        ('account:"Help desk" lang:en', {"Caro", "Emile"}),
        ("since:2026-05-01", {"Emile"}),
        ("before:2026-04-15", {"Ada", "Ben"}),
        ("silent:1m", EVERYBODY - {"Emile"}),
        ("-silent:1m", {"Emile"}),
        ('label:"repair bench"', {"Ada"}),
        ("label:repair", {"Ada"}),
        ("label:other", set()),
        ("gesture:none", {"Caro", "Emile"}),
        ("gesture:any", {"Ada", "Ben"}),
        ("gesture:thanks", {"Ben"}),
        ("-gesture:gift", EVERYBODY - {"Ada"}),
        ("given:3m", {"Ben"}),
        ("promise:open", {"Ada", "Emile"}),
        ("promise:late", {"Ada"}),
        ("promise:kept", {"Ben"}),
        ("promise:broken", set()),
        ("promise:none", {"Caro"}),
        ("is:quiet", {"Ben"}),
        ("is:private", {"Emile"}),
        ("is:joined", {"Caro"}),
        ("is:unanswered", {"Ada", "Caro", "Emile"}),
        ("lang:pl", {"Caro"}),
        ("lang:en-GB", EVERYBODY),
        ("field:plan", {"Ada", "Emile"}),
        ("field:plan=pro", {"Ada"}),
        (
            "since:2026 silent:3m on:mastodon gesture:any promise:open lang:en -is:quiet ada",
            {"Ada"},
        ),
    ],
)
def test_a_filter_finds_whom_it_means(db: sqlite3.Connection, text: str, whom: set[str]) -> None:
    assert found(db, text) == whom


@pytest.mark.parametrize("restless", [True, False])
def test_without_is_everybody_else(db: sqlite3.Connection, restless: bool) -> None:
    while not restless and lines.settle(Tx(db)):
        pass
    for each in ("on:mail", "since:2026-05-01", "label:repair", "is:quiet", "promise:kept", "ben"):
        assert found(db, each) | found(db, f"-{each}") == EVERYBODY
        assert not found(db, each) & found(db, f"-{each}")


@pytest.mark.parametrize(
    ("text", "says", "better"),
    [
        ("on:discord", "No account here is on “discord”.", ""),
        ("on:mastodn", "Did you mean on:mastodon?", "on:mastodon"),
        ("-label:repare-bench", 'Did you mean -label:"repair bench"?', '-label:"repair bench"'),
        ("gesture:medal", "No gesture “medal” was given yet.", ""),
        ("lang:klingon!", "no code of a language", ""),
        ("field:plam=pro", "There is no field", ""),
        ("from:ada", "is no filter", ""),
        ("is:angry", "There is no is:angry", ""),
    ],
)
def test_what_names_nothing_is_a_hint_with_its_place(
    db: sqlite3.Connection, text: str, says: str, better: str
) -> None:
    [hint] = sift(db, parse(text, PEOPLE, NOW, UTC), NOW).hints
    assert says in hint.says
    assert hint.instead == better
    assert text[hint.start : hint.end] in text


VALUES = ("mail", "2026", "3m", "none", "any", "open", "quiet", "pl", "plan=pro", '"a b"', "", "%_")
FILTERS = st.builds(
    "{}{}:{}".format,
    st.sampled_from(["", "-"]),
    st.sampled_from([each.name for each in PEOPLE]),
    st.sampled_from(VALUES),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(FILTERS, st.sampled_from(NAUGHTY), st.text(max_size=9)), max_size=6))
def test_nothing_that_is_typed_raises(db: sqlite3.Connection, parts: list[str]) -> None:
    assert found(db, " ".join(parts)) <= EVERYBODY
