"""What every connector must do, as tests: for the services of CM Desk and those of others.

`class TestMine(ConnectorContract)` gives a `network` that the test steers as if by other people's
hands, and `connect`, which makes a fresh connector on it, as after a restart. Needs pytest.
docs/connectors.md shows how.
"""

from cm_desk_contract.attacks import Attacks
from cm_desk_contract.base import Contract
from cm_desk_contract.network import (
    BURST,
    SECRET,
    Network,
    everything_new,
    everything_old,
    ids,
    outgoing,
)
from cm_desk_contract.reading import Reading
from cm_desk_contract.sending import Sending
from cm_desk_contract.trouble import Trouble

__all__ = [
    "BURST",
    "SECRET",
    "ConnectorContract",
    "Contract",
    "Network",
    "ReadOnlyContract",
    "everything_new",
    "everything_old",
    "ids",
    "outgoing",
]


class ReadOnlyContract(Reading, Trouble, Attacks):
    """The same for a service that is only read."""

    answers = False


class ConnectorContract(Reading, Sending, Trouble, Attacks):
    """Subclass it, and give `network` (a fixture) and `connect`."""
