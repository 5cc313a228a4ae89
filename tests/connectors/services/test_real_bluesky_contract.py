"""The whole contract on a real Bluesky network; what goes wrong happens on the way to it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Capabilities
from tests.connectors.bluesky_network import RealNetwork
from tests.connectors.services.test_real_bluesky import Server
from tests.contracts.connector import ConnectorContract, Network
from tests.servers.real import running

NUMBERS = count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running("bluesky", tmp_path_factory.mktemp("bluesky")) as info:
        yield Server(info)


class TestRealBluesky(ConnectorContract):
    edits = False

    @pytest.fixture
    def network(self, server: Server) -> Iterator[Network]:
        made = RealNetwork(server, next(NUMBERS))
        with made.between:
            yield made
        made.http.close()

    def connect(self, network: Network) -> Connector:
        assert isinstance(network, RealNetwork)
        return network.connect()

    def capabilities(self, connector: Connector) -> Capabilities:
        """There is no chat, and what stands between does not wait for deletions of ours."""
        return replace(super().capabilities(connector), visibilities=("public",), delete=False)
