"""How often a suggestion is right, on invented people whose names are near each other.

`pytest -s` shows the figures. The weights were set on one village, the other is only counted.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cm_desk.actions.suggestions import suggestions
from cm_desk.desk import Desk
from cm_desk.domain.model import Author, Incoming, Page, Profile
from cm_desk.store import accounts, messages
from tests.conftest import Run
from tests.contracts.archive import shared
from tests.insight.settling import measure


def test_on_new_people_too_what_is_shown_is_right_95_times_of_100(
    run: Run[Any], desk: Desk
) -> None:
    async def scenario() -> None:
        score = await measure(desk, "heldout")
        print(f"\nheld out: {score}")  # noqa: T201
        _, low, _ = score.precision
        assert score.shown >= 250
        assert low >= 0.95, score
        assert score.recall[0] >= 0.7, score

    run(scenario())


def test_where_the_weights_were_set_the_same_holds(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        score = await measure(desk, "tuning")
        print(f"\ntuning: {score}")  # noqa: T201
        assert score.precision[0] >= 0.95, score
        assert score.recall[0] >= 0.7, score

    run(scenario())


def test_of_real_customers_on_one_service_nobody_is_shown_as_another(
    run: Run[Any], desk: Desk
) -> None:
    """Who wrote to seven brands: each author is another person, and most have only a handle."""
    threads = shared("../ibm-tcc/threads.jsonl").read_text("utf-8").splitlines()

    async def scenario() -> None:
        account = await desk.store.write(
            accounts.add, "twitter", Profile("@desk", "1"), "https://x.example"
        )
        found = tuple(_turns(threads))
        for at in range(0, len(found), 500):
            page = Page(found[at : at + 500])
            await desk.store.write(messages.save, account.id, page, "import")
        people = len({each.who for each in found})
        shown = await suggestions(desk)
        print(f"\nibm-tcc: {len(found):,} messages, {people:,} people, {len(shown)} shown")  # noqa: T201
        assert people > 100
        assert shown == []

    run(scenario())


def _turns(threads: list[str]) -> Iterator[Incoming]:
    for line in threads:
        thread = json.loads(line)
        for each in thread["turns"]:
            if each["role"] == "customer":
                who = Author(each["author"], f"@{each['author']}", each["author"])
                at = datetime.fromisoformat(each["at"])
                yield Incoming(each["id"], thread["thread"], who, each["text"], at)
