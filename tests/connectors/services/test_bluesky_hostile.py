"""A server that answers nonsense of the right shape: nothing but our own errors comes out."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.connectors.services.bluesky.identity import Directory
from cm_desk.connectors.services.bluesky.signin import recognise, sign_in
from cm_desk.domain.model import Author, Outgoing, Upload
from cm_desk.errors import BadInput, ServiceError
from tests.connectors.bluesky import BlueskyNetwork, small_server
from tests.connectors.services.test_real_mastodon import PIXEL
from tests.contracts.connector import outgoing
from tests.servers.fake_bluesky.server import PASSWORD

ODD: list[Any] = [None, 7, -1, 2**70, 1.5, True, "", "x", "\x00\u202e", [], {}, [None], {"a": {}}]


def spoilt(value: Any, chance: random.Random, share: float) -> Any:
    """`value` with some of its parts made into something else, or left out."""
    if chance.random() < share:
        return chance.choice(ODD)
    if isinstance(value, list):
        return [spoilt(each, chance, share) for each in value]
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if chance.random() >= share / 2}
        return {name: spoilt(each, chance, share) for name, each in kept.items()}
    return value


def busy(network: BlueskyNetwork) -> tuple[str, str]:
    """(a post, a private message)."""
    world = network.world
    first = world.post("New teas")
    asked = world.write("Which?", "Ada", reply_to=first)
    world.post("The blue one", reply_to=asked)
    world.quote("Look", first, "Ben")
    world.like(first)
    world.repost(first)
    world.follow()
    told = world.whisper("In private")
    world.whisper("Yes", ours=True)
    return asked, told


@pytest.mark.parametrize("seed", range(60))
def test_nonsense_ends_in_our_own_errors_alone(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, share = random.Random(seed), (0.01, 0.05, 0.2)[seed % 3]  # noqa: S311
    (tmp_path / "tin.png").write_bytes(PIXEL)
    with small_server() as network:
        asked, told = busy(network)
        connector = network.connect()
        cursor = connector.pull(None).cursor
        plain = network.fake.answer

        def answer(*args: Any) -> Any:
            status, headers, found = plain(*args)
            spoils = not isinstance(found, bytes)
            return status, headers, spoilt(found, chance, share) if spoils else found

        monkeypatch.setattr(network.fake, "answer", answer)
        busy(network)
        for call in calls(network, connector, asked, told, cursor, tmp_path / "tin.png"):
            with suppress(ServiceError, BadInput):
                call()


def calls(
    network: BlueskyNetwork,
    connector: Connector,
    asked: str,
    told: str,
    cursor: str | None,
    picture: Path,
) -> list[Any]:
    ada = network.world.person("Ada")
    to = Author(ada.did, f"@{ada.handle}", "Ada")
    public = replace(outgoing("See @ben.example", to=None), media=(Upload(picture, "The tin"),))
    reply = replace(outgoing("Yes", "key-2"), reply_to=asked, thread=asked, to=(to,))
    private = Outgoing("key-3", "Yes", datetime.now(UTC), to=(to,), visibility="direct")
    here = Directory(network.fake.base_url, network.fake.base_url)
    answers = {"handle": "desk.example", "password": PASSWORD}
    return [
        connector.profile,
        lambda: connector.pull(None),
        lambda: connector.pull(cursor),
        lambda: network.connect().history(None),
        lambda: connector.thread(asked),
        lambda: connector.thread(told),
        *(lambda out=out: connector.send(out) for out in (public, reply, private)),
        *(lambda out=out: connector.find(out) for out in (public, reply, private)),
        lambda: sign_in(network.http, answers, here),
        lambda: recognise(network.http, "desk.example", here),
    ]


CURSORS = [
    *("", "nonsense", "[]", "{}", '{"notes": 7}', '{"notes": [[], 1]}'),
    *('{"own": "x", "talks": {}}', '{"notes": null, "convos": []}', '{"notes": ["", {}]}'),
]


@pytest.mark.parametrize("cursor", CURSORS)
def test_a_cursor_that_makes_no_sense_starts_anew(cursor: str) -> None:
    with small_server() as network:
        asked = network.write("Hello")
        connector = network.connect()
        found = [each.remote_id for each in connector.pull(cursor).messages]
        assert found in ([asked], [])
        connector.history(cursor)
