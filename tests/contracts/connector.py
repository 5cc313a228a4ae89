"""The contract lives in `cm_desk_contract`, so that others can test their services by it too."""

from cm_desk_contract import (
    BURST,
    SECRET,
    ConnectorContract,
    Network,
    everything_new,
    everything_old,
    ids,
    outgoing,
)

__all__ = [
    "BURST",
    "SECRET",
    "ConnectorContract",
    "Network",
    "everything_new",
    "everything_old",
    "ids",
    "outgoing",
]
