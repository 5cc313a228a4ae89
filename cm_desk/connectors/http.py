"""The one way to the network, shared by all accounts.

wire.py imports requests, so it is imported with the first wire and not at the start of the desk.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet

from cm_desk.connectors.exchange import Patience

if TYPE_CHECKING:
    from datetime import datetime

    from cm_desk.connectors.wire import Wire


class Ending(Protocol):
    """What has connections of its own."""

    def stop(self) -> None: ...

    def close(self) -> None: ...


class Http:
    """Makes a wire for each account, and closes them all. `now` is the wall clock, in seconds.

    A connector whose service renews its sign-in says so by `renewed(account key, secret)`, from
    its lane; the desk keeps the new secret where the old one was.
    """

    def __init__(
        self, patience: Patience | None = None, now: Callable[[], float] = time.time
    ) -> None:
        self.patience, self.now = patience or Patience(), now
        self._open: WeakSet[Ending] = WeakSet()
        self.renewed: Callable[[str, str], object] = lambda account, secret: None
        self.clock: Callable[[], datetime] | None = None  # told to the demo, which goes by it

    def wire(self) -> "Wire":
        """For one account's own host, wherever it is."""
        return self._keep(None)

    def guarded(self, own_host: str) -> "Wire":
        """For addresses that strangers wrote: none inside this machine or its network.

        `own_host` ("host" or "host:port") is the account's own and allowed anyway.
        """
        return self._keep(own_host)

    def _keep(self, guarded_for: str | None) -> "Wire":
        from cm_desk.connectors.wire import Wire

        made = Wire(self.patience, guarded_for)
        self.ends(made)
        return made

    def ends(self, line: Ending) -> None:
        """`line` is not HTTP, and ends with the rest."""
        self._open.add(line)

    def close(self) -> None:
        """End what is running and close every connection. Callable from any thread."""
        for each in tuple(self._open):
            each.stop()
            each.close()
        self._open.clear()
