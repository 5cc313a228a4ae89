"""The mailbox on the small server: the shared contract."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Outgoing
from tests.connectors.mail import ADA, MailNetwork, small_server
from tests.contracts.connector import ConnectorContract, Network, outgoing


class TestMail(ConnectorContract):
    """A mail that was sent stays as it is: moved or deleted in the mailbox, it was said all the
    same. It goes to somebody: what the contract says to everybody goes to one person.
    """

    edits = deletions = web = False

    @pytest.fixture
    def network(self) -> Iterator[Network]:
        with small_server() as network:
            yield network

    def connect(self, network: Network) -> Connector:
        assert isinstance(network, MailNetwork)
        return network.connect()

    def new(
        self, network: Network, connector: Connector, text: str, key: str = "key-1"
    ) -> Outgoing:
        return replace(outgoing(text, key), to=(ADA,))
