"""What a service's test class gives, and what the parts of the contract share."""

from collections.abc import Callable, Iterator

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Capabilities, Incoming, Outgoing, Page
from cm_desk.errors import OddAnswer, Offline, ServiceError, SignInNeeded, SlowDown, UnknownOutcome
from cm_desk_contract.network import Network, outgoing

Call = Callable[[], object]
LOOKS = 4  # pulls until a change elsewhere must have been seen


class Contract:
    """`edits`: people can change what they wrote there, and the date of it is kept, too, where
    `edits_are_dated`. `deletions`: what is gone there is told from what is only old. `answers`:
    we can write there. `web`: it is spoken to by HTTP.
    """

    edits = True
    edits_are_dated = True
    deletions = True
    answers = True
    web = True
    patience_s = 10.0  # until a call that should have ended is said to go on without end

    @pytest.fixture
    def network(self) -> Iterator[Network]:
        raise NotImplementedError

    def connect(self, network: Network) -> Connector:
        """A new connector for our account on `network`, signed in with SECRET."""
        raise NotImplementedError

    def new(
        self, network: Network, connector: Connector, text: str, key: str = "key-1"
    ) -> Outgoing:
        """Something of ours that nobody asked for; an answer where a service has only those."""
        return outgoing(text, key)

    def capabilities(self, connector: Connector) -> Capabilities:
        return registry.service(connector.service).capabilities

    @pytest.fixture
    def connector(self, network: Network) -> Iterator[Connector]:
        made = self.connect(network)
        yield made
        made.stop()

    def calls(self, network: Network, connector: Connector) -> dict[str, Call]:
        message = self.new(network, connector, "Hello", "key-of-calls")
        found = every_call(connector, network.write("Hello?"), message)
        return {n: c for n, c in found.items() if self.answers or n not in ("send", "find")}

    def _message(self, connector: Connector, remote_id: str) -> Incoming:
        return message_of(connector, remote_id)


def message_of(connector: Connector, remote_id: str) -> Incoming:
    return {each.remote_id: each for each in connector.thread(remote_id).messages}[remote_id]


def looks(connector: Connector, cursor: str | None) -> list[Page]:
    """Some pulls one after the other, each where the last one ended."""
    found = []
    for _ in range(LOOKS):
        found.append(connector.pull(cursor))
        cursor = found[-1].cursor
    return found


def cause(network: Network, trouble: str) -> type[ServiceError]:
    """The error that a call must end with."""
    match trouble:
        case "offline":
            network.go_offline()
            return Offline
        case "sign-in":
            network.refuse_token()
            return SignInNeeded
        case "slow":
            network.slow_down(30)
            return SlowDown
    network.garble()
    return OddAnswer


def every_read(connector: Connector, cursor: str | None, remote_id: str) -> list[Call]:
    return [
        lambda: connector.pull(cursor),
        lambda: connector.history(None),
        lambda: connector.thread(remote_id),
    ]


def every_call(connector: Connector, remote_id: str, message: Outgoing) -> dict[str, Call]:
    """All that asks the service something, by name."""
    return {
        "pull": lambda: connector.pull(None),
        "history": lambda: connector.history(None),
        "thread": lambda: connector.thread(remote_id),
        "send": lambda: connector.send(message),
        "find": lambda: connector.find(message),
    }


def deliver(make: Callable[[], Connector], message: Outgoing) -> Incoming:
    """As the outbox does it, with a restart after each trouble: ask first, then send again."""
    asks = False
    for _ in range(20):
        connector = make()
        try:
            if asks and (found := connector.find(message)):
                return found
            return connector.send(message)
        except UnknownOutcome:
            asks = True
        except (Offline, SlowDown):
            continue
    raise AssertionError("it never arrived")
