"""People × rules on the demo community: serendipity.toml, through store and actions."""

import asyncio
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import today as kindness
from cm_desk.desk import Desk
from cm_desk.domain import doors, rules
from cm_desk.domain.doors import Facts
from cm_desk.domain.offsets import moment
from cm_desk.insight.serendipity import Rule
from cm_desk.store import accounts, standing
from cm_desk.store.cards import Card
from cm_desk.store.tx import Tx
from tests.actions.scene import SINCE, Scene, begin, community
from tests.place import Clock

__all__ = ["community"]

CASES = tomllib.loads(Path(__file__).with_name("serendipity.toml").read_text("utf-8"))["case"]
MEI = ["bluesky", "did:plc:mei"]


@pytest.mark.parametrize("case", CASES, ids=[each["title"] for each in CASES])
def test_the_card_is_the_one_that_a_person_expects(
    case: dict[str, Any], community: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(community, tmp_path / "desk")
    got = asyncio.run(looked(folder, case))
    wanted = {key: case[key] for key in got if key in case}
    assert {key: got[key] for key in wanted} == wanted, got
    assert ("card" in got) == ("card" in case), got


async def looked(folder: Path, case: dict[str, Any]) -> dict[str, Any]:
    clock = Clock(moment(case["now"], SINCE) if "now" in case else SINCE)
    desk = await begin(folder, clock)
    try:
        who = await desk.store.write(told, case)
        set_ = rules.read(json.dumps(case.get("rules", {})))
        await kindness.set_rules(desk, set_)
        card, why = await kindness.of(desk, who)
        if card is None:
            return {"waits": why}
        return await seen(desk, card)
    finally:
        await desk.close()


def told(tx: Tx, case: dict[str, Any]) -> int:
    scene = Scene(tx, SINCE, case.get("who", MEI))
    scene.tell(case)
    return scene.id


async def seen(desk: Desk, card: Card) -> dict[str, Any]:
    account = await desk.store.read(accounts.get, card.account_id)
    assert account
    ways = (await desk.store.read(standing.ways, [card.contact_id]))[card.contact_id]
    said = max(way.said_at for way in ways if way.account_id == account.id)
    door = doors.door(account.service, Facts(said_at=said), desk.now())
    assert card.quote in card.draft
    return {
        "card": [card.rule, card.kind, account.service],
        "because": card.because,
        "quote": card.quote,
        "closes": f"{door.ends_at:+0d %H:%M}" if door.ends_at else "",
    }


def test_there_are_enough_cases_for_every_rule_and_every_reason_to_wait() -> None:
    assert len(CASES) >= 40
    assert len({each["title"] for each in CASES}) == len(CASES)
    assert {each["card"][0] for each in CASES if "card" in each} == set(Rule)
    assert len({each["waits"] for each in CASES if "waits" in each}) == 12
