"""Mastodon's connector on the small server: the shared contract."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Capabilities
from tests.connectors.mastodon import MastodonNetwork, small_server
from tests.contracts.connector import BURST, ConnectorContract, Network, everything_new, ids
from tests.servers.fake_mastodon.faults import Quirks


class TestMastodon(ConnectorContract):
    @pytest.fixture
    def network(self) -> Iterator[Network]:
        with small_server() as network:
            yield network

    def connect(self, network: Network) -> Connector:
        assert isinstance(network, MastodonNetwork)
        return network.connect()


class TestAServerThatIsNotQuiteMastodon(TestMastodon):
    """As snac: no second instance, no Link, no conversations, keys forgotten, other paging."""

    @pytest.fixture
    def network(self) -> Iterator[Network]:
        quirks = Quirks(
            no_second_instance=True,
            no_links=True,
            no_conversations=True,
            no_many=True,
            no_discovery=True,
            forgets_keys=True,
            newest_after_min_id=True,
            any_type=True,
            empty_401=True,
            repeats_own=True,
            hides_direct=True,
            lists_no_mentions=True,
        )
        with small_server(quirks) as network:
            yield network

    def capabilities(self, connector: Connector) -> Capabilities:
        """Followers-only and direct are one there."""
        offers = super().capabilities(connector)
        return replace(offers, visibilities=("public", "unlisted", "direct"))

    def test_new_messages_come_once_and_in_order(
        self, network: Network, connector: Connector
    ) -> None:
        """Such a server gives the newest page first: ours asks for what lies between."""
        start = connector.pull(None).cursor
        written = [network.write(f"number {i}") for i in range(BURST)]
        first = connector.pull(start)
        written.append(network.write("written while page 1 was read"))
        rest = list(everything_new(connector, first.cursor))
        assert ids([first, *rest]) == written
