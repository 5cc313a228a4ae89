"""The contract of CM Desk on a small server of our own, and the sign-in."""

import json
from collections.abc import Iterator

import pytest
from cm_desk_matrix import SERVICE
from cm_desk_matrix.connector import Matrix
from cm_desk_matrix.read import parts, whole_id

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Account, Capabilities, Outgoing
from cm_desk.errors import Rejected, SignInNeeded
from cm_desk_contract import SECRET, ConnectorContract, Network, outgoing
from cm_desk_contract.steering import Steering
from tests_of_matrix.fake import ROOM, US, FakeMatrix


class Room(Steering):
    """Steers the small server as the contract asks."""

    limit: object = {"errcode": "M_LIMIT_EXCEEDED", "error": "Too many requests"}

    def __init__(self, fake: FakeMatrix) -> None:
        super().__init__(fake)
        self.fake = fake

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "") -> str:
        return whole_id(ROOM, self.fake.write(text, name, parts(reply_to)[1]))

    def edit(self, remote_id: str, text: str) -> None:
        self.fake.edit(parts(remote_id)[1], text)

    def delete(self, remote_id: str) -> None:
        self.fake.delete(parts(remote_id)[1])

    def posts(self) -> list[str]:
        return self.fake.posts()

    def drop_next_answer(self) -> None:
        self.fake.faults.dropped = [self.fake.taken]

    def connect(self) -> Connector:
        account = Account(1, "matrix", US, self.fake.base_url, remote_id=US)
        return Matrix(account, json.dumps({"token": SECRET}), self.http)


@pytest.fixture
def room() -> Iterator[Room]:
    with FakeMatrix(SECRET) as fake:
        made = Room(fake)
        yield made
        made.http.close()


class TestMatrix(ConnectorContract):
    @pytest.fixture
    def network(self, room: Room) -> Network:
        return room

    def connect(self, network: Network) -> Connector:
        assert isinstance(network, Room)
        return network.connect()

    def capabilities(self, connector: Connector) -> Capabilities:
        return SERVICE.capabilities

    def new(
        self, network: Network, connector: Connector, text: str, key: str = "key-1"
    ) -> Outgoing:
        return outgoing(text, key, self._message(connector, network.write("And?")))


def test_the_whole_way_in(room: Room) -> None:
    assert SERVICE.sign_in
    answers = {"address": room.fake.base_url, "user": US, "password": "right"}
    granted = SERVICE.sign_in(room.http, answers)
    assert granted.profile.handle == US
    assert json.loads(granted.secret) == {"token": SECRET}
    with pytest.raises(SignInNeeded, match="user name or password is not right"):
        SERVICE.sign_in(room.http, {**answers, "password": "wrong"})
    room.fake.faults.body = b"{}"
    with pytest.raises(Rejected, match="does not answer like a Matrix server"):
        SERVICE.sign_in(room.http, answers)


def test_a_server_is_recognised_by_its_address(room: Room) -> None:
    assert SERVICE.recognise
    found = SERVICE.recognise(room.http, f"{room.fake.base_url}/#/welcome")
    assert found
    assert found.answers["address"] == room.fake.base_url
    assert SERVICE.recognise(room.http, "ada@tidewell.example") is None
    assert set(room.fake.authorizations) == {None}
