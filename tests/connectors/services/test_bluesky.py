"""Bluesky's connector on the small server: the shared contract."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Capabilities
from tests.connectors.bluesky import BlueskyNetwork, small_server
from tests.contracts.connector import ConnectorContract, Network
from tests.servers.fake_bluesky.server import Quirks


class TestBluesky(ConnectorContract):
    edits = False

    @pytest.fixture
    def network(self) -> Iterator[Network]:
        with small_server() as network:
            yield network

    def connect(self, network: Network) -> Connector:
        assert isinstance(network, BlueskyNetwork)
        return network.connect()

    def capabilities(self, connector: Connector) -> Capabilities:
        """A direct message is another thing there: test_bluesky_talks.py."""
        return replace(super().capabilities(connector), visibilities=("public",))


class TestAServerThatHasLess(TestBluesky):
    """No chat, no repository as a file, notifications of every reason."""

    @pytest.fixture
    def network(self) -> Iterator[Network]:
        with small_server(Quirks(no_chat=True, no_repo=True, any_reason=True)) as network:
            yield network
