"""The example of a service that another package brings: installed, and on a real Synapse."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from cm_desk_matrix import SERVICE

from cm_desk.connectors.base import Connector, Granted
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account, Incoming, Kind, Outgoing
from cm_desk.errors import Gone, Rejected, SignInNeeded, SlowDown
from cm_desk_contract import everything_new, everything_old, ids
from tests.servers.common import request
from tests.servers.real import running

EXAMPLE = Path(__file__).parents[2] / "examples" / "matrix"
V3 = "/_matrix/client/v3"


def test_installed_beside_the_desk_it_is_one_of_the_services(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    given = ["--no-deps", "--no-build-isolation", "--target", str(tmp_path), str(EXAMPLE)]
    subprocess.run([*pip, *given], check=True)
    done = subprocess.run(
        [sys.executable, "-m", "cm_desk", "services", "--json"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert found["matrix"]["label"] == "Matrix"
    assert found["matrix"]["capabilities"]["history"]
    assert "mastodon" in found


class Synapse:
    """The running server, and what its people do there."""

    def __init__(self, info: dict[str, Any]) -> None:
        self.info, self.base_url, self.http = info, str(info["base_url"]), Http()
        self.room, self.direct = str(info["room"]), str(info["direct"])
        self.keys = 0

    def does(self, user: str, method: str, path: str, body: object = None) -> Any:
        token = self.info["people"][user]["token"]
        found = request(method, self.base_url + path, json_=body, token=token)
        assert found.status == 200, found.text
        return found.json

    def say(self, user: str, text: str, room: str = "", **more: object) -> str:
        self.keys += 1
        room = room or self.room
        path = f"{V3}/rooms/{quote(room)}/send/m.room.message/k{self.keys}"
        body = {"msgtype": "m.text", "body": text, **more}
        return f"{room} {self.does(user, 'PUT', path, body)['event_id']}"

    def take_back(self, user: str, remote_id: str) -> None:
        room, _, event = remote_id.partition(" ")
        self.keys += 1
        path = f"{V3}/rooms/{quote(room)}/redact/{quote(event)}/k{self.keys}"
        self.does(user, "PUT", path, {})

    def sign_in(self, password: str = "") -> Granted:
        assert SERVICE.sign_in
        right = self.info["people"]["tidewell"]["password"]
        answers = {"address": self.base_url, "user": "tidewell", "password": password or right}
        return SERVICE.sign_in(self.http, answers)

    def connect(self, granted: Granted) -> Connector:
        profile = granted.profile
        account = Account(1, "matrix", profile.handle, self.base_url, remote_id=profile.remote_id)
        return SERVICE.connect(account, granted.secret, self.http)


@pytest.fixture(scope="module")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    with running("matrix", tmp_path_factory.mktemp("synapse")) as info:
        yield Synapse(info)


@pytest.fixture
def connector(synapse: Synapse) -> Iterator[Connector]:
    made = synapse.connect(synapse.sign_in())
    yield made
    made.stop()


def answer(text: str, to: Incoming, key: str) -> Outgoing:
    assert to.who
    now = datetime.now(UTC)
    return Outgoing(key, text, now, thread=to.thread, reply_to=to.remote_id, to=(to.who,))


def test_the_sign_in_and_what_refuses_it(synapse: Synapse) -> None:
    granted = synapse.sign_in()
    assert granted.profile.name == "Tidewell"
    assert granted.profile.handle == synapse.info["people"]["tidewell"]["id"]
    with pytest.raises(SignInNeeded, match="user name or password is not right"):
        synapse.sign_in("wrong")
    assert SERVICE.sign_out
    account = Account(1, "matrix", granted.profile.handle, synapse.base_url)
    SERVICE.sign_out(account, granted.secret, synapse.http)
    with pytest.raises(SignInNeeded):
        synapse.connect(granted).pull(None)


def test_rooms_and_talks_are_read_in_our_terms(synapse: Synapse, connector: Connector) -> None:
    found = {each.text: each for each in connector.pull(None).messages}
    question, other = found["My grinder squeaks"], found["Mine too"]
    assert question.who
    assert question.who.name == "Ada Vogel"
    assert (other.reply_to, other.thread) == (question.remote_id, question.thread)
    assert question.kind is Kind.COMMENT
    assert found["My order is 4711"].kind is Kind.CHAT
    past = {m.text for page in everything_old(connector) for m in page.messages}
    assert {"My grinder squeaks", "Mine too", "My order is 4711"} <= past


def test_what_is_new_comes_once_over_a_gap(synapse: Synapse, connector: Connector) -> None:
    cursor = connector.pull(None).cursor
    written = [synapse.say("ada", f"number {n}") for n in range(130)]
    pages = list(everything_new(connector, cursor))
    assert ids(pages) == written
    again = connector.pull(pages[-1].cursor)
    assert (again.messages, again.cursor) == ((), pages[-1].cursor)


def test_an_answer_is_posted_once_and_found(synapse: Synapse, connector: Connector) -> None:
    cursor = connector.pull(None).cursor
    asked = synapse.say("ada", "Is it in stock?")
    [question] = [m for page in everything_new(connector, cursor) for m in page.messages]
    assert question.remote_id == asked
    message = answer("It is, since today <3", question, "our-key/7")
    sent, twice = connector.send(message), connector.send(message)
    assert sent.remote_id == twice.remote_id
    found = connector.find(message)
    assert found
    assert (found.remote_id, found.text) == (sent.remote_id, "It is, since today <3")
    assert connector.find(answer("Never sent", question, "our-key/8")) is None
    after_a_restart = synapse.connect(synapse.sign_in()).find(message)
    assert after_a_restart
    assert after_a_restart.remote_id == sent.remote_id
    whole = {m.remote_id: m for m in connector.thread(asked).messages}
    assert whole[sent.remote_id].outgoing
    assert whole[sent.remote_id].who == question.who


def test_edits_and_deletions_come_by_themselves(synapse: Synapse, connector: Connector) -> None:
    first, second = synapse.say("ada", "I hate it"), synapse.say("ada", "I go")
    cursor = connector.pull(None).cursor
    event = first.partition(" ")[2]
    new = {"msgtype": "m.text", "body": "I had it wrong"}
    relation = {"rel_type": "m.replace", "event_id": event}
    change: dict[str, Any] = {"m.new_content": new, "m.relates_to": relation}
    synapse.say("ada", "* I had it wrong", **change)
    synapse.take_back("ada", second)
    page = connector.pull(cursor)
    [edited] = page.messages
    assert (edited.remote_id, edited.text) == (first, "I had it wrong")
    assert edited.edited_at
    assert page.deleted == (second,)
    with pytest.raises(Gone):
        connector.thread(second)


def test_what_is_too_long_is_refused(synapse: Synapse, connector: Connector) -> None:
    [question] = [m for m in connector.pull(None).messages if m.text == "My order is 4711"]
    most = connector.limits().max_chars
    assert most
    connector.send(answer("x" * most, question, "long-1"))
    with pytest.raises(Rejected):
        connector.send(answer("x" * (most + 1), question, "long-2"))


def test_its_own_rate_limits_are_kept(tmp_path: Path) -> None:
    with running("matrix", tmp_path, RATE_LIMITS="1") as info:
        synapse = Synapse(info)
        connector = synapse.connect(synapse.sign_in())
        [talk] = [m for m in connector.pull(None).messages if m.text == "My order is 4711"]

        def storm() -> None:
            for n in range(40):
                connector.send(answer(f"number {n}", talk, f"key-{n}"))

        with pytest.raises(SlowDown) as caught:
            storm()
        assert 0 < caught.value.retry_after_s < 60
        assert connector.pull(None).messages  # reading goes on
